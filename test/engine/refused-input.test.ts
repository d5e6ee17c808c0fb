import * as workato from "pulumi-workato-dcr";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { callers } from "../sandbox/http";
import {
  configured,
  errorsByResource,
  errorsOf,
  NOTHING_LEFT,
  oidcProvider,
  oktaConnection,
  startOver,
  useEngine,
  WORKATO_STORE,
} from "./support";

const engine = useEngine();
beforeEach(() => startOver(engine.sandbox, engine.workspace));

/** A ref as it comes from another stack. */
const ref = () => ({
  dcrProviderId: "0123456789abcdef",
  authenticationMethod: "oidc" as const,
  scopes: [engine.sandbox.info.scope],
});
describe("what only the two sides know is refused, and leaves nothing behind", () => {
  test("with the store stack", async () => {
    const { sandbox } = engine;
    const { info } = sandbox;
    const { foreign } = await connectionsOfOthers(sandbox);
    const client = (args: Partial<workato.ApiClientArgs>) => (name: string) =>
      new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider: ref(), ...args });
    const provider = (args: Partial<workato.DcrProviderArgs>) => (name: string) =>
      new workato.DcrProvider(name, { name, authenticationMethod: "oidc", scopes: [info.scope], ...args });
    const refused = (field: string, given: string) =>
      `Workato refused POST /api/v2/api_clients at ${new URL(info.workatoBaseUrl).host}: 400 ${field} does not exist (${given}`;
    const cases: Record<string, [declare: (name: string) => void, error: string]> = {
      collection: [
        client({ apiCollectionIds: [1, 99] }),
        'apiCollectionIds[1]: there is no API collection 99 in this workspace. Those that the token sees: "Inventory"',
      ],
      policy: [client({ apiPolicyId: 99 }), refused("api_policy_id", "apiPolicyId 99")],
      portal: [client({ portalId: 99, email: "a@example.com" }), refused("api_portal_id", "portalId 99")],
      project: [client({ projectId: 99 }), refused("project_id", "projectId 99")],
      scope: [
        provider({ scopes: ["orders.read"] }),
        'scopes[0]: there is no scope "orders.read" on the authorization server. Add it there, or choose another: ',
      ],
      connection: [provider({ connection: { id: 99 } }), "connection.id: there is no connection 99 in this workspace"],
      application: [
        provider({ connection: { id: foreign } }),
        `connection.id: connection ${foreign} ("CRM") is not an HTTP connection but one to salesforce`,
      ],
    };
    const before = await sandbox.state();
    expect(await applied(cases)).toEqual(expected(cases));
    expect(await sandbox.state()).toEqual(before);
    expect(
      (await sandbox.requests()).filter(({ method, path }) => method === "POST" && path === "/oauth2/v1/clients"),
    ).toHaveLength(3);
  });

  test("with the store workato", async () => {
    const { sandbox, workspace } = engine;
    const { info } = sandbox;
    const { own, foreign, reader } = await connectionsOfOthers(sandbox);
    const { workato: api } = callers(info);
    const taken = (
      await api("POST", "/api/v2/dcr_providers", { name: "Okta", connection_id: own, auth_method: "oidc" })
    ).body.data.id;
    const provider =
      (name: string, id: number, more: Partial<workato.DcrProviderArgs> = {}) =>
      (resource: string) =>
        new workato.DcrProvider(resource, { name, connection: { id }, authenticationMethod: "oidc", ...more });
    const cases: Record<string, [declare: (name: string) => void, error: string]> = {
      connection: [provider("a", 99), "connection.id: there is no connection 99 in this workspace"],
      application: [
        provider("b", foreign),
        `connection.id: connection ${foreign} ("CRM") is not an HTTP connection but one to salesforce`,
      ],
      registration: [
        provider("c", reader),
        `connection.id: the identity provider behind connection ${reader} does not answer registration: has credentials that the identity provider refuses (401)`,
      ],
      name: [provider("OKTA", own), `name: there is a DCR provider "Okta" (id ${taken}) in this workspace already`],
      introspection: [
        provider("d", own, {
          authenticationMethod: "introspection",
          introspection: { connection: { id: 99, baseUrl: info.oktaOrgUrl }, endpointPath: "oauth2/introspect" },
        }),
        "introspection.connection.id: there is no connection 99 in this workspace",
      ],
    };
    const before = await sandbox.state();
    await configured(workspace, WORKATO_STORE, async () => {
      expect(await applied(cases)).toEqual(expected(cases));
    });
    expect(await sandbox.state()).toEqual(before);
  });

  /** A command for each, since the engine begins no other resource once one has failed. */
  const applied = async (cases: Record<string, [declare: (name: string) => void, error: string]>) => {
    const { workspace } = engine;
    const errors: Record<string, string[]> = {};
    for (const [name, [declare]] of Object.entries(cases)) {
      Object.assign(errors, await errorsByResource(workspace.up(async () => declare(name))));
    }
    expect((await workspace.state()).filter(({ type }) => !type.startsWith("pulumi:"))).toEqual([]);
    return errors;
  };
  const expected = (cases: Record<string, [declare: (name: string) => void, error: string]>) =>
    Object.fromEntries(Object.entries(cases).map(([name, [, error]]) => [name, [expect.stringContaining(error)]]));
});

