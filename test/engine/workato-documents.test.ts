import * as workato from "pulumi-workato-dcr";
import { oidcProvider, useEngine } from "./support";
import { recorder, undocumented } from "./workato-documents";

const engine = useEngine({ sandbox: { storeEndpoints: "off" } });
let recorded: Awaited<ReturnType<typeof recorder>>;
beforeAll(async () => {
  recorded = await recorder(engine.sandbox.info.workatoBaseUrl);
  await engine.workspace.configure({ "workato-dcr:baseUrl": recorded.url });
});
afterAll(() => recorded?.stop());

/** Every kind of resource, with all its properties or with as few as there may be. */
const program = (full: boolean) => async () => {
  const { oktaOrgUrl: baseUrl, tokenEndpoint: tokenUrl } = engine.sandbox.info;
  const tls = { clientCertificate: "certificate", clientKey: "key", caCertificate: "authority" };
  const auths: workato.HttpConnectionAuth[] = [
    { type: "none" },
    { type: "basic", username: "somebody", password: `pass-${full}` },
    { type: "header", headers: { Authorization: `SSWS ${full}`, "X-Team": "a: b=c" } },
    { type: "query", params: { token: "secret42", tenant: `${full}=` } },
    { type: "oauth2ClientCredentials", tokenUrl, clientId: "0oa1", clientSecret: "secret42", credentialsIn: "body" },
  ];
  for (const auth of auths) {
    const more = full ? { folderId: 1, tls } : {};
    new workato.HttpConnection(auth.type, { name: auth.type, baseUrl, auth, ...more });
  }
  const dcrProvider = oidcProvider(
    engine.sandbox.info,
    full ? { requiredClaims: ["iss"], apiKeyClaim: "partner" } : {},
  );
  const apiClient = new workato.ApiClient("orders", {
    name: full ? "Orders" : "Orders renamed",
    apiCollectionIds: full ? [1, 2] : [],
    dcrProvider,
    ...(full && { description: "d", email: "a@example.com", portalId: 1, apiPolicyId: 1, projectId: 1 }),
  });
  const name = full ? "EU" : "Europe";
  new workato.ApiClientCredential("eu", { apiClient, name, ipAllowList: full ? ["10.0.0.0/8"] : [] });
};

test("whatever Workato gets while resources are made, changed, read and removed is as it documents", async () => {
  const { workspace } = engine;
  for (const full of [true, false, true]) await workspace.up(program(full));
  await workspace.refresh();
  await workspace.destroy();
  expect([...recorded.wrong]).toEqual([]);
  expect([...recorded.seen].sort()).toEqual(
    expect.arrayContaining([
      "DELETE /api/connections/:id",
      "DELETE /api/v2/api_clients/:id",
      "DELETE /api/v2/api_clients/:id/api_keys/:id",
      "GET /api/connections",
      "GET /api/v2/api_clients",
      "POST /api/connections",
      "POST /api/v2/api_clients",
      "POST /api/v2/api_clients/:id/api_keys",
      "PUT /api/connections/:id",
      "PUT /api/v2/api_clients/:id",
      "PUT /api/v2/api_clients/:id/api_keys/:id",
    ]),
  );
  expect((await engine.sandbox.state()).workato).toMatchObject({ connections: [], apiClients: [], apiKeys: [] });
});

const base_uri = "https://acme.okta.com";
const connection = (input: object) => ({ name: "Okta", provider: "rest", input: { base_uri, ...input } });
const client = { name: "Orders", api_collection_ids: [], auth_type: "oidc", oidc_issuer: base_uri };

test.each<[string, string, string, object | undefined]>([
  [
    "a list of headers",
    "POST",
    "/api/connections",
    connection({ auth_type: "headers", header_pair: [{ key: "a", value: "b" }] }),
  ],
  [
    "certificates that are not turned on",
    "POST",
    "/api/connections",
    connection({ auth_type: "no_auth", ssl_ca_cert: "c" }),
  ],
  ["another provider later", "PUT", "/api/connections/7", { provider: "rest" }],
  ["an assumed field", "POST", "/api/v2/api_clients", { ...client, dcr_provider_id: 7 }],
  ["an assumed method", "POST", "/api/v2/api_clients", { ...client, auth_type: "oauth2_introspection" }],
  ["a portal without an e-mail address", "POST", "/api/v2/api_clients", { ...client, api_portal_id: 1 }],
  ["ids that are texts", "POST", "/api/v2/api_clients", { ...client, api_collection_ids: ["1"] }],
  ["an assumed endpoint", "GET", "/api/v2/dcr_providers", undefined],
  ["a page of what is not paged", "GET", "/api/connections?page=2", undefined],
])("the judge of that refuses %s", (_, method, path, body) => {
  const text = body === undefined ? "" : JSON.stringify(body);
  expect(undocumented(method, new URL(path, base_uri), text)).toHaveLength(1);
});
