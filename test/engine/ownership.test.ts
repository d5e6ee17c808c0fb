import type { CustomResourceOptions } from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";
import type { FaultRule } from "../../sandbox/client";
import { callers, serviceClient } from "../sandbox/http";
import {
  beginnings,
  callWith,
  emptyStack,
  errorsByResource,
  errorsOf,
  NOTHING_LEFT,
  oidcProvider,
  oktaConnection,
  outputsOf,
  startOver,
  useEngine,
  WORKATO_STORE,
  watched,
} from "./support";

const HASTY = { "workato-dcr:retryTotalSeconds": "1" };
type Client = Partial<workato.ApiClientArgs>;

/** The answer to a create is lost, and so is every look-up after it. */
const lost = (side: FaultRule["side"], path: string): FaultRule[] => [
  { side, method: "POST", path, times: 9, fault: { kind: "reset-after" } },
  { side, method: "GET", path, times: 99, fault: { kind: "reset-before" } },
];

describe("with the store stack", () => {
  const engine = useEngine({ config: HASTY });
  const begin = beginnings(engine);
  beforeEach(() => startOver(engine.sandbox, engine.workspace));

  const nothingButProvider = async () => void oidcProvider(engine.sandbox.info);
  const orders =
    (more: Client = {}, credential?: Partial<workato.ApiClientCredentialArgs>) =>
    async () => {
      const apiClient = declared("orders", more);
      if (credential) new workato.ApiClientCredential("eu", { name: "EU", apiClient, ...credential });
    };
  function declared(name: string, more: Client = {}, opts?: CustomResourceOptions) {
    const dcrProvider = more.dcrProvider ?? oidcProvider(engine.sandbox.info);
    return new workato.ApiClient(name, { name: "Orders", apiCollectionIds: [1], ...more, dcrProvider }, opts);
  }
  const names = async () => {
    const { workato: at, okta } = await engine.sandbox.state();
    return {
      apiClients: at.apiClients.map(({ name }) => name),
      keys: at.apiKeys.length,
      registered: okta.clients.map(({ client_name }) => client_name?.replace(/ \(pulumi:.*/, "")),
    };
  };
  async function fails(rules: readonly FaultRule[], command: () => Promise<unknown>): Promise<string[]> {
    for (const rule of rules) await engine.sandbox.fault(rule);
    const errors = await errorsOf(command());
    await engine.sandbox.clearFaults();
    return errors;
  }

  describe("a resource that is renamed by an alias keeps its mark, and another one of its former name", () => {
    test("does not get its connection", async () => {
      const { sandbox, workspace } = engine;
      const { info } = sandbox;
      const connection = (name: string, opts?: CustomResourceOptions) => {
        const auth = { type: "header", headers: { Authorization: `SSWS ${info.oktaToken}` } } as const;
        return new workato.HttpConnection(name, { name: `Of ${name}`, baseUrl: info.oktaOrgUrl, auth }, opts);
      };
      const renamed = () => connection("main", { aliases: [{ name: "okta" }] });
      await workspace.up(async () => void connection("okta"));
      await workspace.up(async () => void renamed());
      const before = await sandbox.state();
      const both = async () => {
        renamed();
        connection("okta");
      };
      expect(await errorsOf(workspace.preview(both))).toEqual([expect.stringMatching(/another name/)]);
      expect(await sandbox.state()).toEqual(before);
    });

    test("does not get its API client", async () => {
      const { sandbox, workspace } = engine;
      const main = (dcrProvider: workato.DcrProvider) =>
        declared("main", { dcrProvider }, { aliases: [{ name: "orders" }] });
      await begin("a client", orders());
      await workspace.up(async () => void main(oidcProvider(sandbox.info)));
      const held = await outputsOf(workspace, "main");
      const both = async () => {
        const dcrProvider = oidcProvider(sandbox.info);
        declared("orders", { dcrProvider });
        main(dcrProvider);
      };
      expect(await errorsOf(workspace.preview(both))).toEqual([expect.stringMatching(/another name/)]);
      expect(await callWith(sandbox, held)).toBe(200);
      expect(await names()).toEqual({ apiClients: ["Orders"], keys: 1, registered: ["Orders"] });
    });
  });

  const byHand = async () => {
    const { workato: api, okta } = callers(engine.sandbox.info);
    const body = { name: "Live", description: "Theirs", api_collection_ids: [1], auth_type: "token" };
    const { id } = (await api("POST", "/api/v2/api_clients", body)).body.data;
    const { client_id } = (await okta("POST", "/oauth2/v1/clients", serviceClient("Live"))).body;
    return { apiClientId: String(id), clientId: String(client_id) };
  };

  test("two resources cannot adopt the same object", async () => {
    const { sandbox, workspace } = engine;
    const adopt = await byHand();
    const both = async () => {
      const dcrProvider = oidcProvider(sandbox.info);
      for (const name of ["one", "two"]) declared(name, { dcrProvider, adopt });
    };
    const errors = await errorsByResource(workspace.preview(both));
    expect(Object.values(errors)).toEqual([
      [
        `adopt.apiClientId: ${adopt.apiClientId} belongs to another resource of the program already: ApiClient "Orders"`,
        `adopt.clientId: ${adopt.clientId} belongs to another resource of the program already: ApiClient "Orders"`,
      ],
    ]);
  });

  test("a take-over that failed before it changed anything is not in the stack, and nothing is deleted with it", async () => {
    const { sandbox, workspace } = engine;
    const adopt = await byHand();
    await workspace.up(nothingButProvider);
    const before = await sandbox.state();
    const no = { errorCode: "E0000006", errorSummary: "no" };
    const refused = { method: "PUT", path: "/api/v1/apps/", times: 9 };
    const rule: FaultRule = { ...refused, fault: { kind: "status", status: 403, body: no } };
    await fails([rule], () => workspace.up(orders({ adopt })));
    expect((await workspace.up(nothingButProvider)).steps).toEqual(["same oidc"]);
    expect(await sandbox.state()).toEqual(before);
  });

  test("of a take-over that failed halfway, a removal deletes what carries the mark, and leaves the rest", async () => {
    const { sandbox, workspace } = engine;
    const adopt = await byHand();
    const rule = { side: "workato", method: "PUT", path: "/api_clients/", times: 9 } as const;
    await fails([{ ...rule, fault: { kind: "status", status: 403, body: { message: "no" } } }], () =>
      workspace.up(orders({ adopt })),
    );
    await workspace.up(nothingButProvider);
    expect(await names()).toEqual({ apiClients: ["Live"], keys: 0, registered: [] });
    expect((await sandbox.state()).workato.apiClients).toMatchObject([{ description: "Theirs", auth_type: "token" }]);
  });

  test("a rotation whose answer was lost is mended, also where the trigger is taken back", async () => {
    const { sandbox, workspace } = engine;
    await workspace.up(orders({ rotationTriggers: { quarter: "1" } }));
    // The list that comes before it is answered.
    const rule: FaultRule = { path: "/credentials/secrets$", after: 1, times: 20, fault: { kind: "reset-after" } };
    await fails([rule], () => workspace.up(orders({ rotationTriggers: { quarter: "2" } })));
    await workspace.up(orders({ rotationTriggers: { quarter: "1" } }));
    expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
  });

  describe("a create whose answer and whose look-up were lost", () => {
    const edited: Client = {
      name: "Orders 2",
      logoUri: "https://example.com/logo.png",
      registration: { tokenEndpointAuthMethod: "client_secret_post" },
    };

    const anywhere: [string, FaultRule[]][] = [
      ["at the identity provider", lost("okta", "/oauth2/v1/clients$")],
      ["at Workato", lost("workato", "/api_clients$")],
      ["of the key", lost("workato", "/api_keys$")],
    ];

    test.each(anywhere)("%s is completed by an edited program", async (_, rules) => {
      const { sandbox, workspace } = engine;
      await fails(rules, () => workspace.up(orders()));
      await workspace.up(orders(edited));
      expect(await names()).toEqual({ apiClients: ["Orders 2"], keys: 1, registered: ["Orders 2"] });
      expect((await sandbox.state()).okta.clients).toMatchObject([
        { token_endpoint_auth_method: "client_secret_post", logo_uri: edited.logoUri },
      ]);
      expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
      expect((await workspace.up(orders(edited))).steps).toEqual(["same oidc", "same orders"]);
    });

    test.each(anywhere)("%s leaves nothing when it is removed, also after a refresh", async (_, rules) => {
      const { sandbox, workspace } = engine;
      await fails(rules, () => workspace.up(orders()));
      await workspace.refresh();
      await workspace.destroy();
      expect(await sandbox.state()).toEqual(NOTHING_LEFT);
    });

    test.each([
      ["at the identity provider", lost("okta", "/oauth2/v1/clients$")],
      ["of its key", lost("workato", "/api_keys$")],
    ])("of a further credential %s leaves nothing when it is removed", async (_, rules) => {
      const { workspace } = engine;
      await begin("a client", orders());
      await fails(rules, () => workspace.up(orders({}, {})));
      await workspace.up(orders());
      expect(await names()).toEqual({ apiClients: ["Orders"], keys: 1, registered: ["Orders"] });
    });
  });

  test("what a killed run has made, and no state knows, is taken over, with what is wanted of it now", async () => {
    const { sandbox, workspace } = engine;
    await workspace.up(orders({}, {}));
    await emptyStack(workspace);
    const logoUri = "https://example.com/logo.png";
    const again = await watched(sandbox, () => workspace.up(orders({ logoUri }, {})));
    expect(again.requests.filter((it) => /POST 20\d .*(\/clients|\/api_clients)$/.test(it))).toEqual([]);
    expect(await names()).toEqual({ apiClients: ["Orders"], keys: 2, registered: ["Orders", "EU"] });
    expect((await sandbox.state()).okta.clients[0]).toMatchObject({ logo_uri: logoUri });
    for (const name of ["orders", "eu"]) expect(await callWith(sandbox, await outputsOf(workspace, name))).toBe(200);
  });
});

describe("with the store workato", () => {
  const engine = useEngine({ config: { ...HASTY, ...WORKATO_STORE } });

  test("a DCR provider that the stack has cannot be adopted once more", async () => {
    const { sandbox, workspace } = engine;
    const program = (adopt?: { dcrProviderId: string }) => async () => {
      const connection = oktaConnection(sandbox.info);
      oidcProvider(sandbox.info, { connection });
      const args = { name: "Second", connection, authenticationMethod: "oidc", adopt } as const;
      if (adopt) new workato.DcrProvider("second", args);
    };
    await workspace.up(program());
    const before = await sandbox.state();
    const dcrProviderId = String((await outputsOf(workspace, "oidc"))?.dcrProviderId);
    const errors = await errorsOf(workspace.preview(program({ dcrProviderId })));
    expect(errors.join()).toContain("another resource of the program");
    expect(await sandbox.state()).toEqual(before);
  });
});
