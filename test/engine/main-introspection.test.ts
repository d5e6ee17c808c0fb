import * as workato from "pulumi-workato-dcr";
import type { TokenRequest } from "../../sandbox/client";
import type { UpRun } from "../../tools/workspace";
import {
  answerTo,
  errorsOf,
  NOTHING_LEFT,
  oktaConnection,
  outputsOf,
  startOver,
  useEngine,
  WORKATO_STORE,
  watched,
} from "./support";

const engine = useEngine({ config: WORKATO_STORE });

function program(endpointPath = engine.sandbox.info.introspectionPath) {
  const { info } = engine.sandbox;
  return async () => {
    const { introspectionClientId: username, introspectionClientSecret: password } = info;
    const connection = new workato.HttpConnection("introspection", {
      name: "Okta introspection",
      baseUrl: `${info.oktaOrgUrl}/`,
      auth: { type: "basic", username, password },
    });
    const dcrProvider = new workato.DcrProvider("provider", {
      name: "Okta",
      connection: oktaConnection(info),
      authenticationMethod: "introspection",
      introspection: { connection, endpointPath },
      requiredClaims: ["aud"],
    });
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    return { introspectionUrl: dcrProvider.introspectionUrl };
  };
}

const urlOf = (path: string) => `${engine.sandbox.info.oktaOrgUrl}/${path}`;
let orders: Record<string, unknown> | undefined;
let up: UpRun & { requests: string[] };

describe("with the store workato", () => {
  test("the first preview shows the introspection URL, and asks no more than whether the collections are there", async () => {
    const { sandbox, workspace } = engine;
    const { printed, steps, requests } = await watched(sandbox, () => workspace.preview(program()));
    expect(printed).toMatch(new RegExp(`introspectionUrl: "${urlOf(sandbox.info.introspectionPath)}"`));
    expect(steps).toEqual(["create introspection", "create okta", "create orders", "create provider"]);
    expect(requests).toEqual(["workato GET 200 /api/api_collections"]);
  });

  test("up makes what was previewed, and Workato asks at the same URL", async () => {
    const { sandbox, workspace } = engine;
    up = await watched(sandbox, () => workspace.up(program()));
    orders = await outputsOf(workspace, "orders");
    const { dcrProviders, apiClients } = (await sandbox.state()).workato;
    const introspection_url = urlOf(sandbox.info.introspectionPath);
    expect(up.outputs.introspectionUrl?.value).toBe(introspection_url);
    expect(dcrProviders).toMatchObject([{ auth_method: "oauth2_introspection", introspection_url }]);
    expect(apiClients).toMatchObject([{ auth_type: "oauth2_introspection", dcr_provider_id: dcrProviders[0]?.id }]);
  });

  test("the credentials open the gateway, for the collections of the client only, and a call needs a token", async () => {
    const { sandbox } = engine;
    expect(await answerTo(sandbox, orders)).toMatchObject({ status: 200, body: { client: { name: "Orders" } } });
    expect(await answerTo(sandbox, orders, { collectionId: 2 })).toMatchObject({ status: 403 });
    expect(await sandbox.gateway(1)).toMatchObject({ status: 401 });
  });

  test.each<[string, Omit<TokenRequest, "clientId">, RegExp]>([
    ["is signed by somebody else", { foreign: true }, /not active/],
    ["has expired", { expiresIn: -1 }, /not active/],
    ["lacks an enforced claim", { omit: ["aud"] }, /claim aud/],
    ["is of a client that nobody registered", { set: { sub: "nobody", cid: "nobody" } }, /not active/],
  ])("the gateway refuses a token that %s", async (_, changes, reason) => {
    const { sandbox } = engine;
    const token = await sandbox.token({ clientId: String(orders?.clientId), ...changes });
    const answer = { status: 401, body: { reason: expect.stringMatching(reason) } };
    expect(await sandbox.gateway(1, token)).toMatchObject(answer);
  });

  test("a refresh finds no change, and there is nothing to do", async () => {
    const { sandbox, workspace } = engine;
    const same = ["same introspection", "same okta", "same orders", "same provider"];
    expect((await workspace.refresh()).steps).toEqual(same);
    const again = await watched(sandbox, () => workspace.up(program()));
    expect([again.steps, again.requests]).toEqual([same, []]);
  });

  test("another endpoint path previews as an update of the provider alone, with the URL that it leads to", async () => {
    const { printed, steps } = await engine.workspace.preview(program("oauth2/other/v1/introspect"));
    expect(steps).toEqual(["same introspection", "same okta", "same orders", "update provider"]);
    expect(printed).toContain(
      `introspectionUrl: "${urlOf("oauth2/default/v1/introspect")}" => "${urlOf("oauth2/other/v1/introspect")}"`,
    );
  });

  test("destroy leaves nothing on either side, and revokes what was issued", async () => {
    const { sandbox, workspace } = engine;
    const token = await sandbox.token({ clientId: String(orders?.clientId) });
    expect(await sandbox.gateway(1, token)).toMatchObject({ status: 200 });
    await workspace.destroy();
    expect(await sandbox.state()).toEqual(NOTHING_LEFT);
    expect(await sandbox.gateway(1, token)).toMatchObject({ status: 401 });
  });
});

test("with the store stack, the preview refuses the method and names the setting", async () => {
  const { sandbox, workspace } = engine;
  await startOver(sandbox, workspace);
  await workspace.configure({ "workato-dcr:dcrProviderStore": "stack" });
  const errors = await errorsOf(workspace.preview(program()));
  expect(errors.join("\n")).toMatch(
    /authenticationMethod.*"introspection" needs workato-dcr:dcrProviderStore = workato/,
  );
  expect(await sandbox.requests()).toEqual([]);
});
