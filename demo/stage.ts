import type { PulumiFn } from "@pulumi/pulumi/automation";
import { type LoggedRequest, type Sandbox, type SandboxInfo, startSandbox, type TokenRequest } from "../sandbox/client";
import { createWorkspace, type Run, type UpRun } from "../tools/workspace";
import { KEYCLOAK } from "./programs";

/** One command of the engine, and what the provider sent because of it. */
export interface EngineRun extends Run {
  succeeded: boolean;
  requests: LoggedRequest[];
}

interface ApiAnswer {
  status: number;
  /** The client that was let in, or why none was. */
  remark: string;
}

/** Where acts are played: a sandbox, and a stack against it. */
export interface Stage {
  sandbox: Sandbox;
  /** The folder of the stack's project. */
  folder: string;
  preview(program: PulumiFn): Promise<EngineRun>;
  up(program: PulumiFn): Promise<EngineRun>;
  refresh(): Promise<EngineRun>;
  destroy(): Promise<EngineRun>;
  /** What the provider has sent so far. */
  sent: readonly LoggedRequest[];
  /** An output of the stack, as of the last `up`. @throws Error where the stack has no such output */
  output(name: string): string;
  /** Asks Okta, or the token endpoint that is given, for an access token by client_credentials; `token` is empty where there is none. */
  fetchToken(
    clientId: string,
    clientSecret: string,
    tokenEndpoint?: string,
  ): Promise<{ status: number; token: string }>;
  /** A token as the identity provider would issue it, but for what the request changes. */
  mintToken(request: TokenRequest): Promise<string>;
  /** Calls an API collection, by default the one that the client may use. */
  call(token?: string, collectionId?: number): Promise<ApiAnswer>;
  /** How many objects there are at both sides. */
  objects(): Promise<number>;
  /** Every secret that came up: credentials of the configuration and of the connections, client secrets, API keys, tokens. */
  secrets: ReadonlySet<string>;
  /** All that the engine has stored and printed. */
  written(): Promise<string>;
  close(): Promise<void>;
}

interface StageOptions {
  storeEndpoints: "on" | "off";
  store: "stack" | "workato";
  signal: AbortSignal;
}

export async function openStage({ storeEndpoints, store, signal }: StageOptions): Promise<Stage> {
  const sandbox = await startSandbox({ storeEndpoints });
  const config = {
    "workato-dcr:dcrProviderStore": store,
    "workato-dcr:identityProviders": { value: JSON.stringify(realm(sandbox.info)), secret: true },
  };
  const workspace = await createWorkspace({ sandbox, config, signal }).catch(async (error) => {
    await sandbox.stop();
    throw error;
  });
  const { info } = sandbox;
  const secrets = new Set([
    ...[info.workatoToken, info.oktaToken, info.introspectionClientSecret],
    info.keycloakClientSecret,
  ]);
  const outputs = new Map<string, string>();
  const sent: LoggedRequest[] = [];

  async function run<T extends Run>(command: () => Promise<T>, remember?: (run: T) => void): Promise<EngineRun> {
    const [sentBefore, printedBefore] = [(await sandbox.requests()).length, workspace.printed().length];
    const done = await command().catch((error: unknown) => {
      signal.throwIfAborted();
      return String(error);
    });
    const requests = (await sandbox.requests()).slice(sentBefore);
    sent.push(...requests);
    if (typeof done === "string") {
      return { succeeded: false, printed: workspace.printed().slice(printedBefore) || done, steps: [], requests };
    }
    remember?.(done);
    return { succeeded: true, printed: done.printed, steps: done.steps, requests };
  }

  function rememberOutputs({ outputs: latest }: UpRun): void {
    outputs.clear();
    for (const [name, { value, secret }] of Object.entries(latest)) {
      outputs.set(name, String(value));
      if (secret) secrets.add(String(value));
    }
  }

  return {
    sandbox,
    folder: workspace.stack.workspace.workDir,
    preview: (program) => run(() => workspace.preview(program)),
    up: (program) => run(() => workspace.up(program), rememberOutputs),
    refresh: () => run(() => workspace.refresh()),
    destroy: () => run(() => workspace.destroy()),
    sent,

    output: (name) => {
      const value = outputs.get(name);
      if (value === undefined) throw new Error(`the stack has no output ${name}`);
      return value;
    },

    fetchToken: async (clientId, clientSecret, tokenEndpoint) => {
      const at = tokenEndpoint === undefined ? { scope: info.scope } : { tokenEndpoint };
      const { status, body } = await sandbox.idpToken({ clientId, clientSecret, ...at });
      const { access_token: token = "" } = body as { access_token?: string };
      if (token) secrets.add(token);
      return { status, token };
    },

    mintToken: async (request) => {
      const token = await sandbox.token(request);
      secrets.add(token);
      return token;
    },

    call: async (token, collectionId = info.apiCollectionIds[0] ?? 0) => {
      const { status, body } = await sandbox.gateway(collectionId, token);
      const { client, reason } = body as { client?: { name: string }; reason?: string };
      return { status, remark: client ? `as "${client.name}"` : (reason ?? "no reason given") };
    },

    objects: async () => {
      const { workato, okta, keycloak = {} } = await sandbox.state();
      return [workato, okta, keycloak].flatMap((side) => Object.values(side)).flat().length;
    },

    secrets,
    written: async () => (await workspace.stored()) + workspace.printed(),

    close: async () => {
      await Promise.all([workspace.remove(), sandbox.stop()]);
    },
  };
}

/** The identity provider that stands in the configuration beside Okta. */
function realm({
  keycloakIssuer: issuer,
  keycloakClientId: clientId,
  keycloakClientSecret: clientSecret,
}: SandboxInfo) {
  return { [KEYCLOAK]: { type: "keycloak", issuer, clientId, clientSecret } };
}
