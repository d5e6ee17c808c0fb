import * as workato from "pulumi-workato-dcr";
import type { TokenRequest } from "../../sandbox/client";
import { sha256 } from "../../sandbox/secrets";
import {
  answerTo,
  NOTHING_LEFT,
  oidcProvider,
  oktaConnection,
  outputsOf,
  secretsOf,
  useEngine,
  WORKATO_STORE,
  watched,
} from "./support";

const engine = useEngine({ config: WORKATO_STORE });

/** `orders` authenticates at the token endpoint by default, which is basic, and `billing` by post. */
const ORDERS = { orders: undefined };
const BOTH = { orders: undefined, billing: { tokenEndpointAuthMethod: "client_secret_post" } } as const;

function program(
  clients: Record<string, workato.Registration | undefined>,
  changes: Partial<workato.DcrProviderArgs> = {},
) {
  const { info } = engine.sandbox;
  return async () => {
    const connection = oktaConnection(info);
    const dcrProvider = oidcProvider(info, { connection, requiredClaims: ["iss", "aud"], ...changes });
    for (const [name, registration] of Object.entries(clients)) {
      new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider, registration });
    }
  };
}

type Watched = { steps: string[]; requests: string[] };
const first: { preview?: Watched; up?: Watched; addition?: Watched } = {};
/** The outputs of the client of that name. */
let orders: Record<string, unknown> | undefined;

beforeAll(async () => {
  const { sandbox, workspace } = engine;
  first.preview = await watched(sandbox, () => workspace.preview(program(ORDERS)));
  first.up = await watched(sandbox, () => workspace.up(program(ORDERS)));
  first.addition = await watched(sandbox, () => workspace.up(program(BOTH)));
  orders = await outputsOf(workspace, "orders");
});

test("the preview of a new stack shows creates only, and asks no more than whether the collections are there", () => {
  expect(first.preview).toMatchObject({
    steps: ["create oidc", "create okta", "create orders"],
    requests: ["workato GET 200 /api/api_collections"],
  });
});

test("each resource is made once: the connection, the provider, and for a client a registration, an API client and a key", async () => {
  const posts = [
    "workato POST 200 /api/connections",
    "workato POST 200 /api/v2/dcr_providers/validate_connection",
    "workato POST 200 /api/v2/dcr_providers",
    "okta POST 201 /oauth2/v1/clients",
    "workato POST 200 /api/v2/api_clients",
    `workato POST 200 /api/v2/api_clients/${orders?.apiClientId}/api_keys`,
    // The name without the mark, and the mark where nobody sees it.
    `okta PUT 200 /api/v1/apps/${orders?.clientId}`,
  ];
  expect(first.up?.requests.filter((request) => !request.includes(" GET "))).toEqual(posts);
});

test("a further client costs one registration, one API client and one key, besides the metadata of the issuer", async () => {
  const billing = await outputsOf(engine.workspace, "billing");
  expect(first.addition?.steps).toEqual(["create billing", "same oidc", "same okta", "same orders"]);
  expect(first.addition?.requests).toEqual([
    // Whether its collections are there, and whether an earlier run has left anything: a list each, for all creates of the run.
    "workato GET 200 /api/api_collections",
    "workato GET 200 /api/v2/api_clients",
    "okta GET 200 /api/v1/apps",
    "okta GET 200 /oauth2/default/.well-known/oauth-authorization-server",
    "okta POST 201 /oauth2/v1/clients",
    "workato POST 200 /api/v2/api_clients",
    `workato POST 200 /api/v2/api_clients/${billing?.apiClientId}/api_keys`,
    `okta GET 200 /api/v1/apps/${billing?.clientId}`,
    `okta PUT 200 /api/v1/apps/${billing?.clientId}`,
  ]);
});

test("the outputs are what the two sides gave, ids as strings and credentials as secrets", async () => {
  const { sandbox, workspace } = engine;
  const { info } = sandbox;
  const { workato: at, okta } = await sandbox.state();
  const [provider] = at.dcrProviders;
  expect(await outputsOf(workspace, "oidc")).toMatchObject({
    dcrProviderId: `${provider?.id}`,
    issuer: info.issuer,
    createdAt: provider?.created_at,
  });
  expect(await secretsOf(workspace, "oidc")).toEqual([]);

  const client = at.apiClients.find(({ name }) => name === "orders");
  const key = at.apiKeys.find(({ api_client_id }) => api_client_id === client?.id);
  expect(orders).toMatchObject({
    apiClientId: `${client?.id}`,
    apiKeyId: `${key?.id}`,
    clientId: okta.clients.find(({ client_name }) => client_name?.startsWith("orders"))?.client_id,
    clientSecretExpiresAt: 0,
    issuer: info.issuer,
    tokenEndpoint: info.tokenEndpoint,
  });
  expect(sha256(String(orders?.apiKey))).toBe(key?.auth_token);
  expect(await secretsOf(workspace, "orders")).toEqual(["apiKey", "clientSecret"]);
});

