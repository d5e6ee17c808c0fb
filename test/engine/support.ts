import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import * as workato from "pulumi-workato-dcr";
import { type Sandbox, type SandboxInfo, type SandboxOptions, startSandbox } from "../../sandbox/client";
import { nativePlugin } from "../../tools/native-stack";
import { createWorkspace, type StackExport, type Workspace, type WorkspaceOptions } from "../../tools/workspace";
import type { Adapter, Sdk } from "./adapters";

/** Pieces of programs, and looks at what they made, for the tests on the real engine. */

export const WORKATO_STORE = { "workato-dcr:dcrProviderStore": "workato" };

/** One sandbox and one stack for all tests of a file, or of a `describe`. */
export function useEngine(
  options: { sandbox?: SandboxOptions; adapter?: Adapter } & Pick<WorkspaceOptions, "config" | "env" | "host"> = {},
) {
  const { sandbox, adapter, ...workspace } = options;
  const engine = {} as Engine;
  beforeAll(async () => {
    engine.sandbox = await startSandbox(sandbox);
    engine.workspace = await createWorkspace({ sandbox: engine.sandbox, ...workspace, ...(await pluginFor(adapter)) });
  });
  afterAll(async () => {
    await engine.workspace?.remove();
    await engine.sandbox?.stop();
  });
  return engine;
}

/** What a stack needs besides, for programs that use the plugin. */
export async function pluginFor(adapter: Adapter = "dynamic"): Promise<Pick<WorkspaceOptions, "plugin">> {
  return adapter === "native" ? { plugin: await nativePlugin() } : {};
}

/** The connection over which Workato reaches the sandbox's identity provider. */
export function oktaConnection(
  { oktaOrgUrl, oktaToken }: SandboxInfo,
  more: Partial<workato.HttpConnectionArgs> = {},
  sdk: Sdk = workato,
) {
  return new sdk.HttpConnection("okta", {
    name: "Okta",
    baseUrl: oktaOrgUrl,
    auth: { type: "header", headers: { Authorization: `SSWS ${oktaToken}` } },
    ...more,
  });
}

export function oidcProvider(
  { scope }: SandboxInfo,
  more: Partial<workato.DcrProviderArgs> = {},
  opts?: CustomResourceOptions,
  sdk: Sdk = workato,
) {
  const args: workato.DcrProviderArgs = { name: "Okta OIDC", authenticationMethod: "oidc", scopes: [scope], ...more };
  return new sdk.DcrProvider("oidc", args, opts);
}

/** Ends every trace of a test: the sandbox is back at its start, and the stack is empty. */
export async function startOver(sandbox: Sandbox, workspace: Workspace): Promise<void> {
  await sandbox.reset();
  await emptyStack(workspace);
}

export interface Engine {
  sandbox: Sandbox;
  workspace: Workspace;
}

/**
 * What `up` of a program makes where nothing is: carried out for the first test that begins with it, by its name, and copied
 * for the others.
 */
export function beginnings(engine: Engine) {
  const made = new Map<string, StackExport>();
  return async (name: string, program: PulumiFn): Promise<void> => {
    const { sandbox, workspace } = engine;
    const exported = made.get(name);
    if (exported) {
      await sandbox.restore(name);
      await workspace.import(exported);
    } else {
      await workspace.up(program);
      await sandbox.save(name);
      made.set(name, await workspace.export());
    }
  };
}

/** Changes the outputs of one of the stack's resources, as an older version or another time would have left them. */
export async function rewrite(workspace: Workspace, name: string, outputs: Record<string, unknown>): Promise<void> {
  const exported = await workspace.export();
  const found = exported.deployment.resources?.find(({ urn }) => urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`the stack has no resource ${name}`);
  Object.assign(found.outputs ?? {}, outputs);
  await workspace.import(exported);
}

/** Forgets all resources of the stack. */
export async function emptyStack(workspace: Workspace): Promise<void> {
  await workspace.empty();
}

/** Runs work under other settings; afterwards they are as they were. */
export async function configured(
  workspace: Workspace,
  config: Record<string, string>,
  work: () => Promise<void>,
  removed: string[] = [],
) {
  const before = await workspace.config();
  const absent = (keys: string[]) => Object.fromEntries(keys.map((key) => [key, undefined]));
  try {
    await workspace.configure({ ...absent(removed), ...config });
    await work();
  } finally {
    await workspace.configure({ ...absent(Object.keys(config)), ...before });
  }
}