describe("what the configuration has wrong", () => {
  let withoutEndpoints: Sandbox;
  beforeAll(async () => {
    withoutEndpoints = await startSandbox({ storeEndpoints: "off" });
  });
  afterAll(() => withoutEndpoints?.stop());

  const address = (sandbox: Sandbox) => ({
    "workato-dcr:baseUrl": sandbox.info.workatoBaseUrl,
    "workato-dcr:apiToken": sandbox.info.workatoToken,
    "workato-dcr:oktaOrgUrl": sandbox.info.oktaOrgUrl,
    "workato-dcr:oktaApiToken": sandbox.info.oktaToken,
  });

  it.each<[string, () => Record<string, string>, string[]]>([
    [
      "the token of Workato",
      () => ({ "workato-dcr:apiToken": "token-of-nobody" }),
      [
        "Workato refused GET /api/connections",
        ": 401 Unauthorized",
        "Check the token (pulumi config set --secret workato-dcr:apiToken)",
      ],
    ],
    [
      "the token of Okta",
      () => ({ "workato-dcr:oktaApiToken": "token-of-nobody" }),
      [
        "Okta refused GET /oauth2/v1/clients",
        ": 401 ",
        "E0000011",
        "Check the token (pulumi config set --secret workato-dcr:oktaApiToken)",
      ],
    ],
    [
      "the address of Workato",
      () => ({ "workato-dcr:baseUrl": "http://127.0.0.1:1" }),
      ["Workato cannot be reached for GET /api/connections", "Check workato-dcr:region or workato-dcr:baseUrl"],
    ],
    [
      "the store, in a workspace without its endpoints",
      () => ({ ...address(withoutEndpoints), ...WORKATO_STORE }),
      [
        "This Workato workspace has no DCR-provider endpoints, which workato-dcr:dcrProviderStore = workato needs",
        "/api/v2/dcr_providers",
      ],
    ],
  ])("%s, is one error that says what to do", async (_, config, words) => {
    const { sandbox, workspace } = engine;
    const start = Date.now();
    await configured(workspace, config(), async () => {
      const errors = await errorsOf(
        workspace.up(async () => {
          const it = config()["workato-dcr:oktaOrgUrl"] === undefined ? sandbox : withoutEndpoints;
          oidcProvider(it.info, { connection: oktaConnection(it.info) });
        }),
      );
      expect(errors).toHaveLength(1);
      for (const text of words) expect(errors[0]).toContain(text);
      expect(errors[0]).not.toContain("token-of-nobody");
    });
    // At once, which on a machine that is busy takes a while; what is tried again is tried for 300 s.
    expect(Date.now() - start).toBeLessThan(300_000);
    expect((await sandbox.state()).okta).toEqual(NOTHING_LEFT.okta);
    expect(await withoutEndpoints.state()).toMatchObject({ workato: { dcrProviders: [] }, okta: NOTHING_LEFT.okta });
  });
});

/** Connections that others made: a good one, one to another application, and one whose credentials may not register. */
async function connectionsOfOthers({ info }: Sandbox) {
  const { workato: api } = callers(info);
  const add = async (name: string, provider: string, input: object) =>
    (await api("POST", "/api/connections", { name, provider, input })).body.id as number;
  const rest = { base_uri: info.oktaOrgUrl };
  const header_pair = `Authorization: SSWS ${info.oktaToken}`;
  const { introspectionClientId: basic_user, introspectionClientSecret: basic_password } = info;
  return {
    own: await add("Okta", "rest", { ...rest, auth_type: "headers", header_pair }),
    foreign: await add("CRM", "salesforce", {}),
    reader: await add("Reader", "rest", { ...rest, auth_type: "basic", basic_user, basic_password }),
  };
}
