import { request } from "undici";
import type { SandboxInfo } from "../../sandbox/client";

/** What somebody has made before a stack takes it over. */

type Body = Record<string, unknown>;

async function post(url: string, authorization: string, body: Body): Promise<Body> {
  const headers = { "content-type": "application/json", authorization };
  const answer = await request(url, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`POST ${url}: ${answer.statusCode} ${text}`);
  return JSON.parse(text);
}

export async function connectionMade({ workatoBaseUrl, workatoToken, oktaOrgUrl }: SandboxInfo) {
  const input = { auth_type: "headers", base_uri: oktaOrgUrl, header_pair: "Authorization: SSWS of-before" };
  const body = { name: "By hand", provider: "rest", input };
  const { id } = await post(`${workatoBaseUrl}/api/connections`, `Bearer ${workatoToken}`, body);
  return { connectionId: String(id) };
}

export async function clientsMade({ workatoBaseUrl, workatoToken, oktaOrgUrl, oktaToken }: SandboxInfo) {
  const ofWorkato = { name: "By hand", description: "By hand", auth_type: "token", api_collection_ids: [2] };
  const made = await post(`${workatoBaseUrl}/api/v2/api_clients`, `Bearer ${workatoToken}`, ofWorkato);
  const { client_id } = await post(`${oktaOrgUrl}/oauth2/v1/clients`, `SSWS ${oktaToken}`, {
    client_name: "By hand",
    application_type: "service",
    grant_types: ["client_credentials"],
    response_types: ["token"],
    token_endpoint_auth_method: "client_secret_post",
  });
  return { apiClientId: String((made.data as Body).id), clientId: String(client_id) };
}
