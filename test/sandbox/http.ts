import { request } from "undici";
import { type Sandbox, type SandboxInfo, startSandbox } from "../../sandbox/client";

export type Call = ReturnType<typeof caller>;

/** One sandbox for all tests of a file, each of which begins anew. @param hand gets it before the first of them */
export function useSandbox(hand: (sandbox: Sandbox, calls: ReturnType<typeof callers>) => void): void {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
    hand(sandbox, callers(sandbox.info));
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.reset());
}

/** Calls each side as the provider does, with its token. A string is sent as it is. */
export function callers(info: SandboxInfo) {
  return {
    workato: caller(info.workatoBaseUrl, `Bearer ${info.workatoToken}`),
    okta: caller(info.oktaOrgUrl, `SSWS ${info.oktaToken}`),
  };
}

/** Without a token, when credentials are in the body. */
export function caller(base: string, authorization?: string) {
  const identity = authorization === undefined ? {} : { authorization };
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await request(`${base}${path}`, {
      method,
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...identity, ...headers },
      body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
  };
}

export const serviceClient = (client_name: string) => ({
  client_name,
  application_type: "service",
  grant_types: ["client_credentials"],
  response_types: ["token"],
  token_endpoint_auth_method: "client_secret_basic",
});

export const httpConnection = (base_uri: string, authorization: string) => ({
  name: "IdP",
  provider: "rest",
  input: { auth_type: "headers", base_uri, header_pair: `Authorization: ${authorization}` },
});
