import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as workato from "pulumi-workato-dcr";
import type { Workspace } from "../../../tools/workspace";
import { callWith, oidcProvider, outputsOf, startOver, useEngine } from "../../engine/support";
import { program } from "../program";
import { pulumi, shellOf, stackBeside } from "./stacks";

/** What `orphans` must never do: take what another stack has for an orphan. All stacks work with one workspace. */
const engine = useEngine();
const folder = mkdtempSync(join(tmpdir(), "exports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let shell: Record<string, string>;
beforeAll(async () => {
  shell = await shellOf(engine.workspace);
  await select();
});
/** Of this folder. */
const select = () => pulumi(engine.workspace, "stack", "select", "test");
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const FOUND = 3;
const clients =
  (...names: string[]) =>
  async () => {
    const dcrProvider = oidcProvider(engine.sandbox.info);
    for (const name of names) new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider });
  };
type Row = { kind: string; id: string; name: string; because: string };
async function orphans(...args: string[]) {
  const cwd = engine.workspace.place.project;
  const { code, out, err } = await program(["orphans", "--json", ...args], { env: shell, cwd });
  if (code === 1 && !args.includes("--delete")) throw new Error(err);
  const told = out === "" ? undefined : (JSON.parse(out) as { orphans: Row[]; leftAlone: Row[]; deleted: boolean });
  return { code, err, told };
}
/** Deletes what it lists, in two runs as a user would. */
async function deleteAll(...args: string[]) {
  const listed = await orphans(...args);
  const count = listed.told?.orphans.length ?? 0;
  return orphans(...args, "--delete", "--yes", String(count));
}
const of = ({ told }: Awaited<ReturnType<typeof orphans>>) => told?.orphans.map(({ name }) => name);
const clientsAt = async () => (await engine.sandbox.state()).workato.apiClients.map(({ name }) => name);
/** Makes an API client and its registration, and forgets that they are there. */
async function lose(stack: Workspace, ...names: string[]) {
  await stack.up(clients(...names));
  await stack.empty();
}

test.each([
  ["of the same project", "test"],
  ["of another project", "other"],
])("what another stack %s has survives, and its own orphans wait until it is named", async (_, project) => {
  const { sandbox, workspace } = engine;
  const other = await stackBeside(workspace, project, "prod");
  await other.up(clients("alive"));
  await lose(workspace, "lost");
  const dry = await orphans();
  expect(dry.code).toBe(FOUND);
  expect(of(dry)).toEqual(["a key of lost", "lost", "lost"]);
  expect(new Set(dry.told?.leftAlone.map(({ because }) => because))).toEqual(
    new Set([`organization/${project}/prod holds it`]),
  );
  expect((await deleteAll()).code).toBe(0);
  expect(await clientsAt()).toEqual(["alive"]);
  await lose(other, "alive", "more");
  expect((await deleteAll()).code).toBe(0);
  expect((await clientsAt()).sort()).toEqual(["alive", "more"]);
  expect(await deleteAll("--stack", `${project}/prod`)).toMatchObject({ code: 0, told: { deleted: true } });
  expect(await sandbox.state()).toMatchObject({ workato: { apiClients: [], apiKeys: [] }, okta: { clients: [] } });
  await other.remove();
});

test("a stack that is not there any more is named, and its part is computed", async () => {
  const { workspace } = engine;
  await workspace.up(clients("alive"));
  const gone = await stackBeside(workspace, "test", "gone");
  await gone.up(clients("lost"));
  await gone.remove();
  expect((await orphans()).told?.leftAlone.map(({ because }) => because)).toEqual(
    Array.from({ length: 3 }, () => "of a stack that is not known here"),
  );
  for (const name of ["gone", "test/gone", "organization/test/gone"]) {
    const listed = await orphans("--stack", name);
    expect(of(listed)).toEqual(["a key of lost", "lost", "lost"]);
    expect(listed.err).toContain("pulumi knows no stack test/gone");
  }
  const scoped = { ...shell, WORKATO_DCR_OWNERSHIP_SCOPE: "elsewhere" };
  const cwd = workspace.place.project;
  expect((await program(["orphans", "--stack", "gone"], { env: scoped, cwd })).code).toBe(0);
  expect((await deleteAll("--stack", "gone")).code).toBe(0);
  expect(await clientsAt()).toEqual(["alive"]);
});

