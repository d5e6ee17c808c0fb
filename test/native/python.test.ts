import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { ensurePulumi } from "../../tools/ensure-pulumi";
import { createNativeStack, type NativeStack, run } from "../../tools/native-stack";
import { makeSdks } from "../../tools/sdks/main";
import { callWith, NOTHING_LEFT } from "../engine/support";

const BUILD = join(__dirname, "../../.build");
const PROGRAM = join(__dirname, "python/program.py");
const environment = process.env as Record<string, string>;

let sandbox: Sandbox;
let stack: NativeStack;
beforeAll(async () => {
  sandbox = await startSandbox();
  stack = await createNativeStack({ sandbox, runtime: "python" });
});
afterAll(async () => {
  await stack?.remove();
  await sandbox?.stop();
});

async function succeed(command: string, args: string[], env = environment): Promise<string> {
  const { code, text, out } = await run(command, args, BUILD, env).ended;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${text}`);
  return out;
}

/** A Python with the SDK of this schema. */
async function python(): Promise<string> {
  const folder = join(BUILD, "python");
  const binary = join(folder, "bin/python");
  const ready = join(folder, "ready");
  if (!existsSync(ready)) {
    await succeed("python3", ["-m", "venv", "--clear", folder]);
    await succeed(binary, ["-m", "pip", "install", "--quiet", "pulumi>=3.231.0,<4", "setuptools>=61", "wheel"]);
    await writeFile(ready, "");
  }
  const sdk = join(await makeSdks(join(stack.folder, "../sdks")), "python");
  await succeed(binary, ["-m", "pip", "install", "--quiet", "--no-build-isolation", sdk]);
  return binary;
}

/** An installation of the engine, as the Automation API takes it. */
async function installation(): Promise<string> {
  const root = join(stack.folder, "../engine");
  await mkdir(join(root, "bin"), { recursive: true });
  await symlink(await ensurePulumi(() => {}), join(root, "bin/pulumi"));
  return root;
}

test("a program in Python gets credentials that open the gateway, with the SDK made of the schema", async () => {
  const { scope } = sandbox.info;
  const env = { ...stack.env, PROGRAM_SETTINGS: JSON.stringify({ scope, collection: "1" }) };
  const [binary, engine] = [await python(), await installation()];
  const carryOut = (command: string) => succeed(binary, [PROGRAM, engine, stack.folder, command], env);
  const { outputs, unchanged } = JSON.parse((await carryOut("up")).trim().split("\n").at(-1) ?? "");
  expect(unchanged).toEqual({ same: 4 });
  const plain = { collection: false, clientId: false, otherClientId: false };
  const secrets = Object.entries<{ secret: boolean }>(outputs).map(([name, { secret }]) => [name, secret]);
  expect(Object.fromEntries(secrets)).toEqual({ ...plain, clientSecret: true, otherClientSecret: true });
  const { clientId, clientSecret, otherClientId, otherClientSecret } = outputs;
  const credentials = [
    { clientId: clientId.value, clientSecret: clientSecret.value },
    { clientId: otherClientId.value, clientSecret: otherClientSecret.value },
  ];
  for (const each of credentials) expect(await callWith(sandbox, each)).toBe(200);
  await carryOut("destroy");
  expect(await sandbox.state()).toMatchObject(NOTHING_LEFT);
});
