import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

/** The first of all, whose loss the SDK swallows, one whose loss leaves a program waiting for ever, and one whose loss nothing handles. */
const CALLS = ["GetDeploymentInfo", "RegisterResource", "RegisterResourceOutputs"];

/** In a process of its own: Jest takes the failures of a program for those of its tests. */
let seen: Record<string, { error: string; left: string[]; listeners: number; unhandled: number }>;
beforeAll(async () => {
  const program = ["-r", "ts-node/register/transpile-only", "test/tools/inline-programs/program.ts", ...CALLS];
  const cwd = resolve(__dirname, "../..");
  const { stdout } = await promisify(execFile)(process.execPath, program, { cwd, timeout: 120_000 });
  seen = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
});

describe.each(CALLS)("a program whose call %s is lost", (call) => {
  test("fails the command, and the engine says which call it was", () => {
    const why = `its call /pulumirpc.ResourceMonitor/${call} to the engine was lost (UNAVAILABLE: No connection established)`;
    expect(seen[call]?.error).toContain(
      `the program did not run to its end, so what it did not declare is kept: ${why}`,
    );
  });

  test("does not delete what it could not declare", () => {
    expect(seen[call]?.left).toEqual(["a", "b", "test-test"]);
  });

  test("leaves nothing to the programs after it", () => {
    expect(seen[call]?.listeners).toBe(0);
  });
});

test("the loss that nothing handles ends no process and no test of a later program", () => {
  expect(seen.RegisterResourceOutputs?.unhandled).toBe(0);
});