test.each<[string, "basic" | "post"]>([
  ["orders", "basic"],
  ["billing", "post"],
])("the credentials of %s open the gateway, by %s", async (name, method) => {
  const { sandbox, workspace } = engine;
  const outputs = await outputsOf(workspace, name);
  expect(await answerTo(sandbox, outputs, { method })).toMatchObject({ status: 200, body: { client: { name } } });
  const registered = (await sandbox.state()).okta.clients.find(({ client_id }) => client_id === outputs?.clientId);
  expect(registered?.token_endpoint_auth_method).toBe(`client_secret_${method}`);
});

test("the gateway refuses a call without a token", async () => {
  expect(await engine.sandbox.gateway(1)).toMatchObject({ status: 401 });
});

test.each<[string, Omit<TokenRequest, "clientId">, collection: number, status: number, reason: RegExp]>([
  ["that nothing speaks against", {}, 1, 200, /^$/],
  ["for a collection that the client may not use", {}, 2, 403, /collection/],
  ["that is signed by somebody else", { foreign: true }, 1, 401, /not signed/],
  ["that has expired", { expiresIn: -1 }, 1, 401, /expired/],
  ["without the first enforced claim", { omit: ["iss"] }, 1, 401, /claim iss/],
  ["without the second enforced claim", { omit: ["aud"] }, 1, 401, /claim aud/],
  ["of a client that nobody registered", { omit: ["sub", "cid"] }, 1, 401, /API key/],
])("a token %s", async (_, changes, collection, status, reason) => {
  const { sandbox } = engine;
  const token = await sandbox.token({ clientId: String(orders?.clientId), ...changes });
  const answer = await sandbox.gateway(collection, token);
  expect(answer.status).toBe(status);
  expect((answer.body as { reason?: string }).reason ?? "").toMatch(reason);
});

test("another up finds everything as it is, and asks nobody", async () => {
  const { sandbox, workspace } = engine;
  expect(await watched(sandbox, () => workspace.up(program(BOTH)))).toMatchObject({
    steps: ["same billing", "same oidc", "same okta", "same orders"],
    requests: [],
  });
});

test("a refresh finds no change, writes nothing, and leaves nothing to do", async () => {
  const { sandbox, workspace } = engine;
  const refresh = await watched(sandbox, () => workspace.refresh());
  expect(refresh.steps).toEqual(["same billing", "same oidc", "same okta", "same orders"]);
  expect(refresh.requests.filter((request) => !request.includes(" GET 200 "))).toEqual([]);
  expect(await watched(sandbox, () => workspace.up(program(BOTH)))).toMatchObject({
    steps: refresh.steps,
    requests: [],
  });
});

const edits: [string, Partial<workato.DcrProviderArgs>][] = [
  ["another name", { name: "Okta EU" }],
  ["another enforced claim", { requiredClaims: ["iss", "aud", "region"] }],
];

test.each(edits)("%s of the provider previews as an update of it alone, and says who uses it", async (_, changes) => {
  const { steps, printed } = await engine.workspace.preview(program(BOTH, changes));
  expect(steps).toEqual(["same billing", "same okta", "same orders", "update oidc"]);
  expect(printed).toContain(`"${changes.name ?? "Okta OIDC"}": It is used by 2 API clients (billing, orders)`);
});

test("an edit of the provider is made in place, and changes no client", async () => {
  const { sandbox, workspace } = engine;
  const before = await outputsOf(workspace, "orders");
  const changes = Object.assign({}, ...edits.map(([, change]) => change));
  const { steps, requests } = await watched(sandbox, () => workspace.up(program(BOTH, changes)));
  expect(steps).toEqual(["same billing", "same okta", "same orders", "update oidc"]);
  expect(requests.filter((request) => !request.includes(" GET "))).toEqual([
    expect.stringMatching("^workato PUT 200 /api/v2/dcr_providers/"),
  ]);
  expect(await outputsOf(workspace, "orders")).toEqual(before);
});

test("a claim that was added to the enforced ones is enforced for the clients that were there", async () => {
  const { sandbox } = engine;
  const refused = { status: 401, body: { reason: "the token lacks the claim region" } };
  expect(await answerTo(sandbox, orders)).toMatchObject(refused);
  const token = await sandbox.token({ clientId: String(orders?.clientId), set: { region: "eu" } });
  expect(await sandbox.gateway(1, token)).toMatchObject({ status: 200 });
});

test("destroy leaves nothing on either side, and nobody can call any more", async () => {
  const { sandbox, workspace } = engine;
  const token = await sandbox.token({ clientId: String(orders?.clientId), set: { region: "eu" } });
  expect((await workspace.destroy()).steps).toEqual(["delete billing", "delete oidc", "delete okta", "delete orders"]);
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
  expect(await answerTo(sandbox, orders)).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  expect(await sandbox.gateway(1, token)).toMatchObject({ status: 401 });
});