/** The outputs of one of the stack's resources, its secrets in plain text; `undefined` where the state has no such resource. */
export async function outputsOf(workspace: Workspace, name: string): Promise<Record<string, unknown> | undefined> {
  return (await allOutputs(workspace))[name];
}

/** The Pulumi id of one of the stack's resources. */
export async function idOf(workspace: Workspace, name: string): Promise<string | undefined> {
  return (await workspace.state()).find(({ urn }) => urn.endsWith(`::${name}`))?.id;
}

/** The outputs of all resources, by their names. */
export async function allOutputs(workspace: Workspace): Promise<Record<string, Record<string, unknown>>> {
  const entries = (await workspace.state()).map(({ urn, outputs = {} }) => [
    urn.split("::").at(-1),
    Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, plain(value)])),
  ]);
  return Object.fromEntries(entries);
}

function plain(value: unknown): unknown {
  const secret = value as { plaintext?: string } | null | undefined;
  return typeof secret?.plaintext === "string" ? JSON.parse(secret.plaintext) : value;
}

/** Which outputs of one of the stack's resources are secrets. */
export async function secretsOf(workspace: Workspace, name: string): Promise<string[]> {
  const found = (await workspace.state()).find(({ urn }) => urn.endsWith(`::${name}`));
  const isSecret = (value: unknown) => typeof (value as { plaintext?: string } | null)?.plaintext === "string";
  return Object.entries(found?.outputs ?? {}).flatMap(([key, value]) => (isSecret(value) ? [key] : []));
}

/** What was asked of the two sides while a command ran, such as `okta POST 201 /oauth2/v1/clients`, in order. */
export async function watched<T extends object>(sandbox: Sandbox, command: () => Promise<T>) {
  await sandbox.clearRequests();
  const result = await command();
  const requests = (await sandbox.requests()).map(
    ({ side, method, status, path }) => `${side} ${method} ${status} ${path}`,
  );
  return { ...result, requests };
}

/** What the gateway answers to a token that was fetched with the credentials: 200, 401 or 403; the IdP's 4xx where it gives none. */
export async function callWith(sandbox: Sandbox, credentials: Record<string, unknown> | undefined, collectionId = 1) {
  return (await answerTo(sandbox, credentials, { collectionId })).status;
}

/** As {@link callWith}, with the body. */
export async function answerTo(
  sandbox: Sandbox,
  { clientId, clientSecret }: Record<string, unknown> = {},
  { collectionId = 1, method = "basic" as "basic" | "post", at = sandbox.info.tokenEndpoint } = {},
) {
  const credentials = { clientId: String(clientId), clientSecret: String(clientSecret) };
  const wanted = { ...credentials, scope: sandbox.info.scope, method, tokenEndpoint: at };
  const answer = await sandbox.idpToken(wanted);
  if (answer.status !== 200) return answer;
  return sandbox.gateway(collectionId, (answer.body as { access_token: string }).access_token);
}

/** A sandbox in which nobody has left anything. */
export const NOTHING_LEFT = {
  workato: { connections: [], dcrProviders: [], apiClients: [], apiKeys: [] },
  okta: { clients: [], claims: [] },
};

/** Every error that a command shows to the user, each on a line of its own; rejects when the command succeeds. */
export async function errorsOf(command: Promise<unknown>): Promise<string[]> {
  return Object.values(await errorsByResource(command)).flat();
}

/** The same by the names of the resources; what failed its check as `property: reason`. */
export async function errorsByResource(command: Promise<unknown>): Promise<Record<string, string[]>> {
  const text = await command.then(
    () => Promise.reject(new Error("the command succeeded")),
    (error: Error) => error.message,
  );
  const [, diagnostics = text] = /\nDiagnostics:\n([\s\S]*?)\n(?:Outputs|Resources|Duration):/.exec(text) ?? [];
  const errors: Record<string, string[]> = {};
  let resource = "";
  for (const line of diagnostics.split("\n")) {
    resource = /^ {2}\S+ \((.+)\):$/.exec(line)?.[1] ?? resource;
    const error = /^\s+(?:error: |\* )(.+)$/.exec(line)?.[1] ?? "";
    if (error === "" || ENGINE_OWN.test(error)) continue;
    const [, property, reason] = / property (\S+) value \{.*\} has a problem: (.*)$/.exec(error) ?? [];
    errors[resource] = [...(errors[resource] ?? []), property === undefined ? error : `${property}: ${reason}`];
  }
  return errors;
}

/** What the engine adds to the errors of resources. */
const ENGINE_OWN =
  /^(update|preview|destroy) failed$|^\d+ errors? occurred:$|^Unhandled exception: .* failed to register$/;
