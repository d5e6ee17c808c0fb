import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { ensurePulumi } from "../../tools/ensure-pulumi";
import { createNativeStack, type NativeStack, run } from "../../tools/native-stack";
import { makeSdks } from "../../tools/sdks/main";
import { callWith, NOTHING_LEFT } from "../engine/support";

export const BUILD = join(__dirname, "../../.build");
const environment = process.env as Record<string, string>;

/** Runs a command to its end. @returns what it says on stdout */
export async function succeed(command: string, args: string[], env = environment, cwd = BUILD): Promise<string> {
  const { code, text, out } = await run(command, args, cwd, env).ended;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${text}`);
  return out;
}

/** Where a test of a language works. */
export interface Place {
  /** The SDKs made of the schema as it is, a folder for each language. */
  sdks: string;
  /** An empty folder. */
  folder: string;
}

/**
 * The same program in each language: a provider, a client and a further credential, whose credentials it exports, and the name of a
 * collection that it has looked up.
 * @param build makes the program ready. @returns the command that runs it, which gets the folder of an engine's installation, the
 *   folder of the project, and `up` or `destroy`; the last line that it prints is JSON
 */
export function testProgram(language: string, runtime: string, build: (place: Place) => Promise<string[]>): void {
  let sandbox: Sandbox;
  let stack: NativeStack;
  beforeAll(async () => {
    sandbox = await startSandbox();
    stack = await createNativeStack({ sandbox, runtime });
  });
  afterAll(async () => {
    await stack?.remove();
    await sandbox?.stop();
  });

  /** An installation of the engine, as the Automation API takes it. */
  async function installation(): Promise<string> {
    const root = join(stack.folder, "../engine");
    await mkdir(join(root, "bin"), { recursive: true });
    await symlink(await ensurePulumi(() => {}), join(root, "bin/pulumi"));
    return root;
  }

  test(`a program in ${language} gets credentials that open the gateway, with the SDK made of the schema`, async () => {
    const folder = join(stack.folder, "../program");
    await mkdir(folder);
    const [command = "", ...args] = await build({ sdks: await makeSdks(join(stack.folder, "../sdks")), folder });
    const engine = await installation();
    const env = { ...stack.env, PROGRAM_SETTINGS: JSON.stringify({ scope: sandbox.info.scope, collection: "1" }) };
    const carryOut = (what: string) => succeed(command, [...args, engine, stack.folder, what], env);

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
  }, 900_000);
}
