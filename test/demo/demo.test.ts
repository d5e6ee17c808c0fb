import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { request } from "undici";

const ROOT = resolve(__dirname, "../..");

/** Settings as a user may have them, each of which would contradict the story's own. */
const FOREIGN = {
  WORKATO_REGION: "eu",
  OKTA_CLIENT_ID: "0oaforeign",
  PULUMI_BACKEND_URL: "file:///nonexistent",
};

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children) child.kill();
});

function startDemo(env: NodeJS.ProcessEnv = {}, ...more: string[]) {
  const args = ["-r", require.resolve("ts-node/register"), join(ROOT, "demo/main.ts"), "--json", ...more];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    printed.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    printed.stderr += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((settle, fail) => {
    child.once("error", fail);
    child.once("close", (code) => settle({ code, ...printed }));
  });
  return { child, printed, ended };
}

test("the demo goes as told, whatever settings its user has", async () => {
  const { code, stdout, stderr } = await startDemo(FOREIGN).ended;
  const report = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
  const wrong = report.steps.filter((step: { ok: boolean }) => !step.ok);
  expect({ wrong, story: wrong.length > 0 ? stderr : "" }).toEqual({ wrong: [], story: "" });
  expect(report).toEqual({ ok: true, steps: expect.any(Array), secretsInState: 0, leftOver: 0 });
  for (const step of report.steps) {
    expect(step).toEqual({
      name: expect.stringMatching(/\S/),
      ok: true,
      ms: expect.any(Number),
      requests: expect.any(Number),
    });
  }
  const names = report.steps.map(({ name }: { name: string }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(20);
  expect(report.steps.some(({ requests }: { requests: number }) => requests > 0)).toBe(true);
  expect(code).toBe(0);
});

test("the short demo says how long it takes, and shows the main part", async () => {
  const { code, stdout, stderr } = await startDemo({}, "--short").ended;
  const { steps, ...report } = JSON.parse(stdout);
  const wrong = steps.filter((step: { ok: boolean }) => !step.ok);
  expect({ wrong, story: wrong.length > 0 ? stderr : "" }).toEqual({ wrong: [], story: "" });
  expect({ code, ...report }).toEqual({ code: 0, ok: true, secretsInState: 0, leftOver: 0 });
  expect(stderr).toMatch(/It takes\s+about twenty seconds/);
  const told = steps.map(({ name }: { name: string }) => name).join("\n");
  for (const part of [
    /makes all/,
    /open the gateway/,
    /permanent/,
    /refresh shows/,
    /up repairs/,
    /new secret/,
    /No secret/,
  ]) {
    expect(told).toMatch(part);
  }
});

test("the demo that is interrupted takes its sandboxes and stacks with it", async () => {
  const { child, printed, ended } = startDemo();
  await Promise.race([ended, until(() => printed.stderr.includes("One up makes all of it"))]);
  const [urls, stacks] = [found(/Workato at (http\S+),/g), found(/stack in (\S+)/g)];
  expect([urls.length, stacks.length]).toEqual([2, 2]);
  for (const stack of stacks) expect(existsSync(join(ROOT, stack))).toBe(true);

  child.kill("SIGINT");
  const { code, stdout, stderr } = await ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(stderr).toMatch(/everything is removed/);
  for (const stack of stacks) expect(existsSync(dirname(join(ROOT, stack)))).toBe(false);
  for (const url of urls) await expect(request(url)).rejects.toThrow();

  function found(pattern: RegExp): string[] {
    return [...printed.stderr.matchAll(pattern)].map(([, group]) => group ?? "");
  }
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((settle) => setTimeout(settle, 50));
}
