import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CONSUMER } from "../../tools/installed";

const EXAMPLE = resolve(__dirname, "../../examples/unit-test");

/** A copy where a user's would be, beside the installed package, with neither tokens nor an engine. */
let folder: string;
beforeAll(() => {
  mkdirSync(join(CONSUMER, "work"), { recursive: true });
  folder = mkdtempSync(join(CONSUMER, "work/unit-test-"));
  cpSync(EXAMPLE, folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(runner: string) {
  const { PATH } = process.env;
  const manifest = require.resolve(`${runner}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  const program = join(dirname(manifest), typeof bin === "string" ? bin : bin[runner]);
  const args = runner === "vitest" ? ["run", "--globals"] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH },
  });
  return { status, printed: stdout + stderr };
}

describe.each(["jest", "vitest"])("with %s", (runner) => {
  test("the example's test passes", () => {
    const { status, printed } = run(runner);
    expect(printed).toMatch(/Tests.*2 passed/);
    expect(status).toBe(0);
  });
});
