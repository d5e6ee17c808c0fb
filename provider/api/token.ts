import { z } from "zod";
import type { Call, Transport } from "../http/transport";
import { rememberSecrets } from "../redact";
import { ask } from "./wire";

const tokenResponse = z.object({ access_token: z.string() });

export interface TokenRequest {
  /** On the origin of the transport. */
  tokenEndpoint: string;
  clientId: string;
  clientSecret: string;
  method: string;
  scopes: readonly string[];
  /** More of them, such as `audience` or `resource` (RFC 8707). */
  parameters?: Readonly<Record<string, string>>;
}

/** The request of RFC 6749 section 4.4.2, with the client authentication of section 2.3.1. */
export function tokenCall({ tokenEndpoint, clientId, clientSecret, method, scopes, parameters }: TokenRequest): Call {
  const call = { method: "POST", path: tokenEndpoint, safe: true } as const;
  // A parameter without a value counts as absent by RFC 6749 section 3.1, but not everywhere.
  const scope = scopes.join(" ");
  const form = { grant_type: "client_credentials", ...(scope !== "" && { scope }), ...parameters };
  if (method === "client_secret_post") {
    return { ...call, form: { ...form, client_id: clientId, client_secret: clientSecret } };
  }
  const pair = [clientId, clientSecret].map(encodeURIComponent).join(":");
  const authorization = `Basic ${Buffer.from(pair).toString("base64")}`;
  return { ...call, form, headers: { authorization } };
}

/** An access token by client credentials. @throws ApiError where the server issues none */
export async function fetchToken(http: Transport, request: TokenRequest): Promise<string> {
  const { access_token } = await ask(http, tokenCall(request), tokenResponse);
  rememberSecrets(access_token);
  return access_token;
}
