import * as workato from "pulumi-workato-dcr";
import { callers, serviceClient } from "../sandbox/http";
import { beginnings, callWith, idOf, oidcProvider, outputsOf, startOver, useEngine, watched } from "./support";

const engine = useEngine();
const begin = beginnings(engine);
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const LOGO = "https://example.com/theirs.png";
const said = (printed: string) => [...new Set(printed.match(/adopt: .*/g))];
const program = (adopt?: { apiKeyId: string; clientId: string }, more: object = {}) => {
  return async () => {
    const dcrProvider = oidcProvider(engine.sandbox.info);
    const apiClient = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    if (adopt) new workato.ApiClientCredential("eu", { name: "EU", apiClient, adopt, ...more });
  };
};

/** A key of the stack's API client and a registered client, linked by hand. */
async function madeByHand() {
  const { sandbox, workspace } = engine;
  await begin("a client", program());
  const { apiClientId } = (await outputsOf(workspace, "orders")) ?? {};
  const { workato: api, okta } = callers(sandbox.info);
  const key = (await api("POST", `/api/v2/api_clients/${apiClientId}/api_keys`, { name: "By hand", active: true })).body
    .data;
  const metadata = { ...serviceClient("Theirs"), logo_uri: LOGO, token_endpoint_auth_method: "client_secret_post" };
  const { client_id, client_secret } = (await okta("POST", "/oauth2/v1/clients", metadata)).body;
  const path = `/api/v1/apps/${client_id}`;
  const app = (await okta("GET", path)).body;
  const { id, status, created, lastUpdated, _links, ...writable } = app;
  await okta("PUT", path, { ...writable, profile: { workatoApiKey: key.auth_token } });
  return { adopt: { apiKeyId: String(key.id), clientId: String(client_id) }, secret: String(client_secret) };
}

test("a credential is taken over with what the program does not name, and works as before", async () => {
  const { sandbox, workspace } = engine;
  const { adopt, secret } = await madeByHand();
  const preview = await workspace.preview(program(adopt));
  expect(said(preview.printed)).toEqual([
    `adopt: apiKeyId ${adopt.apiKeyId}, clientId ${adopt.clientId} will be taken over, not created`,
    'adopt: name: "Theirs" -> "EU"',
    'adopt: key name: "By hand" -> the ownership mark',
    'adopt: client_name: "Theirs" -> "EU"',
  ]);

  const up = await watched(sandbox, () => workspace.up(program(adopt)));
  expect(up.requests.filter((request) => request.includes(" POST "))).toEqual([]);
  const mark = await idOf(workspace, "eu");
  const { workato: at, okta } = await sandbox.state();
  expect(at.apiKeys.find(({ id }) => String(id) === adopt.apiKeyId)?.name).toBe(`pulumi:${mark}`);
  expect(okta.clients.find(({ client_id }) => client_id === adopt.clientId)).toMatchObject({
    client_name: "EU",
    logo_uri: LOGO,
    token_endpoint_auth_method: "client_secret_post",
  });
  expect(await callWith(sandbox, { clientId: adopt.clientId, clientSecret: secret })).toBe(200);
  expect((await workspace.refresh()).steps).toEqual(["same eu", "same oidc", "same orders"]);
  expect((await workspace.up(program(adopt))).steps).toEqual(["same eu", "same oidc", "same orders"]);
});

test("a credential that was taken over is enabled again after it was disabled by hand", async () => {
  const { sandbox, workspace } = engine;
  const { adopt, secret } = await madeByHand();
  await workspace.up(program(adopt));
  await sandbox.drift({ op: "patch", side: "workato", kind: "apiKey", id: adopt.apiKeyId, patch: { active: false } });
  await sandbox.drift({ op: "patch", side: "okta", kind: "app", id: adopt.clientId, patch: { status: "INACTIVE" } });
  await workspace.refresh();
  await workspace.up(program(adopt));
  expect(await callWith(sandbox, { clientId: adopt.clientId, clientSecret: secret })).toBe(200);
  expect((await workspace.up(program(adopt))).steps).toEqual(["same eu", "same oidc", "same orders"]);
});

