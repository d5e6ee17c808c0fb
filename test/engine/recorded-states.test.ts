import { readdirSync } from "node:fs";
import { startSandbox } from "../../sandbox/client";
import { nativePlugin } from "../../tools/native-stack";
import { placed, RECORDS, recordsOf } from "../../tools/record-states/record";
import { STACKS, type Wish } from "../../tools/record-states/stacks";
import { createWorkspace } from "../../tools/workspace";
import { ADAPTERS, TESTED } from "./adapters";
import { allOutputs, type Engine, NOTHING_LEFT } from "./support";

/** What earlier versions have recorded is used by this one: by its dynamic provider, and by its plugin, to which a stack moves by the aliases. */

const VERSIONS = readdirSync(RECORDS).map((file) => file.replace(/\.json$/, ""));
const STATES = VERSIONS.flatMap((version) => Object.keys(recordsOf(version)).map((stack) => [version, stack] as const));
/** What the edits of the programs change, and the token that a server of RFC 7592 may give anew with each answer. */
const EDITED = ["name", "description", "ipAllowList", "adopt", "registrationAccessToken"];

type Outputs = Record<string, Record<string, unknown>>;
const only = (all: Outputs, isMeant: (output: string) => boolean): Outputs =>
  Object.fromEntries(
    Object.entries(all).map(([resource, outputs]) => [
      resource,
      Object.fromEntries(Object.entries(outputs).filter(([output]) => isMeant(output))),
    ]),
  );

/** The ref of a DCR provider, which the plugin adds, is written by an update that sends all as it is. */
const untimed = (state: object) =>
  JSON.parse(JSON.stringify(state, (key, value) => (key === "updated_at" ? undefined : value)));

describe.each(TESTED)("with the %s provider", (adapter) => {
  describe.each(STATES)("version %s has recorded the stack %s", (version, name) => {
    const { sandbox: options, config, program } = STACKS[name] ?? raise(`there is no stack ${name} to record`);
    const engine = {} as Engine;
    let recorded: ReturnType<typeof placed>;
    beforeAll(async () => {
      const sandbox = await startSandbox(options);
      const plugin = adapter === "native" ? { plugin: await nativePlugin() } : {};
      const workspace = await createWorkspace({ sandbox, config: config(sandbox.info), ...plugin });
      Object.assign(engine, { sandbox, workspace });
      recorded = placed(recordsOf(version)[name] ?? raise(`${version} has no stack ${name}`), sandbox.info);
      await sandbox.load(recorded.store);
      const { version: format, deployment } = await workspace.export();
      await workspace.stack.importStack({
        version: format,
        deployment: { ...deployment, resources: recorded.resources },
      });
    });
    afterAll(async () => {
      await engine.workspace?.remove();
      await engine.sandbox?.stop();
    });

    const wish = (more: Partial<Wish> = {}) => {
      return async () => program({ sdk: ADAPTERS[adapter], info: engine.sandbox.info, ...more });
    };
    const own = () => recorded.resources.filter(({ type }) => !type.startsWith("pulumi:"));
    const steps = (doing: (type: string) => string) =>
      own()
        .map(({ urn, type }) => `${doing(type)} ${urn.split("::").at(-1)}`)
        .sort();
    const same = () => steps(() => "same");
    /** What the state records of the resources, but for what finds the dynamic provider. */
    const stateNow = async () => {
      const { default: _, ...outputs } = await allOutputs(engine.workspace);
      return only(outputs, (output) => output !== "__provider");
    };
    const lasting = async () => only(await stateNow(), (output) => !EDITED.includes(output));

    test("its secrets are encrypted as it is imported", async () => {
      const stored = await engine.workspace.stored();
      const secrets = own().flatMap(({ outputs }) => textsIn(Object.values(outputs ?? {}).map(secretIn)));
      expect(secrets.filter((secret) => stored.includes(secret))).toEqual([]);
      expect(secrets.length).toBeGreaterThan(own().length);
    });

    test("there is nothing to do", async () => {
      const { sandbox, workspace } = engine;
      const [vendors, before] = [untimed(await sandbox.state()), await stateNow()];
      // The plugin has the ref of a DCR provider among its outputs.
      const isMoved = (type: string) => adapter === "native" && type.endsWith(":DcrProvider");
      const kept = steps((type) => (isMoved(type) ? "update" : "same"));
      expect((await workspace.preview(wish())).steps).toEqual(kept);
      expect((await workspace.up(wish())).steps).toEqual(kept);
      expect((await workspace.preview(wish())).steps).toEqual(same());
      expect(untimed(await sandbox.state())).toEqual(vendors);
      expect(await stateNow()).toMatchObject(before);
    });

    test("a refresh finds everything as it was", async () => {
      const { workspace } = engine;
      const before = await stateNow();
      expect((await workspace.refresh()).steps).toEqual(same());
      expect(await stateNow()).toMatchObject(before);
      expect((await workspace.preview(wish())).steps).toEqual(same());
    });

    test("an edit of each resource is made in place, and its credentials stay", async () => {
      const { workspace } = engine;
      const before = await lasting();
      const { steps: done } = await workspace.up(wish({ edited: true }));
      expect(done).toEqual([...steps(() => "update"), "create later"].sort());
      expect(await lasting()).toMatchObject(before);
      expect((await workspace.preview(wish({ edited: true }))).steps).toEqual([...same(), "same later"].sort());
    });

    test("a destroy leaves nothing", async () => {
      const { sandbox, workspace } = engine;
      await workspace.destroy();
      expect(await sandbox.state()).toEqual(NOTHING_LEFT);
    });
  });
});

/** What a secret holds; nothing of what is none. */
function secretIn(value: unknown): unknown {
  const { plaintext } = (value ?? {}) as { plaintext?: string };
  return plaintext === undefined ? undefined : JSON.parse(plaintext);
}

/** All texts in a value that are more than a keyword. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.length > 8 ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function raise(message: string): never {
  throw new Error(message);
}
