import * as workato from "pulumi-workato-dcr";
import { type FaultRule, type Sandbox, startSandbox } from "../../sandbox/client";
import {
  beginnings,
  callWith,
  configured,
  errorsOf,
  oidcProvider,
  oktaConnection,
  outputsOf,
  startOver,
  useEngine,
  watched,
} from "./support";

/* What no property shows is said: why an update is due, and what becomes of the credentials. */

const engine = useEngine({ config: { "workato-dcr:retryTotalSeconds": "1" } });
const begin = beginnings(engine);
beforeEach(() => startOver(engine.sandbox, engine.workspace));

interface Changes {
  client?: Partial<workato.ApiClientArgs>;
  provider?: Partial<workato.DcrProviderArgs>;
  connection?: Partial<workato.HttpConnectionArgs>;
}
const program =
  ({ client, provider, connection }: Changes = {}) =>
  async () => {
    const { info } = engine.sandbox;
    const dcrProvider = oidcProvider(info, { connection: oktaConnection(info, connection), ...provider });
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider, ...client });
  };
const ALL_SAME = ["same oidc", "same okta", "same orders"];

test("a client that is made anew is announced with the outputs that change", async () => {
  const { sandbox, workspace } = engine;
  await begin("all", program());
  const before = await outputsOf(workspace, "orders");
  await sandbox.drift({ op: "delete", side: "okta", kind: "oauthClient", id: String(before?.clientId) });
  await workspace.refresh();
  const { printed } = await workspace.preview(program());
  expect(printed).toContain(
    '"Orders": this update makes anew the client at the identity provider; clientId, clientSecret',
  );
  await workspace.up(program());
  const after = await outputsOf(workspace, "orders");
  expect(after?.clientId).not.toBe(before?.clientId);
  expect(after?.apiClientId).toBe(before?.apiClientId);
  expect(await callWith(sandbox, after)).toBe(200);
});

/** The change is carried out, and its answer lost. */
const lost = (side: FaultRule["side"], method: string, path: string): FaultRule => ({
  side,
  method,
  path,
  times: 9,
  fault: { kind: "reset-after" },
});

describe("an update that failed, and is taken back in the program, is written again", () => {
  const objects = async () => {
    const { workato: at, okta } = await engine.sandbox.state();
    return {
      apiClients: at.apiClients.map(({ name, api_collection_ids }) => ({ name, api_collection_ids })),
      connections: at.connections.map(({ name, input }) => ({ name, input })),
      claims: okta.claims,
      registered: okta.clients.map(({ client_name, logo_uri }) => ({ client_name, logo_uri })),
    };
  };
  test.each<[string, FaultRule, Changes, string]>([
    ["a collection", lost("workato", "PUT", "/api_clients/\\d+$"), { client: { apiCollectionIds: [1, 2] } }, "Orders"],
    ["a logo", lost("okta", "PUT", "/api/v1/apps/"), { client: { logoUri: "https://example.com/l.png" } }, "Orders"],
    [
      "the credentials of a connection, which no refresh can see",
      lost("workato", "PUT", "/api/connections/"),
      { connection: { auth: { type: "header", headers: { Authorization: "SSWS other" } } } },
      "Okta",
    ],
    ["the name of the claim", lost("okta", "PUT", "/claims/"), { provider: { apiKeyClaim: "other_key" } }, "Okta OIDC"],
  ])("%s", async (_, fault, changes, name) => {
    const { sandbox, workspace } = engine;
    await begin("all", program());
    const before = await objects();
    await sandbox.fault(fault);
    await errorsOf(workspace.up(program(changes)));
    await sandbox.clearFaults();
    expect(await objects()).not.toEqual(before);

    const { printed } = await workspace.preview(program());
    expect(printed).toContain(`"${name}": an earlier run failed`);
    await workspace.up(program());
    expect(await objects()).toEqual(before);
    expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
    const again = await watched(sandbox, () => workspace.up(program()));
    expect([again.steps, again.requests]).toEqual([ALL_SAME, []]);
    expect(again.printed).not.toContain("an earlier run failed");
  });
});

describe("another Okta org in the configuration", () => {
  let other: Sandbox;
  beforeAll(async () => {
    other = await startSandbox();
  });
  afterAll(() => other?.stop());

  test("has the clients registered there, which the preview says; what is at the former one stays, with a warning", async () => {
    const { sandbox, workspace } = engine;
    const flat = async () => {
      const dcrProvider = oidcProvider(sandbox.info);
      const orders = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
      new workato.ApiClientCredential("eu", { name: "EU", apiClient: orders });
    };
    await workspace.up(flat);
    const before = await outputsOf(workspace, "orders");
    const { okta: former } = await sandbox.state();
    const there = { "workato-dcr:oktaOrgUrl": other.info.oktaOrgUrl, "workato-dcr:oktaApiToken": other.info.oktaToken };
    await configured(workspace, there, async () => {
      const { printed, steps } = await workspace.preview(flat);
      expect(steps).toEqual(["update eu", "update oidc", "update orders"]);
      expect(printed).toContain(
        `ApiClient "Orders": the identity provider is ${other.info.oktaOrgUrl} by now, and the client is registered at ${sandbox.info.oktaOrgUrl}`,
      );
      expect(printed).toContain("clientId, clientSecret, apiKeyId and apiKey change");
      const up = await workspace.up(flat);
      expect(up.printed).toContain(`client ${before?.clientId} stays at ${sandbox.info.oktaOrgUrl}: delete it there`);
      expect((await sandbox.state()).okta.clients).toEqual(former.clients);
      expect((await other.state()).okta.clients).toHaveLength(2);
      for (const name of ["orders", "eu"]) {
        const after = await outputsOf(workspace, name);
        const wanted = { clientId: String(after?.clientId), clientSecret: String(after?.clientSecret) };
        expect((await other.idpToken({ ...wanted, scope: other.info.scope })).status).toBe(200);
      }
      expect((await workspace.up(flat)).steps).toEqual(["same eu", "same oidc", "same orders"]);
      await workspace.destroy();
      expect((await other.state()).okta).toEqual({ clients: [], claims: [] });
    });
  });
});