test("of a stack that was renamed, what it has survives under its old name and its new one", async () => {
  const { workspace } = engine;
  const before = await stackBeside(workspace, "test", "before");
  await before.up(clients("alive", "lost"));
  const { version, deployment } = await before.export();
  const resources = deployment.resources?.filter(({ urn }) => !urn.endsWith("::lost"));
  await before.import({ version, deployment: { ...deployment, resources } });
  await pulumi(before, "stack", "rename", "after", "--stack", "before");
  const old = await orphans("--stack", "before");
  expect(of(old)).toEqual([]);
  expect(new Set(old.told?.leftAlone.map(({ because }) => because))).toEqual(
    new Set(["organization/test/after holds it", "may be of organization/test/after"]),
  );
  expect(await deleteAll("--stack", "after")).toMatchObject({ code: 0, told: { deleted: true } });
  expect(await clientsAt()).toEqual(["alive"]);
  await pulumi(workspace, "stack", "rm", "after", "--force", "--yes");
  // A removal by the CLI takes the selection away.
  await select();
});

test("what was moved to another stack survives there, by whatever of the two stacks is named", async () => {
  const { sandbox, workspace } = engine;
  const there = await stackBeside(workspace, "test", "there");
  await workspace.up(clients("moved"));
  const held = await outputsOf(workspace, "moved");
  const urn = (await workspace.state()).find((one) => one.urn.endsWith("::moved"))?.urn ?? "";
  await pulumi(workspace, "state", "move", "--source", "test", "--dest", "there", "--yes", "--include-parents", urn);
  await lose(workspace, "lost");
  for (const args of [[], ["--stack", "there"]]) {
    const listed = await orphans(...args);
    expect(of(listed)).toEqual([]);
    await deleteAll(...args);
  }
  expect((await orphans()).told?.leftAlone.map(({ because }) => because)).toContain("organization/test/there holds it");
  const both = ["--stack", "test", "--stack", "there"];
  expect(await deleteAll(...both)).toMatchObject({ code: 0, told: { deleted: true } });
  expect(await clientsAt()).toEqual(["moved"]);
  expect(await callWith(sandbox, held)).toBe(200);
  await there.remove();
});

test("an older export takes nothing from what its stack has made since", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(clients("first"));
  const file = join(folder, "older.json");
  writeFileSync(file, JSON.stringify(await workspace.export()));
  await workspace.up(clients("first", "second"));
  const before = await sandbox.state();
  expect(await orphans("--export", file)).toMatchObject({ code: 0, told: { orphans: [], leftAlone: [] } });
  await orphans("--export", file, "--delete", "--yes", "3");
  expect(await sandbox.state()).toEqual(before);
});

test("while another stack cannot be read, nothing is deleted, unless its export is given", async () => {
  const { workspace } = engine;
  const other = await stackBeside(workspace, "test", "broken");
  await other.up(clients("alive"));
  const file = join(folder, "broken.json");
  writeFileSync(file, JSON.stringify(await other.export()));
  // The file does not know of it.
  await other.up(clients("alive", "newer"));
  await lose(workspace, "lost");
  // Listed by pulumi as ever, and no longer to be exported.
  const shim = mkdtempSync(join(folder, "bin-"));
  const real = (shell.PATH ?? "").split(delimiter)[0];
  const script = `#!/bin/sh\ncase "$*" in *export*broken*) echo "error: 403 Forbidden" >&2; exit 255;; esac\nexec ${real}/pulumi "$@"\n`;
  writeFileSync(join(shim, "pulumi"), script, { mode: 0o755 });
  const env = { ...shell, PATH: [shim, shell.PATH].join(delimiter) };
  const remove = ["orphans", "--stack", "test", "--delete", "--yes", "3"];
  const cwd = workspace.place.project;
  const refused = await program(remove, { env, cwd });
  expect(refused).toMatchObject({ code: 1, out: "" });
  expect(refused.err).toMatch(/The state of organization\/test\/broken cannot be read: .*403.* --export FILE\n$/);
  expect((await clientsAt()).sort()).toEqual(["alive", "lost", "newer"]);
  expect(await program([...remove, "--export", file], { env, cwd })).toMatchObject({ code: 0 });
  expect((await clientsAt()).sort()).toEqual(["alive", "newer"]);
  await other.remove();
});
