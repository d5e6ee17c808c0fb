import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { engineName, pinnedVersions } from "../../../tools/ensure-pulumi/pinned";

const repository = resolve(__dirname, "../../..");
const MAIN = join(repository, "tools/ensure-pulumi/main.js");
const pinned = pinnedVersions();

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "ensure-"));
  script(join(home, "bin/curl"), "echo 'no way out' >&2", "exit 7");
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** Runs the command where nothing is on PATH but what the test puts there, and no download can succeed. */
function ensure(...args: string[]): Promise<{ code: unknown; out: string; said: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [MAIN, ...args], { env: environment() }, (error, out, said) =>
      done({ code: error?.code ?? 0, out, said }),
    );
  });
}

const environment = () => ({ PATH: join(home, "bin"), XDG_CACHE_HOME: join(home, "cache") });

function script(path: string, ...lines: string[]): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
  return path;
}

const cachedPulumi = () => join(home, `cache/pulumi-workato-dcr/${engineName()}/pulumi`);

test("prints the path alone on stdout, and only when asked for it", async () => {
  const path = script(join(home, "bin/pulumi"), "echo v3.999.0");
  expect(await ensure("--print-path")).toMatchObject({
    code: 0,
    out: `${path}\n`,
    said: expect.stringContaining("PATH"),
  });
  expect(await ensure()).toMatchObject({ code: 0, out: "" });
});

test("takes the pinned engine from the cache, whether built (3.x) or downloaded (v3.x)", async () => {
  script(join(home, "bin/pulumi"), "echo v3.1.0");
  const path = script(cachedPulumi(), `echo v${pinned.engine}`);
  expect(await ensure("--print-path")).toMatchObject({
    out: `${path}\n`,
    said: expect.stringContaining("from the cache"),
  });
});

test("builds it where there is none; of two that start at once, one follows the other, and one whole file is left", async () => {
  fakeGo("/bin/sleep 3");
  const both = await Promise.all([ensure("--print-path"), ensure("--print-path")]);
  for (const { code, out } of both) expect({ code, out }).toEqual({ code: 0, out: `${cachedPulumi()}\n` });

  const [owner = "", follower = ""] = both
    .map(({ said }) => said)
    .sort((a, b) => b.indexOf("process") - a.indexOf("process"))
    .reverse();
  expect(owner).toMatch(/not on PATH; not in the cache; downloading .*\n.*download failed \(.*no way out\); building/);
  expect(owner).toMatch(/\n.*0 of at most 2 packages are compiled, \d+ s\n.*new in the cache/);
  expect(follower).toMatch(/process \d+: .*building .*\n.*process \d+: 0 of at most 2 packages.*\n.*from the cache/);
  expect(readFileSync(join(home, "go/build"), "utf8")).toBe("build\n");
  expect(readdirSync(join(home, "cache/pulumi-workato-dcr"))).toEqual([engineName()]);
  expect(await ensure()).toMatchObject({ code: 0, said: expect.stringContaining("from the cache") });
});

test("one that was killed leaves nothing that is used, and nothing that stops the next", async () => {
  fakeGo("/bin/sleep 60");
  const killed = spawn(process.execPath, [MAIN], { env: environment(), detached: true, stdio: "ignore" });
  const ended = new Promise((done) => killed.on("close", done));
  while (!existsSync(join(home, "go/build"))) await sleep(50);
  // Its Go as well, as Ctrl-C would.
  process.kill(-Number(killed.pid), "SIGKILL");
  await ended;
  expect(existsSync(cachedPulumi())).toBe(false);

  fakeGo();
  expect(await ensure("--print-path")).toMatchObject({ code: 0, out: `${cachedPulumi()}\n` });
  expect(readdirSync(join(home, "cache/pulumi-workato-dcr"))).toEqual([engineName()]);
});

test.each([
  ["there is no Go", [], /Go is not installed; building it takes Go \d/],
  ["Go is too old", ["echo go1.19.1"], /Go here is go1.19.1; building it takes Go/],
  [
    "Go refuses the module",
    ["echo 'go: toolchain not available' >&2", "exit 1"],
    /go: toolchain not available; building/,
  ],
  [
    "the build fails",
    ['[ "$1" = env ] && echo go1.99.0 && exit', "echo undefined: foo >&2", "exit 1"],
    /undefined: foo/,
  ],
])("fails with the reason when %s", async (_, lines, reason) => {
  if (lines.length > 0) script(join(home, "bin/go"), ...lines);
  const { code, out, said } = await ensure("--print-path");
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(said).toMatch(reason);
  expect(said).toContain("https://www.pulumi.com/docs/install/");
});

/**
 * A Go that knows a module with two packages, and writes the value of `-o`, a `pulumi` that runs, in two steps with
 * `between` them.
 */
function fakeGo(...between: string[]): void {
  script(
    join(home, "bin/go"),
    '[ "$1" = env ] && echo go1.99.0 && exit',
    `if [ "$1 $2" = "list -m" ]; then for module; do case $module in *.*/*) echo "$module ${home}/module";; esac; done; exit; fi`,
    '[ "$1" = list ] && echo one && echo two && exit',
    '[ "$1" = mod ] && exit',
    `echo build >> ${home}/go/build`,
    'while [ "$1" != -o ]; do shift; done',
    'echo "#!/bin/sh" > "$2"',
    '/bin/chmod +x "$2"',
    ...between,
    `echo "echo ${pinned.engine}" >> "$2"`,
  );
  mkdirSync(join(home, "module"), { recursive: true });
  mkdirSync(join(home, "go"), { recursive: true });
}
