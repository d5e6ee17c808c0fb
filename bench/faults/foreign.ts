import { generateKeyPairSync } from "node:crypto";
import { request } from "undici";
import type { SandboxInfo } from "../../sandbox/client";

/** The ownership mark of another stack. */
const ELSEWHERE = "(pulumi:0123456789abcdef)";

/** Objects of somebody else, of the same or similar names as the programs', at both sides. */
export async function placeForeign(info: SandboxInfo): Promise<void> {
  const workato = (path: string, json: object) =>
    post(`${info.workatoBaseUrl}${path}`, `Bearer ${info.workatoToken}`, json);
  const okta = (path: string, json: object) => post(`${info.oktaOrgUrl}${path}`, `SSWS ${info.oktaToken}`, json);
  const header_pair = [{ key: "Authorization", value: `SSWS ${info.oktaToken}` }];
  const { id } = await workato("/api/connections", {
    name: "Okta",
    provider: "rest",
    external_id: "0123456789abcdef",
    input: { auth_type: "headers", base_uri: info.oktaOrgUrl, header_pair },
  });
  await workato("/api/v2/dcr_providers", { name: "Okta DCR (old)", connection_id: id, auth_method: "oidc" });
  const client = { name: "Orders", api_collection_ids: [1], auth_type: "token" };
  const { data } = await workato("/api/v2/api_clients", { ...client, description: `Orders of the shop ${ELSEWHERE}` });
  await workato(`/api/v2/api_clients/${data?.id}/api_keys`, { name: "pulumi:0123456789abcdef", active: true });
  await workato("/api/v2/api_clients", { ...client, description: "Orders of the shop" });
  for (const client_name of ["Orders", `Orders ${ELSEWHERE}`, "Orders EU"]) {
    const kind = { application_type: "service", grant_types: ["client_credentials"], response_types: ["token"] };
    await okta("/oauth2/v1/clients", { client_name, ...kind, token_endpoint_auth_method: "client_secret_basic" });
  }
  await okta("/api/v1/authorizationServers/default/claims", {
    name: "workato_subject",
    status: "ACTIVE",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "app.id",
    alwaysIncludeInToken: true,
    conditions: { scopes: [info.scope] },
  });
}

/** The configuration of a service app of Okta, which is there beside what is foreign. */
export async function serviceApp({ oktaOrgUrl, oktaToken }: SandboxInfo): Promise<Record<string, string>> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { client_id } = await post(`${oktaOrgUrl}/oauth2/v1/clients`, `SSWS ${oktaToken}`, {
    client_name: "Pipeline",
    application_type: "service",
    grant_types: ["client_credentials"],
    response_types: ["token"],
    token_endpoint_auth_method: "private_key_jwt",
    jwks: { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig" }] },
  });
  return {
    "workato-dcr:oktaClientId": String(client_id),
    "workato-dcr:oktaPrivateKey": privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    "workato-dcr:oktaPrivateKeyId": "one",
  };
}

async function post(
  url: string,
  authorization: string,
  json: object,
): Promise<{ id?: unknown; client_id?: unknown; data?: { id: unknown } }> {
  const headers = { authorization, "content-type": "application/json" };
  const { statusCode, body } = await request(url, { method: "POST", headers, body: JSON.stringify(json) });
  const text = await body.text();
  if (statusCode >= 300) throw new Error(`POST ${url}: ${statusCode} ${text}`);
  return JSON.parse(text) as { id?: unknown; client_id?: unknown; data?: { id: unknown } };
}