test("one whose registration was deleted by hand is registered again, with one key, and leaves nothing", async () => {
  const { sandbox, workspace } = engine;
  const { adopt } = await madeByHand();
  await workspace.up(program(adopt));
  await sandbox.drift({ op: "delete", side: "okta", kind: "oauthClient", id: adopt.clientId });
  await workspace.refresh();
  await workspace.up(program(adopt));
  expect(await callWith(sandbox, await outputsOf(workspace, "eu"))).toBe(200);
  expect((await sandbox.state()).workato.apiKeys).toHaveLength(2);
  await workspace.up(program());
  const { workato: at, okta } = await sandbox.state();
  expect([at.apiKeys.length, okta.clients.length]).toEqual([1, 1]);
});

test("to take adopt and renewSecret out again changes nothing", async () => {
  const { sandbox, workspace } = engine;
  const { adopt } = await madeByHand();
  await workspace.up(program(adopt, { renewSecret: true }));
  const held = await outputsOf(workspace, "eu");
  expect(held?.clientSecret).toEqual(expect.stringMatching(/\S/));
  const without = async () => {
    const dcrProvider = oidcProvider(sandbox.info);
    const apiClient = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    new workato.ApiClientCredential("eu", { name: "EU", apiClient });
  };
  const later = await watched(sandbox, () => workspace.up(without));
  expect(later).toMatchObject({ steps: ["same eu", "same oidc", "same orders"], requests: [] });
});

test("a credential's refresh tells of an API client that has lost its own key", async () => {
  const { sandbox, workspace } = engine;
  const several = async () => {
    const dcrProvider = oidcProvider(sandbox.info);
    const clients = ["a", "b", "c", "d", "e"].map(
      (name) => new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider }),
    );
    new workato.ApiClientCredential("eu", { name: "EU", apiClient: clients[0] as workato.ApiClient });
  };
  await workspace.up(several);
  const { apiKeyId } = (await outputsOf(workspace, "a")) ?? {};
  await sandbox.drift({ op: "delete", side: "workato", kind: "apiKey", id: String(apiKeyId) });
  const refreshed = await workspace.refresh();
  expect(refreshed.printed).toContain('API client "a" has lost its own key');
  // As the warning says: alone, it is looked at more closely.
  const urn = (await workspace.state()).find((it) => it.urn.endsWith("::a"))?.urn ?? "";
  await workspace.stack.refresh({ target: [urn] });
  await workspace.up(several);
  expect(await callWith(sandbox, await outputsOf(workspace, "a"))).toBe(200);
});

test("keys that were renamed by hand get their names back, and one that is replaced is deleted under any name", async () => {
  const { sandbox, workspace } = engine;
  const both = async () => {
    const dcrProvider = oidcProvider(sandbox.info);
    const apiClient = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    new workato.ApiClientCredential("eu", { name: "EU", apiClient });
  };
  const keys = async () => (await sandbox.state()).workato.apiKeys.map(({ id, name }) => ({ id, name }));
  await workspace.up(both);
  const before = await keys();
  for (const { id } of before) {
    await sandbox.drift({ op: "patch", side: "workato", kind: "apiKey", id, patch: { name: `by hand ${id}` } });
  }
  const refreshed = await workspace.refresh();
  for (const name of ["Orders", "EU"]) expect(refreshed.printed).toMatch(new RegExp(`"${name}": .*its ownership mark`));
  await workspace.up(both);
  expect(await keys()).toEqual(before);
  expect((await workspace.refresh()).printed).not.toContain("warning");

  const { apiKeyId, clientId } = (await outputsOf(workspace, "eu")) ?? {};
  await sandbox.drift({
    op: "patch",
    side: "workato",
    kind: "apiKey",
    id: String(apiKeyId),
    patch: { name: "by hand" },
  });
  await sandbox.drift({ op: "delete", side: "okta", kind: "oauthClient", id: String(clientId) });
  await workspace.refresh();
  await workspace.up(both);
  expect((await keys()).map(({ name }) => name).sort()).toEqual(before.map(({ name }) => name).sort());
  expect(await callWith(sandbox, await outputsOf(workspace, "eu"))).toBe(200);
});
