import type * as workato from "pulumi-workato-dcr";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { nativePlugin } from "../../tools/native-stack";
import { createWorkspace, type Workspace } from "../../tools/workspace";
import { callers } from "../sandbox/http";
import { ADAPTERS, TESTED } from "./adapters";
import {
  beginnings,
  callWith,
  type Engine,
  idOf,
  oidcProvider,
  oktaConnection,
  outputsOf,
  rewrite,
  startOver,
} from "./support";

describe.each(TESTED)("by the %s provider", (adapter) => {
  const sdk = ADAPTERS[adapter];

  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox?.stop());

  const made = async () => {
    const { workato, okta } = await sandbox.state();
    const [provider, client, registered] = [workato.dcrProviders[0], workato.apiClients[0], okta.clients[0]];
    return { provider, client, registered, claims: okta.claims };
  };
  /** What must stay, whatever is edited. */
  const IDS = ["dcrProviderId", "createdAt", "apiClientId", "clientId", "clientSecret", "apiKeyId", "apiKey"];
  const idsOf = async (workspace: Workspace) => {
    const outputs = { ...(await outputsOf(workspace, "oidc")), ...(await outputsOf(workspace, "orders")) };
    return Object.fromEntries(IDS.map((id) => [id, outputs[id]]));
  };

  describe.each(["stack", "workato"] as const)("with the store %s", (store) => {
    let workspace: Workspace;
    const engine = {} as Engine;
    const begin = beginnings(engine);
    beforeAll(async () => {
      const plugin = adapter === "native" ? { plugin: await nativePlugin() } : {};
      workspace = await createWorkspace({ sandbox, config: { "workato-dcr:dcrProviderStore": store }, ...plugin });
      Object.assign(engine, { sandbox, workspace });
    });
    afterAll(() => workspace?.remove());
    beforeEach(() => startOver(sandbox, workspace));

    const program =
      (provider: Partial<workato.DcrProviderArgs> = {}, client: Partial<workato.ApiClientArgs> = {}) =>
      async () => {
        const dcrProvider = oidcProvider(
          sandbox.info,
          {
            connection: oktaConnection(sandbox.info, {}, sdk),
            ...provider,
          },
          {},
          sdk,
        );
        new sdk.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider, ...client });
      };

    test("a DCR provider is edited in place, and what is taken out of the program is reset", async () => {
      const { info } = sandbox;
      await begin("all", program());
      const ids = await idsOf(workspace);
      const id = await spareConnection();
      const edits: [edit: Partial<workato.DcrProviderArgs>, atWorkato: object, claim: string][] = [
        [{ name: "Renamed", connection: { id } }, { name: "Renamed", connection_id: id }, "workato_sub"],
        // Each also takes back the one before it.
        [
          { requiredClaims: ["aud", "iss"], apiKeyClaim: "workato_key" },
          { required_claims: ["aud", "iss"], access_profile_claim: "workato_key" },
          "workato_key",
        ],
        [{}, {}, "workato_sub"],
      ];
      const connection_id = Number((await outputsOf(workspace, "okta"))?.connectionId);
      const steps: string[][] = [];
      for (const [edit, atWorkato, claim] of edits) {
        steps.push((await workspace.up(program(edit))).steps);
        const { provider, client, claims } = await made();
        if (store === "workato") {
          const base = { name: "Okta OIDC", connection_id, required_claims: [], access_profile_claim: null };
          expect(provider).toMatchObject({ ...base, ...atWorkato });
        } else {
          expect(client).toMatchObject({ required_claims: edit.requiredClaims ?? [], access_profile_claim: claim });
          expect(claims).toMatchObject([{ name: claim, conditions: { scopes: [info.scope] } }]);
        }
        expect(await idsOf(workspace)).toEqual(ids);
        expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
      }
      // With the store stack, what the gateway enforces is kept by Workato with each client.
      const client = store === "stack" ? "update orders" : "same orders";
      expect(steps).toEqual([
        ["same okta", "same orders", "update oidc"],
        ["same okta", client, "update oidc"].sort(),
        ["same okta", client, "update oidc"].sort(),
      ]);
    });

    test("an API client is edited in place, and what is taken out of the program is reset on both sides", async () => {
      const logoUri = "https://example.com/logo.png";
      await begin("all", program());
      const ids = await idsOf(workspace);
      const mark = await idOf(workspace, "orders");
      const bare = {
        name: "Orders",
        description: `(pulumi:${mark})`,
        email: null,
        api_portal_id: null,
        api_policy_id: null,
        project_id: null,
        api_collection_ids: [1],
      };
      const registration = {
        client_name: "Orders",
        logo_uri: null,
        token_endpoint_auth_method: "client_secret_basic",
      };
      const post = { tokenEndpointAuthMethod: "client_secret_post" as const };
      const edits: [edit: Partial<workato.ApiClientArgs>, atWorkato: object, atIdp: object][] = [
        [
          { email: "a@example.com", apiPolicyId: 1, projectId: "1", description: "What for", logoUri },
          { email: "a@example.com", api_policy_id: 1, project_id: 1, description: `What for (pulumi:${mark})` },
          { logo_uri: logoUri },
        ],
        // Each also takes back the one before it.
        [
          { email: "b@example.com", portalId: 1, description: "Else", apiCollectionIds: [2], registration: post },
          { email: "b@example.com", api_portal_id: 1, description: `Else (pulumi:${mark})`, api_collection_ids: [2] },
          { token_endpoint_auth_method: "client_secret_post" },
        ],
        [
          { name: "Renamed", apiCollectionIds: [] },
          { name: "Renamed", api_collection_ids: [] },
          { client_name: "Renamed" },
        ],
        [{}, {}, {}],
      ];
      for (const [edit, atWorkato, atIdp] of edits) {
        const { steps } = await workspace.up(program({}, edit));
        expect(steps).toEqual(["same oidc", "same okta", "update orders"]);
        const { client, registered } = await made();
        expect(client).toMatchObject({ ...bare, ...atWorkato });
        expect(registered).toMatchObject({ ...registration, ...atIdp });
        expect(await idsOf(workspace)).toEqual(ids);
      }
      expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
    });

    test("another issuer in the configuration is an update of the provider and of what depends on it", async () => {
      await begin("all", program());
      const { issuer } = (await outputsOf(workspace, "oidc")) ?? {};
      for (const name of ["oidc", "orders"]) {
        await rewrite(workspace, name, { issuer: "https://acme.okta.com/oauth2/before" });
      }
      const steps = ["same okta", "update oidc", "update orders"];
      expect((await workspace.preview(program())).steps).toEqual(steps);
      expect((await workspace.up(program())).steps).toEqual(steps);
      for (const name of ["oidc", "orders"]) expect(await outputsOf(workspace, name)).toMatchObject({ issuer });
      expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
      expect((await workspace.up(program())).steps).toEqual(["same oidc", "same okta", "same orders"]);
    });

    test("the order of lists and the type of ids are no change, and cost no call", async () => {
      const edit = (swapped: boolean) =>
        program(
          { requiredClaims: swapped ? ["aud", "iss"] : ["iss", "aud"] },
          {
            apiCollectionIds: swapped ? ["2", "1"] : [1, 2],
            portalId: swapped ? "1" : 1,
            email: "a@example.com",
            apiPolicyId: swapped ? 1 : "1",
            rotationTriggers: swapped ? { b: 2, a: "1" } : { a: "1", b: 2 },
          },
        );
      await workspace.up(edit(false));
      await sandbox.clearRequests();
      expect((await workspace.up(edit(true))).steps).toEqual(["same oidc", "same okta", "same orders"]);
      expect(await sandbox.requests()).toEqual([]);
    });

    test("an API client that is gone on one side is deleted all the same", async () => {
      await workspace.up(async () => {
        const dcrProvider = oidcProvider(sandbox.info, { connection: oktaConnection(sandbox.info, {}, sdk) }, {}, sdk);
        for (const name of ["unregistered", "forgotten"]) {
          new sdk.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider });
        }
      });
      const { clientId } = (await outputsOf(workspace, "unregistered")) ?? {};
      const { apiClientId } = (await outputsOf(workspace, "forgotten")) ?? {};
      await sandbox.drift({ op: "delete", side: "okta", kind: "oauthClient", id: String(clientId) });
      await sandbox.drift({ op: "delete", side: "workato", kind: "apiClient", id: String(apiClientId) });

      const { steps } = await workspace.destroy();
      expect(steps).toEqual(["delete forgotten", "delete oidc", "delete okta", "delete unregistered"]);
      const nothing = { connections: [], dcrProviders: [], apiClients: [], apiKeys: [] };
      expect(await sandbox.state()).toEqual({ workato: nothing, okta: { clients: [], claims: [] } });
    });

    if (store === "stack") return;

    test("scopes and introspection are edited in place", async () => {
      const { info } = sandbox;
      const spare = await spareConnection({
        user: info.introspectionClientId,
        password: info.introspectionClientSecret,
      });
      const byIntrospection = (scopes: string[] | undefined, endpointPath: string, other: boolean) => async () => {
        const auth = {
          type: "basic" as const,
          username: info.introspectionClientId,
          password: info.introspectionClientSecret,
        };
        const own = new sdk.HttpConnection("introspection", {
          name: "Introspection",
          baseUrl: info.oktaOrgUrl,
          auth,
        });
        const connection = other ? { id: spare, baseUrl: info.oktaOrgUrl } : own;
        const dcrProvider = oidcProvider(
          info,
          {
            connection: oktaConnection(info, {}, sdk),
            authenticationMethod: "introspection",
            scopes,
            introspection: { connection, endpointPath },
          },
          {},
          sdk,
        );
        new sdk.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
      };
      const wrong = "oauth2/introspect";
      await workspace.up(byIntrospection([info.scope], wrong, false));
      const ids = await idsOf(workspace);
      expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(401);

      const own = Number((await outputsOf(workspace, "introspection"))?.connectionId);
      for (const [scopes, endpointPath, other, status] of [
        [undefined, info.introspectionPath, true, 200],
        [["orders.read"], wrong, false, 401],
      ] as const) {
        const { steps } = await workspace.up(byIntrospection(scopes && [...scopes], endpointPath, other));
        expect(steps).toEqual(["same introspection", "same okta", "same orders", "update oidc"]);
        expect((await made()).provider).toMatchObject({
          scopes: scopes ?? [],
          introspection_connection_id: other ? spare : own,
          introspection_endpoint_path: endpointPath,
        });
        const introspectionUrl = `${info.oktaOrgUrl}/${endpointPath}`;
        expect(await outputsOf(workspace, "oidc")).toMatchObject({ introspectionUrl });
        expect(await idsOf(workspace)).toEqual(ids);
        expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(status);
      }
    });

    test("the edit of a DCR provider in use warns at preview, and its deletion when others still use it", async () => {
      await begin("all", program());
      const { workato: api } = callers(sandbox.info);
      const dcr_provider_id = Number((await outputsOf(workspace, "oidc"))?.dcrProviderId);
      const body = { name: "Billing", api_collection_ids: [1], auth_type: "oidc", dcr_provider_id };
      expect((await api("POST", "/api/v2/api_clients", body)).status).toBe(200);

      expect((await workspace.preview(program())).printed).not.toContain("warning");
      const { printed } = await workspace.preview(program({ requiredClaims: ["groups"] }));
      expect(printed).toContain('DcrProvider "Okta OIDC": It is used by 2 API clients (Billing, Orders). ');
      expect(printed).toContain("Tokens that lack a newly enforced claim");

      const destroyed = await workspace.destroy();
      expect(destroyed.steps).toEqual(["delete oidc", "delete okta", "delete orders"]);
      expect(destroyed.printed).toContain(
        'DcrProvider "Okta OIDC": It is deleted, and 1 API client (Billing) outside this stack still used it.',
      );
    });
  });

  /** A connection that somebody else made. */
  async function spareConnection(basic?: { user: string; password: string }): Promise<number> {
    const { info } = sandbox;
    const header_pair = `Authorization: SSWS ${info.oktaToken}`;
    const auth = basic
      ? { auth_type: "basic", basic_user: basic.user, basic_password: basic.password }
      : { auth_type: "headers", header_pair };
    const body = { name: "Spare", provider: "rest", input: { base_uri: info.oktaOrgUrl, ...auth } };
    return (await callers(info).workato("POST", "/api/connections", body)).body.id;
  }
});
