import * as workato from "pulumi-workato-dcr";
import { callers } from "../sandbox/http";
import { answerTo, callWith, NOTHING_LEFT, oidcProvider, outputsOf, secretsOf, useEngine, watched } from "./support";

/** `off`: as Workato is today, so that every assumed endpoint, field or value is refused. */
const engine = useEngine({ sandbox: { storeEndpoints: "off" } });

interface Changes {
  provider?: Partial<workato.DcrProviderArgs>;
  client?: Partial<workato.ApiClientArgs>;
  clients?: string[];
}

function program({ provider = {}, client = {}, clients = ["orders"] }: Changes = {}, { info } = engine.sandbox) {
  return async () => {
    const dcrProvider = oidcProvider(info, { requiredClaims: ["aud"], ...provider });
    for (const name of clients) new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider, ...client });
  };
}

const BOTH = { clients: ["orders", "billing"] };

describe("the life of a stack", () => {
  type Watched = { steps: string[]; requests: string[] };
  const first: { preview?: Watched; up?: Watched; addition?: Watched } = {};
  /** The outputs of the client of that name. */
  let orders: Record<string, unknown> | undefined;

  beforeAll(async () => {
    const { sandbox, workspace } = engine;
    first.preview = await watched(sandbox, () => workspace.preview(program()));
    first.up = await watched(sandbox, () => workspace.up(program()));
    first.addition = await watched(sandbox, () => workspace.up(program(BOTH)));
    orders = await outputsOf(workspace, "orders");
  });

  test("the preview of a new stack shows creates only, and asks no more than whether collections and scopes are there", () => {
    expect(first.preview?.steps).toEqual(["create oidc", "create orders"]);
    expect(first.preview?.requests.sort()).toEqual([
      "okta GET 200 /api/v1/authorizationServers/default/scopes",
      "workato GET 200 /api/api_collections",
    ]);
  });

  test("up makes one claim and, for a client, a registration, an API client, a key and an entry in the app's profile", () => {
    expect(first.up?.requests.filter((request) => !request.includes(" GET "))).toEqual([
      "okta POST 201 /api/v1/authorizationServers/default/claims",
      "okta POST 201 /oauth2/v1/clients",
      "workato POST 200 /api/v2/api_clients",
      `workato POST 200 /api/v2/api_clients/${orders?.apiClientId}/api_keys`,
      `okta PUT 200 /api/v1/apps/${orders?.clientId}`,
    ]);
  });

  test("a further client costs these five requests, the metadata of the issuer, and lists that all new clients share", async () => {
    const billing = await outputsOf(engine.workspace, "billing");
    expect(first.addition?.requests).toEqual([
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

  test("nothing that was asked is an assumption, and nothing was refused", () => {
    const requests = [...(first.up?.requests ?? []), ...(first.addition?.requests ?? [])];
    expect(requests.filter((request) => /dcr_providers| [45]\d\d /.test(request))).toEqual([]);
  });

  test("the claim carries the API key into tokens of the provider's scopes", async () => {
    const { claims } = (await engine.sandbox.state()).okta;
    expect(claims).toMatchObject([
      {
        name: "workato_sub",
        value: "app.profile.workatoApiKey",
        status: "ACTIVE",
        claimType: "RESOURCE",
        conditions: { scopes: [engine.sandbox.info.scope] },
      },
    ]);
  });

  test("the outputs are those of the resources, and the credentials are secret", async () => {
    const { sandbox, workspace } = engine;
    const { info } = sandbox;
    const oidc = await outputsOf(workspace, "oidc");
    expect(oidc).toMatchObject({
      dcrProviderId: expect.stringMatching(/^[0-9a-f]{8}\.[0-9a-f]{12}\.[0-9a-f]{6}$/),
      issuer: info.issuer,
    });
    expect(Date.now() - Date.parse(String(oidc?.createdAt))).toBeLessThan(600_000);
    expect(orders).toMatchObject({
      apiClientId: expect.stringMatching(/^\d+$/),
      apiKeyId: expect.stringMatching(/^\d+$/),
      clientSecretExpiresAt: 0,
      issuer: info.issuer,
      tokenEndpoint: info.tokenEndpoint,
    });
    expect(await secretsOf(workspace, "oidc")).toEqual([]);
    expect(await secretsOf(workspace, "orders")).toEqual(["apiKey", "clientSecret"]);
  });

  test("the credentials open the gateway, for the collections of the client only", async () => {
    const { sandbox } = engine;
    expect(await answerTo(sandbox, orders)).toMatchObject({ status: 200, body: { client: { name: "orders" } } });
    const token = await sandbox.token({ clientId: String(orders?.clientId) });
    expect(await sandbox.gateway(2, token)).toMatchObject({ status: 403 });
  });

  test.each([
    ["is signed by somebody else", { foreign: true }, /not signed/],
    ["has expired", { expiresIn: -1 }, /expired/],
    ["is of another issuer", { set: { iss: "https://other.example.com" } }, /issuer/],
    ["lacks an enforced claim", { omit: ["aud"] }, /claim aud/],
    ["lacks the API key", { omit: ["workato_sub"] }, /API key/],
  ])("the gateway refuses a token that %s", async (_, changes, reason) => {
    const { sandbox } = engine;
    const token = await sandbox.token({ clientId: String(orders?.clientId), ...changes });
    expect(await sandbox.gateway(1, token)).toMatchObject({
      status: 401,
      body: { reason: expect.stringMatching(reason) },
    });
  });

  test("another up finds everything as it is, and asks nobody; so does a preview", async () => {
    const { sandbox, workspace } = engine;
    const same = { steps: ["same billing", "same oidc", "same orders"], requests: [] };
    expect(await watched(sandbox, () => workspace.up(program(BOTH)))).toMatchObject(same);
    expect(await watched(sandbox, () => workspace.preview(program(BOTH)))).toMatchObject(same);
  });

  test("a refresh finds no change, writes nothing, and leaves nothing to do", async () => {
    const { sandbox, workspace } = engine;
    const refresh = await watched(sandbox, () => workspace.refresh());
    expect(refresh.steps).toEqual(["same billing", "same oidc", "same orders"]);
    expect(refresh.requests.filter((request) => !request.includes(" GET 200 "))).toEqual([]);
    expect(await watched(sandbox, () => workspace.up(program(BOTH)))).toMatchObject({
      steps: refresh.steps,
      requests: [],
    });
  });

  test("a new key is written to the profile of the app, and the rest of the app stays as its owner left it", async () => {
    const { sandbox, workspace } = engine;
    const { okta } = callers(sandbox.info);
    const path = `/api/v1/apps/${orders?.clientId}`;
    const { body: made } = await okta("GET", path);
    const ofItsOwner = {
      ...made,
      visibility: { ...made.visibility, hide: { iOS: false, web: false } },
      accessibility: { ...made.accessibility, selfService: true },
      profile: { ...made.profile, team: "orders" },
    };
    ofItsOwner.settings.oauthClient.client_uri = "https://orders.example.com";
    expect(await okta("PUT", path, ofItsOwner)).toMatchObject({ status: 200 });
    const { body: before } = await okta("GET", path);

    await sandbox.drift({ op: "delete", side: "workato", kind: "apiKey", id: String(orders?.apiKeyId) });
    await workspace.refresh();
    expect((await workspace.up(program(BOTH))).steps).toEqual(["same billing", "same oidc", "update orders"]);

    const renewed = await outputsOf(workspace, "orders");
    const { body: after } = await okta("GET", path);
    const profile = { ...before.profile, workatoApiKey: renewed?.apiKey };
    expect(profile).toMatchObject({ team: "orders", pulumiMark: expect.any(String) });
    expect(after).toEqual({ ...before, lastUpdated: after.lastUpdated, profile });
    expect(renewed?.apiKey).not.toBe(orders?.apiKey);
    expect(await callWith(sandbox, renewed)).toBe(200);
  });

  test("a rename of the provider previews as an update of it alone", async () => {
    const { sandbox, workspace } = engine;
    const renamed = program({ ...BOTH, provider: { name: "Okta EU" } });
    const { steps, requests } = await watched(sandbox, () => workspace.preview(renamed));
    expect({ steps, requests }).toEqual({ steps: ["same billing", "same orders", "update oidc"], requests: [] });
  });

  test("other enforced claims are an update of the provider and of each client, whose tokens need them at once", async () => {
    const { sandbox, workspace } = engine;
    const stricter = program({ ...BOTH, provider: { requiredClaims: ["aud", "region"] } });
    const steps = ["update billing", "update oidc", "update orders"];
    expect((await workspace.preview(stricter)).steps).toEqual(steps);
    expect((await workspace.up(stricter)).steps).toEqual(steps);

    expect(await answerTo(sandbox, orders)).toMatchObject({
      status: 401,
      body: { reason: "the token lacks the claim region" },
    });
    const token = await sandbox.token({ clientId: String(orders?.clientId), set: { region: "eu" } });
    expect(await sandbox.gateway(1, token)).toMatchObject({ status: 200 });
  });

  test("destroy leaves nothing on either side, and nobody can call any more", async () => {
    const { sandbox, workspace } = engine;
    const token = await sandbox.token({ clientId: String(orders?.clientId), set: { region: "eu" } });
    expect((await workspace.destroy()).steps).toEqual(["delete billing", "delete oidc", "delete orders"]);
    expect(await sandbox.state()).toEqual(NOTHING_LEFT);
    expect(await answerTo(sandbox, orders)).toMatchObject({ status: 401, body: { error: "invalid_client" } });
    expect(await sandbox.gateway(1, token)).toMatchObject({ status: 401 });
  });
});
