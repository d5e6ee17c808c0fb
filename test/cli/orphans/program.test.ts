import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as workato from "pulumi-workato-dcr";
import type { StackExport, StateResource } from "../../../tools/workspace";
import { oidcProvider, outputsOf, useEngine } from "../../engine/support";
import { NOWHERE, program, sandboxEnv } from "../program";
import { shellOf } from "./stacks";

const engine = useEngine();
const folder = mkdtempSync(join(tmpdir(), "exports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of the stack, secrets provider included, with other resources. */
const exportOf = (resources: unknown, pending_operations: unknown[] = []) =>
  JSON.stringify({ version: 3, deployment: { ...deployment, resources, pending_operations } });
/** Writes an export, and names it. */
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
/** In no project: the configuration is in the environment. */
const orphans = (args: string[], typed?: string, more: Record<string, string> = {}) => {
  const env = { ...shell, ...sandboxEnv(engine.sandbox.info), ...more };
  return program(["orphans", ...args], { env, ...(typed !== undefined && { typed }) });
};
/** The same, held to change nothing. */
async function unchanged(...args: Parameters<typeof orphans>) {
  const before = await engine.sandbox.state();
  const ran = await orphans(...args);
  expect(await engine.sandbox.state()).toEqual(before);
  return ran;
}

/** What the backend has of the stack is as the export says. */
const inBackend = (path: string) => engine.workspace.import(JSON.parse(readFileSync(path, "utf8")));

let shell: Record<string, string>;
const isBilling = ({ urn }: { urn: string }) => urn.endsWith("::billing");
let deployment: StackExport["deployment"];
let resources: StateResource[];
let [all, withoutBilling] = ["", ""];
/** The ids of what `billing` leaves behind, in the order of deletion. */
let left: string[];

beforeAll(async () => {
  const { sandbox, workspace } = engine;
  shell = await shellOf(workspace);
  await workspace.up(async () => {
    const dcrProvider = oidcProvider(sandbox.info);
    for (const name of ["orders", "billing"]) new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider });
  });
  deployment = (await workspace.export()).deployment;
  resources = deployment.resources ?? [];
  all = file("all.json", exportOf(resources));
  withoutBilling = file("without-billing.json", exportOf(resources.filter((one) => !isBilling(one))));
  const { apiKeyId, apiClientId, clientId } = (await outputsOf(workspace, "billing")) ?? {};
  left = [apiKeyId, apiClientId, clientId].map(String);
});
beforeEach(() => inBackend(all));

/** Of a stack that has forgotten what is `billing`'s. */
const STACK = ["--stack", "test/test"];
const forget = () => inBackend(withoutBilling);

test("lists nothing that is owned", async () => {
  for (const given of [STACK, ["--export", all], ["--export", withoutBilling]]) {
    expect(await orphans(given)).toEqual({ code: 0, out: "There are no orphans.\n", err: "" });
  }
  const json = await orphans([...STACK, "--json"]);
  expect(json).toMatchObject({ code: 0, out: '{"orphans":[],"leftAlone":[],"claims":[],"deleted":false}\n' });
});

/** What it prints of `billing`: a head, the client, and a line for each of what it leaves behind. */
const lines = () => [
  "3 orphans of the named stacks:",
  expect.stringMatching(/^ {2}billing \[[\da-f.]+\]$/),
  ...["workato  API key", "workato  API client", "okta     registration"].map((what, at) =>
    expect.stringMatching(
      new RegExp(`^    ${what} +${left[at]} .*billing(, [\\w ]+ old)?: no state of .*test/test holds it$`),
    ),
  ),
];

test.each([
  ["dry", [], 3, ""],
  ["without a count and a terminal", ["--delete"], 1, "--yes 3"],
  ["with another count", ["--delete", "--yes", "70"], 1, "There are 3 orphans, not 70: nothing was deleted."],
])("lists what is not, %s, and changes nothing", async (_, options, expected, hint) => {
  await forget();
  const { code, out, err } = await unchanged([...STACK, ...options]);
  expect(code).toBe(expected);
  expect(out.trimEnd().split("\n")).toEqual(lines());
  expect(err).toContain(hint);
});

test.each([
  ["yes", "yes\n"],
  ["another count", "2\n"],
  ["no answer", ""],
])("--json shows on standard error what it asks about, and %s keeps it", async (_, typed) => {
  await forget();
  const { code, out, err } = await unchanged([...STACK, "--delete", "--json"], typed);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({ deleted: false });
  const told = err.split("\n");
  expect(told.slice(0, 5)).toEqual(lines());
  expect(told[5]).toMatch(/^Type 3 to delete these 3 objects: /);
});

