import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { progress } from "../../../tools/ensure-pulumi/build";
import { modulesOf } from "../../../tools/ensure-pulumi/trim";

const TRIM = require.resolve("../../../tools/ensure-pulumi/trim");

test.each([
  [{ downloaded: 0, compiled: 0, packages: 0, seconds: 20 }, "0 Go modules are downloaded, 20 s"],
  [{ downloaded: 176, compiled: 0, packages: 0, seconds: 60 }, "176 Go modules are downloaded, 60 s"],
  [{ downloaded: 176, compiled: 0, packages: 1089, seconds: 62 }, "0 of at most 1089 packages are compiled, 62 s"],
  [{ downloaded: 0, compiled: 612, packages: 1089, seconds: 120 }, "612 of at most 1089 packages are compiled, 120 s"],
])("says how far it is: %j", (done, line) => {
  expect(progress(done)).toBe(line);
});

const goMod =
  "module x\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/a/b v2.0.0 // indirect\n\texample.com/ab v1.0.0\n)\n";

test.each([
  [["example.com/a"], ["example.com/a"]],
  [["example.com/a/c"], ["example.com/a"]],
  [["example.com/a/b/c"], ["example.com/a/b"]],
  [["example.com/a/bc"], ["example.com/a"]],
  [
    ["example.com/a/b/c", "example.com/ab", "example.com/a/b"],
    ["example.com/a/b", "example.com/ab"],
  ],
])("the packages %j are in the modules %j", (packages, modules) => {
  expect(modulesOf(packages, goMod)).toEqual(modules);
});

test("a stub for a package that is in no module of the engine is an error that names it", () => {
  expect(() => modulesOf(["example.org/c"], goMod)).toThrow(/example\.org\/c/);
});

test("puts a stub in its package's place, keeps the rest, and leaves nothing that cannot be removed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "trim-"));
  const write = (name: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, { mode });
  };
  write("cache/blob/blob.go", "package blob");
  write("cache/blob/blob_test.go", "package blob");
  write("cache/blob/s3blob/s3.go", "package s3blob");
  write("cache/blob/s3blob/iam.go", "package s3blob");
  write("cache/blob/s3blob/testdata/big.txt", "");
  write("other/go.mod", "module other");
  for (const name of ["cache/blob/s3blob", "cache/blob", "cache"]) chmodSync(join(folder, name), 0o555);
  write(
    "bin/go",
    `#!/bin/sh\n[ "$1" = mod ] && exit\nfor module; do case $module in gocloud.dev) echo "$module ${folder}/cache";; *.*/*) echo "$module ${folder}/other";; esac; done\n`,
    0o755,
  );
  // In a process of its own, since what Jest's tests write to the environment reaches no other program.
  const script = `require(${JSON.stringify(TRIM)}).trim(${JSON.stringify(join(folder, "work"))})`;
  execFileSync(process.execPath, ["-e", script], { env: { PATH: join(folder, "bin") } });

  const blob = join(folder, "work/modules/gocloud.dev/blob");
  expect(readdirSync(blob).sort()).toEqual(["blob.go", "s3blob"]);
  expect(readFileSync(join(blob, "blob.go"), "utf8")).toBe("package blob");
  expect(readdirSync(join(blob, "s3blob"))).toEqual(["stub.go"]);
  expect(readFileSync(join(blob, "s3blob/stub.go"), "utf8")).toContain("stands in");
  expect(readFileSync(join(folder, "work/go.mod"), "utf8")).toContain(
    "\nreplace gocloud.dev => ./modules/gocloud.dev\n",
  );
  rmSync(join(folder, "work"), { recursive: true });
  for (const name of ["cache", "cache/blob", "cache/blob/s3blob"]) chmodSync(join(folder, name), 0o755);
  rmSync(folder, { recursive: true });
});
