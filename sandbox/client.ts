import { Agent, request } from "undici";
import type { SandboxOptions } from "./launch";
import type {
  Drift,
  FaultRule,
  Limits,
  LoggedRequest,
  Org,
  RealmChange,
  SandboxInfo,
  SandboxState,
  StoreDump,
  TokenRequest,
} from "./protocol";
import { start } from "./start";

export type { SandboxOptions } from "./launch";
export type {
  Drift,
  FaultRule,
  Limits,
  LoggedRequest,
  RealmChange,
  SandboxInfo,
  SandboxState,
  StoreDump,
  TokenRequest,
} from "./protocol";

interface Answer {
  status: number;
  body: unknown;
}

interface IdpTokenRequest {
  clientId: string;
  clientSecret: string;
  scope?: string;
  /** How the client authenticates. Default `basic`. */
  method?: "basic" | "post";
  /** Okta's unless given. */
  tokenEndpoint?: string;
}

export interface Sandbox {
  info: SandboxInfo;
  state(): Promise<SandboxState>;
  reset(): Promise<void>;
  /** Keeps everything held under a name, for {@link restore}. */
  save(name: string): Promise<void>;
  /** Holds again what was kept; limits, faults, the kind of org and the log are as at the start. */
  restore(name: string): Promise<void>;
  /** Everything held as it is, secrets in plain text, for {@link load} of any sandbox. */
  dump(): Promise<StoreDump>;
  /** Holds what another one has dumped; of what is not named, what there is at the start. All else is as after {@link restore}. */
  load(store: StoreDump): Promise<void>;
  requests(): Promise<LoggedRequest[]>;
  clearRequests(): Promise<void>;
  fault(rule: FaultRule): Promise<void>;
  clearFaults(): Promise<void>;
  limits(limits: Limits): Promise<void>;
  /** What kind of org Okta's side is. */
  org(org: Org): Promise<void>;
  /** What the realm at Keycloak is like. */
  realm(realm: RealmChange): Promise<void>;
  drift(drift: Drift): Promise<void>;
  /** Mints a test token for the gateway. */
  token(request: TokenRequest): Promise<string>;
  /** Calls the gateway; without a token, without credentials. */
  gateway(collectionId: number | string, token?: string): Promise<Answer>;
  /** Asks the token endpoint by client_credentials. */
  idpToken(request: IdpTokenRequest): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts a sandbox of one's own, which ends with this process at the latest, or with the one that has several. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { info, stop } = await start(options);
  const dispatcher = new Agent();

  const call = async (url: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}) => {
    const { statusCode, body } = await request(url, { method: "GET", ...init, dispatcher });
    const text = await body.text();
    return { status: statusCode, body: text === "" ? undefined : parse(text) };
  };
  const control = async (method: string, name: string, payload?: unknown) => {
    const answer = await call(`${info.controlUrl}/${name}`, {
      method,
      ...(payload === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(payload) }),
    });
    if (answer.status >= 300) {
      throw new Error(`sandbox: ${method} /_sandbox/${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  };

  return {
    info,
    state: async () => (await control("GET", "state")) as SandboxState,
    reset: async () => void (await control("DELETE", "state")),
    save: async (name) => void (await control("PUT", `checkpoints/${encodeURIComponent(name)}`)),
    restore: async (name) => void (await control("POST", `checkpoints/${encodeURIComponent(name)}`)),
    dump: async () => (await control("GET", "store")) as StoreDump,
    load: async (store) => void (await control("PUT", "store", store)),
    requests: async () => (await control("GET", "requests")) as LoggedRequest[],
    clearRequests: async () => void (await control("DELETE", "requests")),
    fault: async (rule) => void (await control("POST", "faults", rule)),
    clearFaults: async () => void (await control("DELETE", "faults")),
    limits: async (limits) => void (await control("POST", "limits", limits)),
    org: async (org) => void (await control("POST", "org", org)),
    realm: async (realm) => void (await control("POST", "realm", realm)),
    drift: async (drift) => void (await control("POST", "drift", drift)),
    token: async (wanted) => ((await control("POST", "tokens", wanted)) as { token: string }).token,
    gateway: (collectionId, token) =>
      call(`${info.gatewayUrl}/${collectionId}/any/path`, {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      }),
    idpToken: (wanted) => call(wanted.tokenEndpoint ?? info.tokenEndpoint, clientCredentials(wanted)),
    stop: async () => {
      await dispatcher.destroy();
      await stop();
    },
  };
}

function clientCredentials({ clientId, clientSecret, scope, method = "basic" }: IdpTokenRequest) {
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  const headers: Record<string, string> = { "content-type": "application/x-www-form-urlencoded" };
  if (scope !== undefined) form.set("scope", scope);
  if (method === "post") {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
  } else {
    const pair = [clientId, clientSecret].map(encodeURIComponent).join(":");
    headers.authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  }
  return { method: "POST", headers, body: form.toString() };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
