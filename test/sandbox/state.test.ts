import { createHash } from "node:crypto";
import { type Drift, type Sandbox, startSandbox } from "../../sandbox/client";
import { type Call, callers, httpConnection, serviceClient, useSandbox } from "./http";

let sandbox: Sandbox;
let workato: Call;
let okta: Call;

useSandbox((started, calls) => {
  sandbox = started;
  ({ workato, okta } = calls);
});

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

async function fill() {
  const { oktaOrgUrl, oktaToken } = sandbox.info;
  const connection = (await workato("POST", "/api/connections", httpConnection(oktaOrgUrl, `SSWS ${oktaToken}`))).body;
  const dcrProvider = (
    await workato("POST", "/api/v2/dcr_providers", { name: "Okta", connection_id: connection.id, auth_method: "oidc" })
  ).body.data;
  const apiClient = (
    await workato("POST", "/api/v2/api_clients", { name: "Orders", api_collection_ids: [1], auth_type: "token" })
  ).body.data;
  const apiKey = (await workato("POST", `/api/v2/api_clients/${apiClient.id}/api_keys`, { name: "k", active: true }))
    .body.data;
  const oauthClient = (await okta("POST", "/oauth2/v1/clients", serviceClient("orders"))).body;
  const claim = (
    await okta("POST", "/api/v1/authorizationServers/default/claims", {
      name: "workato_sub",
      claimType: "RESOURCE",
      valueType: "EXPRESSION",
      value: "app.id",
    })
  ).body;
  return { connection, dcrProvider, apiClient, apiKey, oauthClient, app: { id: oauthClient.client_id }, claim };
}

test("the state shows everything, and secrets as SHA-256 only", async () => {
  const { apiKey, oauthClient } = await fill();
  const state = await sandbox.state();
  expect(state).toMatchObject({
    workato: {
      connections: [{ name: "IdP", input: { header_pair: sha256(`Authorization: SSWS ${sandbox.info.oktaToken}`) } }],
      dcrProviders: [{ name: "Okta", auth_method: "oidc" }],
      apiClients: [{ name: "Orders", api_collection_ids: [1], total_api_keys_count: 1 }],
      apiKeys: [{ name: "k", auth_token: sha256(apiKey.auth_token) }],
    },
    okta: { clients: [{ client_secret: sha256(oauthClient.client_secret) }], claims: [{ name: "workato_sub" }] },
  });
  const text = JSON.stringify(state);
  for (const secret of [apiKey.auth_token, oauthClient.client_secret, sandbox.info.oktaToken])
    expect(text).not.toContain(secret);
});

test("a reset leads back to the start", async () => {
  await fill();
  await sandbox.fault({ fault: { kind: "hang" } });
  await sandbox.reset();
  expect(await sandbox.state()).toEqual({
    workato: { connections: [], dcrProviders: [], apiClients: [], apiKeys: [] },
    okta: { clients: [], claims: [] },
  });
  expect(await sandbox.requests()).toEqual([]);
  expect((await workato("GET", "/api/api_collections")).body).toMatchObject([{ id: 1 }, { id: 2 }]);
});

test("another sandbox goes on with what one has dumped", async () => {
  const { apiClient, oauthClient } = await fill();
  const dumped = await sandbox.dump();
  const other = await startSandbox();
  try {
    const calls = callers(other.info);
    await calls.workato("POST", "/api/connections", httpConnection(other.info.oktaOrgUrl, "SSWS of-before"));
    await other.load(dumped);
    expect(await other.state()).toEqual(await sandbox.state());
    const { client_id: clientId, client_secret: clientSecret } = oauthClient;
    expect((await other.idpToken({ clientId, clientSecret, scope: other.info.scope })).status).toBe(200);
    const key = { name: "another", active: true };
    const made = await calls.workato("POST", `/api/v2/api_clients/${apiClient.id}/api_keys`, key);
    expect(Object.values(dumped.maps).flatMap((entries) => entries.map(([id]) => id))).not.toContain(made.body.data.id);
  } finally {
    await other.stop();
  }
});

test("what is no dump is refused, and all stays as it was", async () => {
  await fill();
  const before = await sandbox.state();
  await expect(sandbox.load({ lastId: 1, maps: { "workato.orders": [] } })).rejects.toThrow(/400.*workato\.orders/);
  await expect(sandbox.load({ maps: {} } as never)).rejects.toThrow(/400/);
  expect(await sandbox.state()).toEqual(before);
});

type Kind = Exclude<Drift["kind"], "keycloakClient">;
const kinds: [Drift["side"], Kind, string, Record<string, unknown>][] = [
  ["workato", "connection", "/api/connections", { name: "by hand" }],
  ["workato", "dcrProvider", "/api/v2/dcr_providers", { name: "by hand" }],
  ["workato", "apiClient", "/api/v2/api_clients", { name: "by hand" }],
  ["workato", "apiKey", "/api/v2/api_clients/:client/api_keys", { active: false }],
  ["okta", "oauthClient", "/oauth2/v1/clients", { client_name: "by hand" }],
  ["okta", "app", "/api/v1/apps", { label: "by hand", status: "INACTIVE", profile: { a: "b" } }],
  ["okta", "claim", "/api/v1/authorizationServers/default/claims", { value: "app.clientId" }],
];

describe.each(kinds)("drift of %s's %s", (side, kind, path, patch) => {
  const rows = async (client: number) => {
    const { body } = await (side === "workato" ? workato : okta)("GET", path.replace(":client", `${client}`));
    return body.data ?? body;
  };
  const drift = (wish: { op: "delete"; id: string | number } | { op: "patch"; id: string | number; patch: object }) =>
    sandbox.drift({ side, kind, ...wish } as Drift);

  test("is seen through the API", async () => {
    const held = await fill();
    const { id = held.app.id } = held[kind];
    await drift({ op: "patch", id, patch });
    expect(await rows(held.apiClient.id)).toMatchObject([patch]);
    await drift({ op: "delete", id });
    expect((await rows(held.apiClient.id)) ?? []).not.toContainEqual(expect.objectContaining(patch));
  });

  test("of what is not there, or of a field that is not there, is refused", async () => {
    const held = await fill();
    const { id = held.app.id } = held[kind];
    await expect(drift({ op: "delete", id: 99 })).rejects.toThrow(/404/);
    if (kind !== "oauthClient")
      await expect(drift({ op: "patch", id, patch: { colour: "red" } })).rejects.toThrow(/400/);
  });
});

test("drift of a kind on the wrong side is refused", async () => {
  await expect(sandbox.drift({ op: "delete", side: "okta", kind: "apiKey", id: 1 } as never)).rejects.toThrow(/400/);
});
