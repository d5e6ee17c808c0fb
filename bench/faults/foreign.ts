import { generateKeyPairSync } from "node:crypto";
import { request } from "undici";
import { newMark } from "../../provider/mark";
import type { SandboxInfo } from "../../sandbox/client";
import type { IdpType } from "./operations";
import { ownerIn } from "./program";

/** Objects of somebody else, of the same or similar names as the programs', at both sides. */
export async function placeForeign(info: SandboxInfo, idp: IdpType): Promise<void> {
  const mark = `pulumi:${newMark(ownerIn("another", { kind: "ApiClient", name: "orders" }))}`;
  const workato = callerOf(info.workatoBaseUrl, `Bearer ${info.workatoToken}`);
  const okta = callerOf(info.oktaOrgUrl, `SSWS ${info.oktaToken}`);
  const header_pair = `Authorization: SSWS ${info.oktaToken}`;
  const { id } = await workato("/api/connections", {
    name: "Okta",
    provider: "rest",
    external_id: mark,
    input: { auth_type: "headers", base_uri: info.oktaOrgUrl, header_pair },
  });
  await workato("/api/v2/dcr_providers", { name: "Okta DCR (old)", connection_id: id, auth_method: "oidc" });
  const client = { name: "Orders", api_collection_ids: [1], auth_type: "token" };
  const { data } = await workato("/api/v2/api_clients", { ...client, description: `Orders of the shop (${mark})` });
  await workato(`/api/v2/api_clients/${data?.id}/api_keys`, { name: mark, active: true });
  await workato("/api/v2/api_clients", { ...client, description: "Orders of the shop" });
  const names = ["Orders", `Orders (${mark})`, "Orders EU"];
  if (idp === "rfc7591") {
    const server = callerOf(info.issuer, `Bearer ${info.oktaToken}`);
    for (const client_name of names) {
      await server("/connect/register", { client_name, grant_types: ["client_credentials"], response_types: [] });
    }
    return;
  }
  for (const client_name of names) {
    await okta("/oauth2/v1/clients", { client_name, ...SERVICE, token_endpoint_auth_method: "client_secret_basic" });
  }
  await placeForeignAtKeycloak(info, mark);
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

/** One that another stack has made, a copy of it under another client id, and one of the same name that is somebody else's. */
async function placeForeignAtKeycloak(info: SandboxInfo, carrier: string): Promise<void> {
  const { keycloakIssuer: issuer, keycloakClientId, keycloakClientSecret } = info;
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  form.set("client_id", keycloakClientId);
  form.set("client_secret", keycloakClientSecret);
  const answer = await request(`${issuer}/protocol/openid-connect/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  });
  const { access_token } = (await answer.body.json()) as { access_token: string };
  const keycloak = callerOf(issuer.replace("/realms/", "/admin/realms/"), `Bearer ${access_token}`);
  const mark = carrier.replace("pulumi:", "");
  for (const clientId of [`pulumi-${mark.slice(0, mark.lastIndexOf("."))}`, "pulumi-copy"]) {
    await keycloak("/clients", { clientId, name: "Orders", attributes: { "pulumi.mark": mark } });
  }
  await keycloak("/clients", { clientId: "orders", name: "Orders" });
}

const SERVICE = { application_type: "service", grant_types: ["client_credentials"], response_types: ["token"] };

/** The configuration of a service app of Okta, which is there beside what is foreign. */
export async function serviceApp({ oktaOrgUrl, oktaToken }: SandboxInfo): Promise<Record<string, string>> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { client_id } = await callerOf(oktaOrgUrl, `SSWS ${oktaToken}`)("/oauth2/v1/clients", {
    client_name: "Pipeline",
    ...SERVICE,
    token_endpoint_auth_method: "private_key_jwt",
    jwks: { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig" }] },
  });
  return {
    "workato-dcr:oktaClientId": String(client_id),
    "workato-dcr:oktaPrivateKey": privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    "workato-dcr:oktaPrivateKeyId": "one",
  };
}

interface Made {
  id?: unknown;
  client_id?: unknown;
  data?: { id: unknown };
}

function callerOf(baseUrl: string, authorization: string) {
  return async (path: string, json: object): Promise<Made> => {
    const headers = { authorization, "content-type": "application/json" };
    const { statusCode, body } = await request(baseUrl + path, { method: "POST", headers, body: JSON.stringify(json) });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`POST ${path}: ${statusCode} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as Made;
  };
}
