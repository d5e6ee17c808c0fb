import * as workato from "pulumi-workato-dcr";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { createWorkspace, type Workspace } from "../../tools/workspace";
import { answerTo, callWith, NOTHING_LEFT, oidcProvider, oktaConnection, outputsOf, secretsOf } from "./support";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.stop());

type Credentials = Record<string, Omit<workato.ApiClientCredentialArgs, "apiClient">>;

describe.each(["stack", "workato"])("credentials of one API client, with the store %s", (store) => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await createWorkspace({ sandbox, config: { "workato-dcr:dcrProviderStore": store } });
    await workspace.up(program(both));
  });
  afterAll(() => workspace?.remove());

  function program(credentials: Credentials, client: Partial<workato.ApiClientArgs> = {}) {
    return async () => {
      const dcrProvider = oidcProvider(sandbox.info, { connection: oktaConnection(sandbox.info) });
      const args = { name: "Orders", apiCollectionIds: [1], dcrProvider, ...client };
      const apiClient = new workato.ApiClient("orders", args);
      for (const [name, more] of Object.entries(credentials))
        new workato.ApiClientCredential(name, { apiClient, ...more });
    };
  }
  const both: Credentials = {
    eu: { name: "EU gateway", ipAllowList: ["10.0.0.0/8"] },
    us: { name: "US gateway" },
  };

  const all = () => Promise.all(["orders", "eu", "us"].map((name) => outputsOf(workspace, name)));
  const allowLists = async () =>
    Object.fromEntries(
      (await sandbox.state()).workato.apiKeys.map(({ id, ip_allow_list }) => [`${id}`, ip_allow_list]),
    );

  test("each opens the gateway as that client, with an id, a secret and a key of its own", async () => {
    const outputs = await all();
    for (const each of outputs) {
      expect(await answerTo(sandbox, each)).toMatchObject({ status: 200, body: { client: { name: "Orders" } } });
    }
    for (const output of ["clientId", "clientSecret", "apiKeyId", "apiKey"]) {
      expect(new Set(outputs.map((each) => each?.[output])).size).toBe(3);
    }
    expect(new Set(outputs.map((each) => each?.apiClientId)).size).toBe(1);
    expect(await secretsOf(workspace, "eu")).toEqual(["apiKey", "clientSecret"]);
    const { clients } = (await sandbox.state()).okta;
    expect(clients.map(({ client_name }) => client_name?.replace(/ \(pulumi:.*/, "")).sort()).toEqual([
      "EU gateway",
      "Orders",
      "US gateway",
    ]);
  });

  test("an edit of the client is none of the credentials", async () => {
    const before = await all();
    const edited = program(both, { name: "Orders portal", description: "For the shop", apiCollectionIds: [1, 2] });
    const steps = ["same eu", "same oidc", "same okta", "same us", "update orders"];
    expect((await workspace.preview(edited)).steps).toEqual(steps);
    expect((await workspace.up(edited)).steps).toEqual(steps);
    const [, ...after] = await all();
    expect(after).toEqual(before.slice(1));
    expect(await callWith(sandbox, after[0], 2)).toBe(200);
    await workspace.up(program(both));
  });

  test("the addresses from which a key may be used are set, changed and reset, in place", async () => {
    const before = await all();
    const ids = before.map((each) => `${each?.apiKeyId}`);
    const expected = (eu: string[], us: string[]) => ({ [ids[0] ?? ""]: [], [ids[1] ?? ""]: eu, [ids[2] ?? ""]: us });
    expect(await allowLists()).toEqual(expected(["10.0.0.0/8"], []));

    const swapped = {
      eu: { name: "EU gateway" },
      us: { name: "US gateway", ipAllowList: ["192.0.2.1", "2001:db8::/32"] },
    };
    expect((await workspace.up(program(swapped))).steps).toEqual([
      "same oidc",
      "same okta",
      "same orders",
      "update eu",
      "update us",
    ]);
    expect(await allowLists()).toEqual(expected([], ["192.0.2.1", "2001:db8::/32"]));
    const { ipAllowList: _, ...eu } = before[1] ?? {};
    expect(await outputsOf(workspace, "eu")).toEqual(eu);
  });

  test("a refresh finds no change", async () => {
    expect((await workspace.refresh()).steps).toEqual(["same eu", "same oidc", "same okta", "same orders", "same us"]);
  });

  test("one that is taken away opens nothing any more, and the others do", async () => {
    const [orders, eu, us] = await all();
    const token = await sandbox.token({ clientId: String(eu?.clientId) });
    expect(await sandbox.gateway(1, token)).toMatchObject({ status: 200 });

    const { steps } = await workspace.up(program({ us: { name: "US gateway" } }));
    expect(steps).toEqual(["delete eu", "same oidc", "same okta", "same orders", "update us"]);
    expect(await sandbox.gateway(1, token)).toMatchObject({ status: 401 });
    expect(await answerTo(sandbox, eu)).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect([await callWith(sandbox, orders), await callWith(sandbox, us)]).toEqual([200, 200]);
    const { apiKeys } = (await sandbox.state()).workato;
    expect(apiKeys.map(({ id }) => `${id}`).sort()).toEqual([`${orders?.apiKeyId}`, `${us?.apiKeyId}`].sort());
  });

  test("one that moves to another client opens that one alone, and leaves no key behind", async () => {
    const moving = (to: "orders" | "billing") => async () => {
      const dcrProvider = oidcProvider(sandbox.info, { connection: oktaConnection(sandbox.info) });
      const client = (name: string) => new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider });
      const clients = { orders: client("orders"), billing: client("billing") };
      new workato.ApiClientCredential("us", { apiClient: clients[to], name: "US gateway" });
    };
    await workspace.up(moving("orders"));
    const { clientId } = (await outputsOf(workspace, "us")) ?? {};
    expect((await workspace.up(moving("billing"))).steps).toContain("update us");
    const after = await outputsOf(workspace, "us");
    expect(after).toMatchObject({ clientId });
    expect(await answerTo(sandbox, after)).toMatchObject({ status: 200, body: { client: { name: "billing" } } });
    const keys = (await sandbox.state()).workato.apiKeys.map(({ api_client_id }) => String(api_client_id));
    const [orders, billing] = await Promise.all(["orders", "billing"].map((name) => outputsOf(workspace, name)));
    expect(keys.sort()).toEqual([orders?.apiClientId, billing?.apiClientId, billing?.apiClientId].sort());
  });

  test("destroy leaves nothing on either side", async () => {
    await workspace.destroy();
    expect(await sandbox.state()).toEqual(NOTHING_LEFT);
  });
});

test("credentials of many clients cost one list of clients, however many are made between them", async () => {
  const workspace = await createWorkspace({ sandbox });
  const before = (await sandbox.requests()).length;
  await workspace.up(async () => {
    const dcrProvider = oidcProvider(sandbox.info, { connection: oktaConnection(sandbox.info) });
    for (const name of ["a", "b", "c", "d", "e"]) {
      const apiClient = new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider });
      new workato.ApiClientCredential(`${name}-eu`, { name: `${name} EU`, apiClient });
    }
  });
  const sent = (await sandbox.requests()).slice(before).map(({ method, path }) => `${method} ${path}`);
  expect(sent.filter((it) => it === "POST /api/v2/api_clients")).toHaveLength(5);
  expect(sent.filter((it) => it === "GET /api/v2/api_clients")).toHaveLength(1);
  await workspace.remove();
});