test.each([
  [["--yes", "3"], "--yes is for --delete"],
  [["--delete", "--yes", "all"], "--yes needs the number"],
  [["--delete", "--yes"], "Option '--yes <value>' argument missing"],
  [["--stack", "test"], "--stack test names no project: give project/name"],
])("%j is a wrong command line", async (args, what) => {
  const { code, out, err } = await unchanged(args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(what);
});

describe("deletes nothing, and says why,", () => {
  const refused = async (args: string[], more?: Record<string, string>) => {
    const { code, out, err } = await unchanged([...args, "--delete", "--yes", "3"], undefined, more);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    return err;
  };

  test.each([
    ["holds none of the package's resources", exportOf([{ type: "pulumi:pulumi:Stack" }]), "holds no resource of this"],
    ["is none", "name: no-export", "x.json is not a stack export"],
  ])("by an export that %s", async (_, text, reason) => {
    await forget();
    expect(await refused(["--export", file("x.json", text)])).toContain(reason);
  });

  test("by an export that is not there", async () => {
    expect(await refused(["--export", join(folder, "nowhere.json")])).toContain("nowhere.json");
  });

  test("by an export that owns nothing of what is there, as another workspace's", async () => {
    const text = exportOf(resources)
      .replace(/\b[\da-f]{8}\.[\da-f]{12}\b/g, "01234567.0123456789ab")
      .replace(/"(apiClientId|apiKeyId|clientId)":"/g, '"$1":"other-');
    const foreign = file("foreign.json", text);
    expect(await refused(["--export", foreign])).toContain("Neither Workato nor Okta holds anything that");
    expect((await orphans(["--export", foreign])).err).toContain("is it the right stack and workspace?");
  });

  test("without a pulumi that knows the other stacks, and lists all the same", async () => {
    await forget();
    const given = ["--export", withoutBilling];
    expect(await refused(given, { PATH: NOWHERE })).toMatch(/which other stacks hold .* no pulumi on PATH/);
    const dry = await orphans(given, undefined, { PATH: NOWHERE });
    expect(dry).toMatchObject({ code: 3, err: expect.stringContaining("which other stacks hold") });
  });

  test("where another backend is logged in to than the export's", async () => {
    const elsewhere = { PULUMI_BACKEND_URL: `file://${mkdtempSync(join(folder, "backend-"))}` };
    expect(await refused(["--export", withoutBilling], elsewhere)).toContain("pulumi knows no stack test/test");
  });

  test("while a creation is under way, which owns what it has made so far", async () => {
    const [kept, making] = [resources.filter((one) => !isBilling(one)), resources.find(isBilling)];
    const creating = { type: "creating", resource: { ...making, id: undefined, outputs: undefined } };
    await forget();
    const given = ["--export", file("creating.json", exportOf(kept, [creating]))];
    expect(await refused(given)).toMatch(
      /creating\.json .* killed: billing\. .*pulumi refresh --clear-pending-creates/,
    );
    const { code, out } = await orphans(given);
    expect({ code, out }).toEqual({ code: 0, out: "There are no orphans.\n" });
  });
});

test("what a stack has got back after it was listed survives the deletion", async () => {
  await forget();
  const bin = mkdtempSync(join(folder, "bin-"));
  const [real] = (shell.PATH ?? "").split(delimiter);
  // The second look finds the state whole.
  const seen = `${bin}/seen`;
  const script = `#!/bin/sh
case "$*" in
  *"stack ls"*) echo >> ${seen} ;;
  *"stack export"*) [ $(wc -l < ${seen}) -gt 1 ] && exec cat ${all} ;;
esac
exec ${real}/pulumi "$@"
`;
  writeFileSync(join(bin, "pulumi"), script, { mode: 0o755 });
  const PATH = [bin, shell.PATH].join(delimiter);
  const { code, err } = await unchanged([...STACK, "--delete", "--yes", "3"], undefined, { PATH });
  expect(code).toBe(1);
  expect(err).toContain("changed meanwhile: nothing was deleted");
});

test("deletes these and nothing else, on both sides", async () => {
  await forget();
  const { sandbox } = engine;
  await sandbox.save("all");
  const before = await sandbox.state();
  const ran = await orphans([...STACK, "--delete", "--yes", "3", "--json"]);
  expect(ran).toMatchObject({ code: 0, err: "" });
  const told = JSON.parse(ran.out) as { orphans: { id: string }[]; deleted: boolean };
  expect(told.orphans.map(({ id }) => id)).toEqual(left);
  expect(told.deleted).toBe(true);
  const after = await sandbox.state();
  const others = <T extends object>(list: T[], key: keyof T) => list.filter((one) => !left.includes(String(one[key])));
  expect(after).toEqual({
    workato: {
      ...before.workato,
      apiClients: others(before.workato.apiClients, "id"),
      apiKeys: others(before.workato.apiKeys, "id"),
    },
    okta: { ...before.okta, clients: others(before.okta.clients, "client_id") },
  });
  expect([after.workato.apiClients.length, after.workato.apiKeys.length, after.okta.clients.length]).toEqual([1, 1, 1]);
  expect((await orphans(STACK)).code).toBe(0);
  await sandbox.restore("all");
});

test("the count typed at the terminal deletes", async () => {
  await forget();
  const ran = await orphans([...STACK, "--delete"], "3\n");
  expect(ran).toMatchObject({ code: 0, out: expect.stringMatching(/\n3 orphans deleted\.\n$/) });
  await engine.sandbox.restore("all");
});
