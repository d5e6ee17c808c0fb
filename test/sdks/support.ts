import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import * as workato from "pulumi-workato-dcr";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { ensurePulumi } from "../../tools/ensure-pulumi";
import { createNativeStack, type NativeStack, run } from "../../tools/native-stack";
import { makeSdks } from "../../tools/sdks/main";
import { createWorkspace } from "../../tools/workspace";
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
  let carryOut: (what: "up" | "destroy") => Promise<Done>;
  beforeAll(async () => {
    sandbox = await startSandbox();
    stack = await createNativeStack({ sandbox, runtime });
    const at = (name: string) => join(stack.folder, "..", name);
    await mkdir(at("program"));
    const [command = "", ...args] = await build({ sdks: await makeSdks(at("sdks")), folder: at("program") });
    // An installation of the engine, as the Automation API takes it.
    await mkdir(at("engine/bin"), { recursive: true });
    await symlink(await ensurePulumi(() => {}), at("engine/bin/pulumi"));
    const env = { ...stack.env, PROGRAM_SETTINGS: JSON.stringify({ scope: sandbox.info.scope, collection: "1" }) };
    carryOut = async (what) => {
      const out = await succeed(command, [...args, at("engine"), stack.folder, what], env);
      return what === "up" ? JSON.parse(out.trim().split("\n").at(-1) ?? "") : {};
    };
  }, 900_000);
  afterAll(async () => {
    await stack?.remove();
    await sandbox?.stop();
  });

  test(`a program in ${language} gets credentials that open the gateway, with the SDK made of the schema`, async () => {
    const { outputs, unchanged } = await carryOut("up");
    expect(unchanged).toEqual({ same: 4 });
    const plain = { collection: false, clientId: false, otherClientId: false };
    const secrets = Object.entries(outputs).map(([name, { secret }]) => [name, secret]);
    expect(Object.fromEntries(secrets)).toEqual({ ...plain, clientSecret: true, otherClientSecret: true });
    for (const each of credentialsIn(outputs)) expect(await callWith(sandbox, each)).toBe(200);
    await carryOut("destroy");
    expect(await sandbox.state()).toMatchObject(NOTHING_LEFT);
  });

  test(`a program in ${language} takes over what the dynamic provider has made, and makes nothing anew`, async () => {
    const workspace = await createWorkspace({ sandbox });
    try {
      const before = await workspace.up(dynamicTwin(sandbox.info.scope));
      const vendors = await sandbox.state();
      await stack.files.import(await workspace.export());
      const { outputs, unchanged } = await carryOut("up");
      expect(credentialsIn(outputs)).toEqual(credentialsIn(before.outputs));
      expect(await sandbox.state()).toEqual(vendors);
      expect(unchanged).toEqual({ same: 4 });
      await carryOut("destroy");
      expect(await sandbox.state()).toMatchObject(NOTHING_LEFT);
    } finally {
      await workspace.remove();
    }
  });
}

interface Done {
  outputs: Outputs;
  unchanged: Record<string, number>;
}

type Outputs = Record<string, { value: unknown; secret: boolean }>;

const credentialsIn = ({ clientId, clientSecret, otherClientId, otherClientSecret }: Outputs) => [
  { clientId: clientId?.value, clientSecret: clientSecret?.value },
  { clientId: otherClientId?.value, clientSecret: otherClientSecret?.value },
];

/** What the programs declare, for the dynamic provider. */
const dynamicTwin = (scope: string) => async () => {
  const dcrProvider = new workato.DcrProvider("okta", {
    name: "Okta",
    authenticationMethod: "oidc",
    requiredClaims: ["iss", "aud"],
    scopes: [scope],
  });
  const orders = new workato.ApiClient("orders", {
    name: "Orders",
    apiCollectionIds: ["1"],
    dcrProvider,
    registration: { tokenEndpointAuthMethod: "client_secret_basic" },
    rotationTriggers: { quarter: "Q4", times: 2 },
  });
  const credential = new workato.ApiClientCredential("eu", { name: "EU", apiClient: orders });
  const { clientId, clientSecret } = orders;
  return { clientId, clientSecret, otherClientId: credential.clientId, otherClientSecret: credential.clientSecret };
};
