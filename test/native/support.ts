import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/client";
import { createNativeStack, type NativeStack } from "../../tools/native-stack";

/** One sandbox and one stack in YAML for all tests of a file, or of a `describe`. */
export function useNative(options: { sandbox?: SandboxOptions; config?: Record<string, string> } = {}) {
  const native = {} as Native;
  beforeAll(async () => {
    native.sandbox = await startSandbox(options.sandbox);
    native.stack = await createNativeStack({ sandbox: native.sandbox, config: options.config ?? {} });
  });
  afterAll(async () => {
    await native.stack?.remove();
    await native.sandbox?.stop();
  });
  beforeEach(async () => {
    await native.sandbox.reset();
    await native.stack.files.empty();
    await native.stack.program({ resources: {} });
  });
  return native;
}

export interface Native {
  sandbox: Sandbox;
  stack: NativeStack;
}

export const resource = (name: string, properties: object, options?: object) => ({
  type: `workato-dcr:index:${name}`,
  properties,
  ...(options && { options }),
});

/** A DCR provider and a client of it. */
export const oidcAndOrders = (scope: string, provider: object = {}, orders: object = {}) => ({
  resources: {
    okta: resource("DcrProvider", { name: "Okta", authenticationMethod: "oidc", scopes: [scope], ...provider }),
    orders: resource("ApiClient", {
      name: "Orders",
      apiCollectionIds: [1],
      dcrProvider: `\${okta.ref}`,
      ...orders,
    }),
  },
  outputs: { clientId: `\${orders.clientId}`, clientSecret: `\${orders.clientSecret}` },
});

/** What a command that fails has printed. */
export const failureOf = (command: Promise<unknown>) =>
  command.then(
    () => "it did not fail",
    (error: Error) => error.message,
  );

/** The outputs of a resource, secrets in plain text. */
export async function outputsOf({ files }: NativeStack, name: string): Promise<Record<string, unknown>> {
  const found = (await files.resources()).find(({ urn }) => urn.endsWith(`::${name}`));
  const plain = (value: unknown) => {
    const { plaintext } = (value ?? {}) as { plaintext?: string };
    return plaintext === undefined ? value : JSON.parse(plaintext);
  };
  return Object.fromEntries(Object.entries(found?.outputs ?? {}).map(([name, value]) => [name, plain(value)]));
}

/** The lines of a preview that tell what changes, without their indentation. */
export function changes(printed: string): string[] {
  const lines = printed.split("\n").map((line) => line.trim());
  return lines.filter((line) => /^[~+-] /.test(line) && !/:Stack|\((create|update)\)|^[~+-] \d+ to/.test(line));
}
