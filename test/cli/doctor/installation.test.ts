import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Verdict } from "../../../cli/doctor/check";
import { installationVerdict } from "../../../cli/doctor/verdicts/installation";
import { type Installation, readInstallation } from "../../../cli/installation";
import { doctor } from "../program";

const fine: Installation = {
  folder: "/project",
  runtime: "nodejs",
  ours: "1.0.0",
  sdk: "3.252.0",
  byPnpm: false,
  plugAndPlay: undefined,
};

test.each<[string, Partial<Installation>, Verdict["status"], string, string]>([
  ["all of it", {}, "ok", "1.0.0 and @pulumi/pulumi 3.252.0 are loaded from /project", ""],
  ["a project file that is written in an unusual way", { runtime: undefined }, "ok", "are loaded", ""],
  ["pnpm with the oldest SDK that can do", { byPnpm: true }, "ok", "are loaded", ""],
  ["the next major version", { sdk: "4.0.0" }, "ok", "are loaded", ""],
  ["an older SDK", { sdk: "3.251.9" }, "warn", "3.251.9", "3.252"],
  ["an older SDK under pnpm", { sdk: "3.251.9", byPnpm: true }, "fail", "under pnpm", "3.252"],
  ["no SDK", { sdk: undefined }, "fail", "@pulumi/pulumi cannot be loaded from /project", "Install it"],
  ["a library that alone depends on us", { ours: undefined }, "fail", "cannot be loaded", "program itself"],
  ["Yarn's plug and play", { plugAndPlay: "/.pnp.cjs", ours: undefined }, "fail", "/.pnp.cjs", "node-modules"],
  ["bun as runtime", { runtime: "bun" }, "fail", "runtime is bun", "runtime: nodejs"],
  ["another language", { runtime: "python", ours: undefined }, "warn", "runtime is python", "any-language.md"],
])("%s", (_, changes, status, seen, next) => {
  const verdict = installationVerdict({ ...fine, ...changes });
  expect(verdict).toMatchObject({ status, seen: expect.stringContaining(seen) });
  if (status === "ok") expect(verdict.next).toBeUndefined();
  else expect(verdict.next).toContain(next);
});

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "installation-")));
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

const install = (name: string, version: string) => write(`${name}/package.json`, JSON.stringify({ version }));

test.each([
  ["Pulumi.yaml", "name: test\nruntime: nodejs\n", "nodejs", "."],
  ["Pulumi.yaml", "name: test\nruntime:\n  name: bun\n  options:\n    typescript: false\n", "bun", "."],
  ["Pulumi.yaml", 'name: test\nruntime: { name: "nodejs", options: { packagemanager: pnpm } }\n', "nodejs", "."],
  ["Pulumi.yaml", "runtime: nodejs\nmain: packages/program/\n", "nodejs", "packages/program"],
  ["Pulumi.yml", "main: 'program/index.ts'\nruntime: nodejs\n", "nodejs", "program"],
  ["Pulumi.json", '{ "name": "test", "runtime": "python" }', "python", "."],
  ["Pulumi.json", '{ "main": "program", "runtime": { "name": "nodejs" } }', "nodejs", "program"],
])("reads %s: %j", async (name, text, runtime, folder) => {
  write(name, text);
  expect(await readInstallation(root)).toMatchObject({ runtime, folder: join(root, folder) });
});

test("finds what the program loads, by links as pnpm makes them too, and not what a library beside it does", async () => {
  write("program/Pulumi.yaml", "name: test\nruntime: nodejs\n");
  write(".pnp.cjs", "");
  install("library/node_modules/pulumi-workato-dcr", "1.0.0");
  install("node_modules/.pnpm/pulumi@3.252.1/node_modules/@pulumi/pulumi", "3.252.1");
  mkdirSync(join(root, "program/node_modules/@pulumi"), { recursive: true });
  symlinkSync(
    join(root, "node_modules/.pnpm/pulumi@3.252.1/node_modules/@pulumi/pulumi"),
    join(root, "program/node_modules/@pulumi/pulumi"),
  );
  expect(await readInstallation(join(root, "program"))).toEqual({
    folder: join(root, "program"),
    runtime: "nodejs",
    ours: undefined,
    sdk: "3.252.1",
    byPnpm: true,
    plugAndPlay: join(root, ".pnp.cjs"),
  });
});

test("doctor tells in a project that the program itself has to depend on the package", async () => {
  write("Pulumi.yaml", "name: test\nruntime: nodejs\n");
  install("node_modules/@pulumi/pulumi", "3.252.0");
  const before = await doctor({ cwd: root });
  expect(before.code).toBe(1);
  expect(before.checks.installation).toMatchObject({
    status: "fail",
    seen: `pulumi-workato-dcr cannot be loaded from ${root}`,
    next: expect.stringContaining("docs/libraries.md"),
  });
  install("node_modules/pulumi-workato-dcr", "0.1.0");
  expect((await doctor({ cwd: root })).checks.installation).toMatchObject({ status: "ok" });
});
