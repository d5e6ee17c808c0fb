import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as workato from "pulumi-workato-dcr";
import { type Marked, orphansOf } from "../../cli/orphans/find";
import { ownedMarks } from "../../cli/orphans/owned";
import { oidcProvider, outputsOf, useEngine } from "../engine/support";
import { program, sandboxEnv } from "./program";

const TYPE = "pulumi-nodejs:dynamic/workato:ApiClient";
const exportOf = (resources: unknown) => JSON.stringify({ version: 3, deployment: { resources } });

describe("the marks that a stack owns", () => {
  it.each<[string, unknown, string[]]>([
    ["of an empty stack", undefined, []],
    ["of one without resources", [], []],
    ["of inputs", [{ type: TYPE, inputs: { ownershipMark: "a", name: "n" } }], ["a"]],
    ["of outputs", [{ type: TYPE, outputs: { ownershipMark: "b" } }], ["b"]],
    ["of both, once", [{ type: TYPE, inputs: { ownershipMark: "a" }, outputs: { ownershipMark: "a" } }], ["a"]],
    ["of other packages' resources, none", [{ type: "aws:s3/bucket:Bucket", inputs: { ownershipMark: "a" } }], []],
  ])("%s", (_, resources, marks) => {
    expect([...ownedMarks(exportOf(resources), "x")]).toEqual(marks);
  });

  it.each(["", "{", "[]", "null", "{}", exportOf({}), exportOf([{ id: "1" }])])("are not to be had from %j", (text) => {
    expect(() => ownedMarks(text, "some.json")).toThrow("some.json is not a stack export");
  });
});

it.each<[string[], string[], string[]]>([
  [[], ["a"], []],
  [["a", "b", "a"], ["b"], ["a", "a"]],
  [["a"], [], ["a"]],
  [["a"], ["a"], []],
])("of %j, with %j owned, %j are orphans", (marks, owned, left) => {
  const marked = marks.map((mark) => ({ mark }) as Marked);
  expect(orphansOf(marked, new Set(owned)).map(({ mark }) => mark)).toEqual(left);
});

describe("the program", () => {
  const engine = useEngine();
  const folder = mkdtempSync(join(tmpdir(), "exports-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);
  const orphans = (...args: string[]) => program(["orphans", ...args], { env: sandboxEnv(engine.sandbox.info) });
  /** The ids of what the resource without an owner has left behind, in the order of deletion. */
  let left: string[];

  beforeAll(async () => {
    const { sandbox, workspace } = engine;
    await workspace.up(async () => {
      const dcrProvider = oidcProvider(sandbox.info);
      for (const name of ["orders", "billing"])
        new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider });
    });
    const stack = await workspace.stack.exportStack();
    const kept = (stack.deployment.resources as { urn: string }[]).filter(({ urn }) => !urn.endsWith("::billing"));
    writeFileSync(file("all.json"), JSON.stringify(stack));
    writeFileSync(file("without-billing.json"), exportOf(kept));
    writeFileSync(file("other.json"), exportOf([{ type: "pulumi:pulumi:Stack" }]));
    writeFileSync(file("none.json"), "name: no-export");
    const { apiKeyId, apiClientId, clientId } = (await outputsOf(workspace, "billing")) ?? {};
    left = [apiKeyId, apiClientId, clientId].map(String);
  });

  test("lists nothing that is owned", async () => {
    const { code, out } = await orphans("--export", file("all.json"));
    expect({ code, out }).toEqual({ code: 0, out: "There are no orphans.\n" });
    expect(await orphans("--export", file("all.json"), "--json")).toMatchObject({
      code: 0,
      out: '{"orphans":[],"deleted":false}\n',
    });
  });

  test.each([
    ["dry", [], ""],
    ["without a confirmation", ["--delete"], "add --yes"],
  ])("lists what is not, %s, and changes nothing", async (_, options, hint) => {
    const before = await engine.sandbox.state();
    const { code, out, err } = await orphans("--export", file("without-billing.json"), ...options);
    expect(code).toBe(1);
    const lines = out.trimEnd().split("\n");
    const kinds = ["API key", "API client", "OAuth client"];
    expect(lines).toEqual(kinds.map((kind, at) => expect.stringMatching(new RegExp(`${kind} +${left[at]} `))));
    expect(err).toContain(hint);
    expect(await engine.sandbox.state()).toEqual(before);
  });

  test.each([
    ["holds none of the package's resources", "other.json", "other.json holds no resource of this package"],
    ["is none", "none.json", "none.json is not a stack export"],
    ["is not there", "nowhere.json", "nowhere.json"],
  ])("deletes nothing by an export that %s", async (_, name, reason) => {
    const before = await engine.sandbox.state();
    const { code, out, err } = await orphans("--export", file(name), "--delete", "--yes");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(reason);
    expect(await engine.sandbox.state()).toEqual(before);
  });

  test("deletes these and nothing else, on both sides", async () => {
    const before = await engine.sandbox.state();
    const ran = await orphans("--export", file("without-billing.json"), "--delete", "--yes", "--json");
    expect(ran.code).toBe(0);
    const told = JSON.parse(ran.out) as { orphans: { id: string }[]; deleted: boolean };
    expect(told.orphans.map(({ id }) => id)).toEqual(left);
    expect(told.deleted).toBe(true);
    const after = await engine.sandbox.state();
    const others = <T extends object>(list: T[], key: keyof T) =>
      list.filter((one) => !left.includes(String(one[key])));
    expect(after).toEqual({
      workato: {
        ...before.workato,
        apiClients: others(before.workato.apiClients, "id"),
        apiKeys: others(before.workato.apiKeys, "id"),
      },
      okta: { ...before.okta, clients: others(before.okta.clients, "client_id") },
    });
    expect([after.workato.apiClients.length, after.workato.apiKeys.length, after.okta.clients.length]).toEqual([
      1, 1, 1,
    ]);
    expect((await orphans("--export", file("without-billing.json"))).code).toBe(0);
  });
});
