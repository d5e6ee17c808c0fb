import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as workato from "pulumi-workato-dcr";
import type { StateResource } from "../../../tools/workspace";
import { oidcProvider, outputsOf, useEngine } from "../../engine/support";
import { NOWHERE, program, sandboxEnv } from "../program";

const engine = useEngine();
const folder = mkdtempSync(join(tmpdir(), "exports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const exportOf = (resources: unknown, pending_operations: unknown[] = []) =>
  JSON.stringify({ version: 3, deployment: { resources, pending_operations } });
/** Writes an export, and names it. */
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
/** With no pulumi on PATH, so that a project's folder needs no stack: the configuration is in the environment. */
const orphans = (args: string[], typed?: string) => {
  const env = { ...sandboxEnv(engine.sandbox.info), PATH: NOWHERE };
  return program(["orphans", ...args], { env, ...(typed !== undefined && { typed }) });
};
/** The same, held to change nothing. */
async function unchanged(...args: Parameters<typeof orphans>) {
  const before = await engine.sandbox.state();
  const ran = await orphans(...args);
  expect(await engine.sandbox.state()).toEqual(before);
  return ran;
}

const isBilling = ({ urn }: { urn: string }) => urn.endsWith("::billing");
let resources: StateResource[];
let [all, withoutBilling] = ["", ""];
/** The ids of what `billing` leaves behind, in the order of deletion. */
let left: string[];

beforeAll(async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(async () => {
    const dcrProvider = oidcProvider(sandbox.info);
    for (const name of ["orders", "billing"]) new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider });
  });
  resources = (await workspace.stack.exportStack()).deployment.resources;
  all = file("all.json", exportOf(resources));
  withoutBilling = file("without-billing.json", exportOf(resources.filter((one) => !isBilling(one))));
  const { apiKeyId, apiClientId, clientId } = (await outputsOf(workspace, "billing")) ?? {};
  left = [apiKeyId, apiClientId, clientId].map(String);
});

test("lists nothing that is owned", async () => {
  writeFileSync(join(folder, "Pulumi.yaml"), "name: test\n");
  expect(await orphans(["--export", all, "--cwd", folder])).toMatchObject({ code: 0, err: "" });
  expect(await orphans(["--export", all])).toEqual({ code: 0, out: "There are no orphans.\n", err: "" });
  const json = await orphans(["--export", all, "--json"]);
  expect(json).toMatchObject({ code: 0, out: '{"orphans":[],"deleted":false}\n' });
});

/** A line for each of what `billing` leaves behind. */
const lines = () =>
  ["API key", "API client", "OAuth client"].map((kind, at) =>
    expect.stringMatching(new RegExp(`^\\w+ +${kind} +${left[at]} `)),
  );

test.each([
  ["dry", [], ""],
  ["without a confirmation", ["--delete"], "add --yes"],
])("lists what is not, %s, and changes nothing", async (_, options, hint) => {
  const { code, out, err } = await unchanged(["--export", withoutBilling, ...options]);
  expect(code).toBe(1);
  expect(out.trimEnd().split("\n")).toEqual(lines());
  expect(err).toContain(hint);
});

test.each([
  ["no", "no\n"],
  ["no answer", ""],
])("--json shows on standard error what it asks about, and %s keeps it", async (_, typed) => {
  const { code, out, err } = await unchanged(["--export", withoutBilling, "--delete", "--json"], typed);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ deleted: false });
  const [first, second, third, question] = err.split("\n");
  expect([first, second, third]).toEqual(lines());
  expect(question).toMatch(/^Delete these 3\?/);
});

describe("deletes nothing, and says why, by an export that", () => {
  const refused = async (path: string, ...args: string[]) => {
    const { code, out, err } = await unchanged(["--export", path, "--delete", "--yes", ...args]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    return err;
  };
  const projectFolder = (settings: string, name = "Pulumi.yaml") => {
    const path = mkdtempSync(join(folder, "project-"));
    writeFileSync(join(path, name), settings);
    return path;
  };

  test.each([
    ["holds none of the package's resources", exportOf([{ type: "pulumi:pulumi:Stack" }]), "holds no resource of this"],
    ["is none", "name: no-export", "x.json is not a stack export"],
  ])("%s", async (_, text, reason) => {
    expect(await refused(file("x.json", text))).toContain(reason);
  });

  test("is not there", async () => {
    expect(await refused(join(folder, "nowhere.json"))).toContain("nowhere.json");
  });

  test("owns nothing of what is there, as another workspace's", async () => {
    const text = exportOf(resources).replace(/"ownershipMark":"\w+"/g, '"ownershipMark":"0123456789abcdef"');
    const foreign = file("foreign.json", text);
    expect(await refused(foreign)).toContain("Neither Workato nor Okta holds anything that");
    expect((await orphans(["--export", foreign])).err).toContain("is it the right stack and workspace?");
  });

  test.each([
    ["# A project\nname: other\nruntime: nodejs\n", "Pulumi.yaml"],
    ['runtime:\n  name: nodejs\n"name": "other"\n', "Pulumi.yml"],
    ['{ "runtime": { "name": "nodejs" }, "name": "other" }', "Pulumi.json"],
  ])("is of another project than that of %j", async (settings, name) => {
    const cwd = projectFolder(settings, name);
    expect(await refused(all, "--cwd", cwd)).toMatch(/all\.json is a stack of the project test, .* runs in other\. /);
    const dry = await unchanged(["--export", all, "--cwd", cwd]);
    expect(dry).toMatchObject({ code: 0, out: "There are no orphans.\n" });
    expect(dry.err).toMatch(/^.*project test.*\n$/);
  });

  test("has a creation under way, which owns what it has made so far", async () => {
    const [kept, making] = [resources.filter((one) => !isBilling(one)), resources.find(isBilling)];
    const creating = { type: "creating", resource: { ...making, outputs: undefined } };
    const path = file("creating.json", exportOf(kept, [creating]));
    expect(await refused(path)).toMatch(/creating\.json .* killed: billing\. .*pulumi refresh --clear-pending-creates/);
    const { code, out } = await orphans(["--export", path]);
    expect({ code, out }).toEqual({ code: 0, out: "There are no orphans.\n" });
  });
});

test("deletes these and nothing else, on both sides", async () => {
  const { sandbox } = engine;
  await sandbox.save("all");
  const before = await sandbox.state();
  const ran = await orphans(["--export", withoutBilling, "--delete", "--yes", "--json"]);
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
  expect((await orphans(["--export", withoutBilling])).code).toBe(0);
  await sandbox.restore("all");
});

test("a yes at the terminal deletes", async () => {
  const ran = await orphans(["--export", withoutBilling, "--delete"], "yes\n");
  expect(ran).toMatchObject({ code: 0, out: expect.stringMatching(/\n3 deleted\.\n$/) });
  await engine.sandbox.restore("all");
});
