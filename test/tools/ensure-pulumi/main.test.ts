import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pinnedVersions } from "../../../tools/ensure-pulumi/pinned";

const repository = resolve(__dirname, "../../..");
const pinned = pinnedVersions();

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "ensure-"));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** Runs the command where nothing is on PATH but what the test puts there, and no download can succeed. */
function ensure(...args: string[]): Promise<{ code: unknown; out: string; said: string }> {
  const tools = ["node_modules/ts-node/dist/bin.js", "tools/ensure-pulumi/main.ts", ...args];
  const env = {
    PATH: join(home, "bin"),
    XDG_CACHE_HOME: join(home, "cache"),
    HTTPS_PROXY: "http://127.0.0.1:1",
  };
  return new Promise((done) => {
    execFile(process.execPath, tools, { cwd: repository, env }, (error, out, said) =>
      done({ code: error?.code ?? 0, out, said }),
    );
  });
}

function script(path: string, ...lines: string[]): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"), { mode: 0o755 });
  return path;
}

const cachedPulumi = () => join(home, `cache/pulumi-workato-dcr/engine-${pinned.engine}/pulumi`);

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

test("builds it where there is none, once for each of two that start at once, and leaves one whole file", async () => {
  script(join(home, "bin/go"), 'if [ "$1" = env ]; then echo go1.99.0; exit; fi', ...fakeBuild());
  const both = await Promise.all([ensure("--print-path"), ensure("--print-path")]);
  for (const { code, out, said } of both) {
    expect({ code, out }).toEqual({ code: 0, out: `${cachedPulumi()}\n` });
    expect(said).toMatch(/not on PATH; not in the cache; downloading .*\n.*download failed \(.*ECONNREFUSED.*building/);
  }
  expect(readdirSync(join(home, "cache/pulumi-workato-dcr"))).toEqual([`engine-${pinned.engine}`]);
  expect(await ensure()).toMatchObject({ code: 0, said: expect.stringContaining("from the cache") });
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

/** Finds the value of `-o` and writes there, slowly, a `pulumi` that runs. */
function fakeBuild(): string[] {
  return [
    'while [ "$1" != -o ]; do shift; done',
    'echo "#!/bin/sh" > "$2"',
    "/bin/sleep 0.3",
    `echo "echo ${pinned.engine}" >> "$2"`,
    '/bin/chmod +x "$2"',
  ];
}
