import type { Sandbox, TokenRequest } from "../../sandbox/client";
import { type Call, httpConnection, serviceClient, useSandbox } from "./http";

let sandbox: Sandbox;
let workato: Call;
let okta: Call;

useSandbox((started, calls) => {
  sandbox = started;
  ({ workato, okta } = calls);
});

interface Opened {
  clientId: string;
  clientSecret: string;
  apiClient: string;
  apiKey: string;
}

const data = async (method: string, path: string, body: unknown) => (await workato(method, path, body)).body.data;

/** With the published API: the key reaches the token by app profile and custom claim. */
async function published(): Promise<Opened> {
  const { issuer, jwksUri } = sandbox.info;
  const { client_id: clientId, client_secret: clientSecret } = (
    await okta("POST", "/oauth2/v1/clients", serviceClient("orders"))
  ).body;
  const apiClient = await data("POST", "/api/v2/api_clients", {
    name: "Orders",
    api_collection_ids: [1],
    auth_type: "oidc",
    oidc_issuer: `${issuer}/.well-known/openid-configuration`,
    oidc_jwks_uri: jwksUri,
    required_claims: ["aud"],
  });
  const path = `/api/v2/api_clients/${apiClient.id}`;
  const apiKey = await data("POST", `${path}/api_keys`, { name: "k", active: true });
  const claim = { name: "workato_sub", claimType: "RESOURCE", valueType: "EXPRESSION", value: "app.profile.key" };
  await okta("POST", "/api/v1/authorizationServers/default/claims", claim);
  const app = (await okta("GET", `/api/v1/apps/${clientId}`)).body;
  await okta("PUT", `/api/v1/apps/${clientId}`, { ...app, profile: { key: apiKey.auth_token } });
  return { clientId, clientSecret, apiClient: path, apiKey: `${path}/api_keys/${apiKey.id}` };
}

/** With the assumed endpoints: the key is bound to the OAuth client. */
async function assumed(auth_method: "oidc" | "oauth2_introspection"): Promise<Opened> {
  const { oktaOrgUrl, oktaToken, introspectionClientId, introspectionClientSecret, introspectionPath } = sandbox.info;
  const { client_id: clientId, client_secret: clientSecret } = (
    await okta("POST", "/oauth2/v1/clients", serviceClient("orders"))
  ).body;
  const connection = (await workato("POST", "/api/connections", httpConnection(oktaOrgUrl, `SSWS ${oktaToken}`))).body;
  const basic = Buffer.from(`${introspectionClientId}:${introspectionClientSecret}`).toString("base64");
  const introspection = (await workato("POST", "/api/connections", httpConnection(oktaOrgUrl, `Basic ${basic}`))).body;
  const provider = await data("POST", "/api/v2/dcr_providers", {
    name: "Okta",
    connection_id: connection.id,
    auth_method,
    required_claims: ["aud"],
    ...(auth_method === "oauth2_introspection" && {
      introspection_connection_id: introspection.id,
      introspection_endpoint_path: introspectionPath,
    }),
  });
  const apiClient = await data("POST", "/api/v2/api_clients", {
    name: "Orders",
    api_collection_ids: [1],
    auth_type: auth_method,
    dcr_provider_id: provider.id,
  });
  const path = `/api/v2/api_clients/${apiClient.id}`;
  const apiKey = await data("POST", `${path}/api_keys`, { name: "k", active: true, external_client_id: clientId });
  return { clientId, clientSecret, apiClient: path, apiKey: `${path}/api_keys/${apiKey.id}` };
}

const ways: [string, () => Promise<Opened>, boolean][] = [
  ["the published API and OpenID Connect", published, false],
  ["the assumed endpoints and OpenID Connect", () => assumed("oidc"), false],
  ["the assumed endpoints and introspection", () => assumed("oauth2_introspection"), true],
];

describe.each(ways)("by %s", (_, open, introspects) => {
  test("a token of the token endpoint passes, for the collections that are granted", async () => {
    const { clientId, clientSecret } = await open();
    const issued = await sandbox.idpToken({ clientId, clientSecret, scope: sandbox.info.scope });
    const token = (issued.body as { access_token: string }).access_token;
    expect(await sandbox.gateway(1, token)).toMatchObject({ status: 200, body: { client: { name: "Orders" } } });
    expect(await sandbox.gateway(2, token)).toMatchObject({
      status: 403,
      body: { reason: expect.stringMatching(/collection/) },
    });
  });

  test("no token, and no JWT, is refused", async () => {
    await open();
    for (const token of [undefined, "garbage"]) {
      expect(await sandbox.gateway(1, token)).toMatchObject({ status: 401, body: { reason: expect.any(String) } });
    }
  });

  it.each<[string, Omit<TokenRequest, "clientId">, RegExp]>([
    ["is foreign", { foreign: true }, introspects ? /not active/ : /not signed/],
    ["has expired", { expiresIn: -1 }, introspects ? /not active/ : /expired/],
    ["is of another issuer", { set: { iss: "https://other.example.com" } }, introspects ? /not active/ : /issuer/],
    ["lacks an enforced claim", { omit: ["aud"] }, /claim aud/],
    ["names nobody", { omit: ["workato_sub", "cid", "sub"] }, /API key|not active/],
  ])("a token that %s is refused", async (_case, changes, reason) => {
    const { clientId } = await open();
    expect(await sandbox.gateway(1, await sandbox.token({ clientId }))).toMatchObject({ status: 200 });
    const answer = await sandbox.gateway(1, await sandbox.token({ clientId, ...changes }));
    expect(answer).toMatchObject({ status: 401, body: { reason: expect.stringMatching(reason) } });
  });

  it.each<[string, (opened: Opened) => Promise<unknown>]>([
    ["the API client is deleted", ({ apiClient }) => workato("DELETE", apiClient)],
    ["the key is deleted", ({ apiKey }) => workato("DELETE", apiKey)],
    ["the key is disabled", ({ apiKey }) => workato("PUT", `${apiKey}/disable`)],
    [
      "a claim that it lacks is enforced",
      ({ apiClient }) => workato("PUT", apiClient, { required_claims: ["tenant"] }),
    ],
  ])("a token is refused once %s", async (_case, revoke) => {
    const opened = await open();
    const token = await sandbox.token({ clientId: opened.clientId });
    expect((await sandbox.gateway(1, token)).status).toBe(200);
    await revoke(opened);
    expect((await sandbox.gateway(1, token)).status).toBe(401);
  });

  test("a client that is deleted at the IdP is refused at once only where each call asks", async () => {
    const { clientId } = await open();
    const token = await sandbox.token({ clientId });
    await okta("DELETE", `/oauth2/v1/clients/${clientId}`);
    expect((await sandbox.gateway(1, token)).status).toBe(introspects ? 401 : 200);
  });
});

test("a token without its key is refused under the published API", async () => {
  const { clientId } = await published();
  const answer = await sandbox.gateway(1, await sandbox.token({ clientId, omit: ["workato_sub"] }));
  expect(answer).toMatchObject({ status: 401, body: { reason: expect.stringMatching(/no API key/) } });
});

test("introspection that fails is a refusal that says so", async () => {
  const { clientId } = await assumed("oauth2_introspection");
  const [, introspection] = (await sandbox.state()).workato.connections;
  await sandbox.drift({ op: "delete", side: "workato", kind: "connection", id: introspection?.id ?? 0 });
  const answer = await sandbox.gateway(1, await sandbox.token({ clientId }));
  expect(answer).toMatchObject({ status: 401, body: { reason: expect.stringMatching(/introspection connection/) } });
});
