import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { NOWHERE, program } from "./program";

const manifest = JSON.parse(readFileSync(resolve(__dirname, "../../package.json"), "utf8"));

test("the package names the program", () => {
  expect(manifest.bin).toEqual({ "pulumi-workato-dcr": "./dist/cli/main.js" });
});

test("--help names every command, and a command's own says what it takes", async () => {
  const { code, out } = await program(["--help"]);
  expect(code).toBe(0);
  expect(out).toContain("doctor [--json] [--stack NAME] [--cwd DIR]\n");
  const own = await program(["doctor", "--help"]);
  expect(own).toMatchObject({ code: 0, err: "" });
  expect(own.out).toMatch(/^Usage: pulumi-workato-dcr doctor \[--json\]/);
});

test("the help of orphans tells the exit codes and how stacks are named", async () => {
  const { out } = await program(["orphans", "--help"]);
  expect(out).toContain("org/project/name, project/name, or name");
  expect(out).toMatch(/Exit codes: 0 .*; 1 it failed; 2 .*; 3 there are orphans/);
});

test("the usage of orphans, its help and its page name the same options", async () => {
  const { out } = await program(["orphans", "--help"]);
  const page = readFileSync(resolve(__dirname, "../../docs/orphans.md"), "utf8");
  const named = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name).sort();
  const usage = named(out.split("\n")[0] ?? "", /--([a-z]+)/g);
  expect(usage.length).toBeGreaterThan(0);
  expect(named(out, /^ {2}--([a-z]+) /gm)).toEqual(usage);
  expect(named(page, /^\| `--([a-z]+)/gm)).toEqual(usage);
});

test("--version is the package's", async () => {
  expect(await program(["--version"])).toEqual({ code: 0, out: `${manifest.version}\n`, err: "" });
});

test("a reader who has had enough, such as head, is no error", async () => {
  expect(await program(["--help"], { unread: true })).toEqual({ code: 0, out: "", err: "" });
});

it.each([
  [[], "No command"],
  [["heal"], "Unknown command 'heal'"],
  [["toString"], "Unknown command 'toString'"],
  [["--json"], "Unknown command '--json'"],
  [["doctor", "--fix"], "Unknown option '--fix'"],
  [["doctor", "--token=s3cr3t-t0ken"], "Unknown option '--token'"],
  [["doctor", "--stack"], "Option '--stack <value>' argument missing"],
  [["doctor", "dev"], "Unexpected argument 'dev'"],
  [["doctor", "--cwd", "gone"], `There is no folder ${join(NOWHERE, "gone")}`],
])("%j ends with 2 and one line", async (args, what) => {
  const { code, out, err } = await program(args);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toBe(`pulumi-workato-dcr: ${what} (see pulumi-workato-dcr --help)\n`);
});
