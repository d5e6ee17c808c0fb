import { callOut, type OutboundAnswer, type OutboundRequest } from "../outbound";
import { entriesOf, type HttpInput, httpInput } from "./connection-input";
import type { Connection } from "./model";

/** Calls through an HTTP connection, with its credentials, as Workato's servers do. Rejects when there is no answer. */
export async function callThrough(
  connection: Connection,
  path: string,
  request: OutboundRequest = {},
): Promise<OutboundAnswer> {
  const input = httpInput.parse(connection.input);
  const url = new URL(joinUrl(input.base_uri, path));
  if (input.auth_type === "query") {
    for (const [name, value] of entriesOf(input.url_param, "=")) url.searchParams.append(name, value);
  }
  return callOut(url.href, { ...request, headers: { ...request.headers, ...(await credentials(input)) } });
}

export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
}

async function credentials(input: HttpInput): Promise<Record<string, string>> {
  switch (input.auth_type) {
    case "basic":
      return { authorization: basic(input.basic_user, input.basic_password) };
    case "headers":
      return Object.fromEntries(entriesOf(input.header_pair, ":").map(([name, value]) => [name.toLowerCase(), value]));
    case "oauth2_client_credentials_grant":
      return { authorization: `Bearer ${await fetchToken(input)}` };
    default:
      return {};
  }
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

async function fetchToken(
  input: Extract<HttpInput, { auth_type: "oauth2_client_credentials_grant" }>,
): Promise<string> {
  const { oauth2_client_id: client_id, oauth2_client_secret: client_secret, param_type } = input;
  const { status, text } = await callOut(input.oauth2_token_url, {
    method: "POST",
    headers: param_type === "basic" ? { authorization: basic(client_id, client_secret) } : {},
    form: { grant_type: "client_credentials", ...(param_type === "payload" && { client_id, client_secret }) },
  });
  if (status !== 200) throw new Error(`the token endpoint answered ${status}`);
  return String((JSON.parse(text) as { access_token?: unknown }).access_token);
}
