import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";
import ts from "typescript";
import manifest from "../../package.json";
import { INSTALLED } from "../../tools/installed";
import { shellOf } from "../cli/orphans/stacks";
import { useEngine } from "../engine/support";
import { type Block, blocksOf, commandsOf, DOCUMENTS, firstProgram, proseOf, ROOT } from "./documents";
import { UNRUN } from "./unrun";

const engine = useEngine();
/** Of a shell whose stack is that of the README's program, as its reader has it after `pulumi up`. */
let env: Record<string, string>;
let printed: string;

/** What a reader puts in the place of the documents' own names. */
const inPlace = (text: string) =>
  text
    .replaceAll("orders.read", engine.sandbox.info.scope)
    .replaceAll("[11, 12]", JSON.stringify(engine.sandbox.info.apiCollectionIds))
    .replaceAll("--stack prod", "--stack test");

/** The program, as a host of TypeScript runs it. */
function program(): Record<string, unknown> {
  const options = { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } };
  const code = ts.transpileModule(inPlace(firstProgram()), options).outputText;
  const packages: Record<string, unknown> = { "@pulumi/pulumi": pulumi, "pulumi-workato-dcr": workato };
  const exports = {};
  new Function("exports", "require", code)(exports, (name: string) => packages[name]);
  return exports;
}

beforeAll(async () => {
  const { sandbox, workspace } = engine;
  printed = (await workspace.up(async () => program())).printed;
  const { project } = workspace.place;
  const bin = mkdtempSync(join(dirname(project), "bin-"));
  writeFileSync(
    join(bin, "npx"),
    `#!/bin/sh\nshift\nexec "${process.execPath}" "${INSTALLED}/dist/cli/main.js" "$@"\n`,
  );
  chmodSync(join(bin, "npx"), 0o755);
  const shell = await shellOf(workspace);
  env = {
    ...shell,
    PATH: `${bin}:${shell.PATH}`,
    PULUMI_STACK: "test",
    STACK: project,
    API_COLLECTION_URL: `${sandbox.info.gatewayUrl}/${sandbox.info.apiCollectionIds[0]}`,
  };
});

const reasonOf = (command: string) => UNRUN.find(([pattern]) => pattern.test(command))?.[1];
/** What would change the settings of the stack that is there. */
const SETUP = /^pulumi (config set|stack init) /;
/** Such a command runs in a project of its own. */
const ALONE = 'unset PULUMI_STACK; export PULUMI_BACKEND_URL="$ALONE_BACKEND"; cd "$ALONE"';

/** A project and a backend where nothing is. */
function newProject(): Record<string, string> {
  const around = mkdtempSync(join(dirname(String(env.STACK)), "alone-"));
  const [ALONE, backend] = [join(around, "project"), join(around, "backend")];
  for (const folder of [ALONE, backend]) mkdirSync(folder);
  writeFileSync(join(ALONE, "Pulumi.yaml"), "name: alone\nruntime: nodejs\n");
  return { ALONE, ALONE_BACKEND: `file://${backend}` };
}

/** Runs commands in one shell, one after the other; whoever is asked for a value answers. */
function run(commands: string[]): string {
  const settles = commands.filter((command) => SETUP.test(command));
  const begun = settles.length > 0 && !settles.some((it) => it.includes("stack init"));
  const lines = [...(begun ? ["pulumi stack init first"] : []), ...commands].map((command) =>
    SETUP.test(command) ? `(${ALONE}; { ${command}\n} <<< a-value)` : `cd "$STACK"; ${command}`,
  );
  const options = { env: { ...process.env, ...env, ...newProject() }, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", lines.join("\n")], options);
  if (status !== 0) throw new Error(`${lines.join("\n")}\nended with ${status}:\n${stdout}${stderr}`);
  return stdout + stderr;
}

/** Those of a block that can run here. */
const runnable = (block: Block) => commandsOf(block).filter((command) => reasonOf(command) === undefined);

const blocks = blocksOf("sh");

test("the README's program goes up without a warning", () => {
  expect(printed).toContain("3 created");
  expect(printed).not.toContain("warning");
});

test.each(blocks.filter((block) => runnable(block).length > 0).map((it) => [it.at, it]))(
  "the commands of %s succeed",
  (_, block) => {
    const said = run(runnable(block).map(inPlace));
    // The gateway knows the caller.
    if (block.text.includes("API_COLLECTION_URL")) expect(said).toContain('"name":"Orders portal"');
  },
);

test("of commands that are not run, their scripts and folders are there, and every reason has a command", () => {
  const all = blocks.flatMap(commandsOf);
  for (const command of all) {
    const [, script] = /^npm run ([\w:-]+)/.exec(command) ?? [];
    if (script) expect(Object.keys(manifest.scripts)).toContain(script);
    const [, folder] = /^cd (\S+)/.exec(command) ?? [];
    if (folder) expect({ folder, isThere: existsSync(join(ROOT, folder)) }).toEqual({ folder, isThere: true });
  }
  expect(UNRUN.filter(([pattern]) => !all.some((command) => pattern.test(command)))).toEqual([]);
});

/** Commands of Pulumi between quotes or in blocks, such as `pulumi stack export --file FILE`. */
function pulumiFlags(): Map<string, Set<string>> {
  const quoted = Object.values(DOCUMENTS).flatMap((text) =>
    [...proseOf(text).matchAll(/`(pulumi [^`]+)`/g)].map(([, command = ""]) => command),
  );
  const flags = new Map<string, Set<string>>();
  for (const command of [...quoted, ...blocks.flatMap(commandsOf)]) {
    const [, words] = /^pulumi ((?:(?:stack|config|plugin|state|package) )?[a-z-]+)/.exec(command) ?? [];
    if (words === undefined) continue;
    const given = command.match(/(?<=\s)--?[a-z][a-z-]*/g) ?? [];
    const known = flags.get(words) ?? new Set();
    for (const flag of given) known.add(flag);
    flags.set(words, known);
  }
  return flags;
}

test("the engine knows each of its commands that a document names, and their options", () => {
  const flags = pulumiFlags();
  expect(flags.size).toBeGreaterThan(8);
  for (const [words, given] of flags) {
    const help = execFileSync("pulumi", [...words.split(" "), "--help"], { env, encoding: "utf8" });
    const [name = ""] = words.split(" ").slice(-1);
    expect(help).toMatch(new RegExp(`pulumi ${words}|Aliases:\\n.*\\b${name}\\b`));
    for (const flag of given) expect({ words, flag, help }).toMatchObject({ help: expect.stringContaining(flag) });
  }
});
