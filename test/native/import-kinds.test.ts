import { callWith, WORKATO_STORE } from "../engine/support";
import { Conversation } from "../keycloak/conversation";
import { callers, httpConnection, serviceClient } from "../sandbox/http";
import { failureOf, type Native, oidcAndOrders, outputsOf, resource, useNative } from "./support";

/** What else than an API client at the default identity provider is imported. */

const TYPE = (kind: string) => `workato-dcr:index:${kind}`;
const FOREIGN_MARK = "01234567.0123456789ab.0a1b2c";
const marked = (text: string) => `${text} (pulumi:${FOREIGN_MARK})`;

const importing = ({ stack }: Native, kind: string, name: string, id: string) =>
  stack.pulumi("import", TYPE(kind), name, id, "--yes", "--protect=false");

/** The properties of a resource that a preview changes. */
async function previewed({ stack }: Native, name: string) {
  const { printed } = await stack.pulumi("preview", "--diff", "--suppress-outputs");
  const [, own = ""] = printed.split(`::${name}]`);
  // Those of an object stand further in.
  return [...own.matchAll(/^ {6,8}([~+-] \w+)/gm)].map(([, line]) => line);
}

/** The import is refused, and nothing has changed. */
async function expectRefused(native: Native, kind: string, id: string, reason: string) {
  const [before, held] = [await native.sandbox.state(), await native.stack.files.resources()];
  expect(await failureOf(importing(native, kind, "imported", id))).toContain(reason);
  expect(await native.sandbox.state()).toEqual(before);
  expect(await native.stack.files.resources()).toEqual(held);
}

describe("a DCR provider at Workato", () => {
  const native = useNative({ config: WORKATO_STORE });

  const INTROSPECTION = "oauth2/default/v1/introspect";

  test.each<[string, { requiredClaims?: string[]; scopes?: string[] }, boolean]>([
    ["with claims and scopes", { requiredClaims: ["iss"], scopes: ["sandbox.call"] }, false],
    ["without", {}, false],
    ["that introspects", {}, true],
  ])("%s is imported as it is, and the next preview has nothing to do", async (_, lists, introspects) => {
    const { stack, sandbox } = native;
    const { workato } = callers(sandbox.info);
    const { oktaOrgUrl: baseUrl, oktaToken, issuer } = sandbox.info;
    const connection = await workato("POST", "/api/connections", httpConnection(baseUrl, `SSWS ${oktaToken}`));
    const id: number = connection.body.id;
    const made = await workato("POST", "/api/v2/dcr_providers", {
      name: "Okta",
      connection_id: id,
      auth_method: introspects ? "oauth2_introspection" : "oidc",
      required_claims: lists.requiredClaims ?? [],
      scopes: lists.scopes ?? [],
      ...(introspects && { introspection_connection_id: id, introspection_endpoint_path: INTROSPECTION }),
    });
    const dcrProviderId = String(made.body.data.id);
    const before = await sandbox.state();

    expect((await importing(native, "DcrProvider", "okta", dcrProviderId)).steps).toEqual(["import okta"]);
    const ofConnection = { id: String(id), baseUrl };
    const okta = resource("DcrProvider", {
      name: "Okta",
      connection: { id: String(id) },
      authenticationMethod: introspects ? "introspection" : "oidc",
      ...(introspects && { introspection: { connection: ofConnection, endpointPath: INTROSPECTION } }),
      ...lists,
    });
    await stack.program({ resources: { okta }, outputs: { ref: `\${okta.ref}` } });
    expect((await stack.pulumi("preview", "--diff")).steps).toEqual(["same okta"]);
    expect(await sandbox.state()).toEqual(before);
    expect(await outputsOf(stack, "okta")).toMatchObject({ dcrProviderId, issuer });
  });

  test.each([
    ["ApiClient", "12", "<apiClientId>/<clientId>"],
    ["ApiClient", "orders/0oa1", "<apiClientId>/<clientId>"],
    ["ApiClientCredential", "12/0oa1", "<apiClientId>/<apiKeyId>/<clientId>"],
    ["ApiClientCredential", "12/key/0oa1", "<apiClientId>/<apiKeyId>/<clientId>"],
    ["HttpConnection", "okta", "<connectionId>"],
    ["DcrProvider", "7/8", "<dcrProviderId>"],
  ])("of %s, an id such as %s is refused with the form that it has", async (kind, id, form) => {
    await expectRefused(native, kind, id, `"${id}" is not an id to import by. It has the form ${form}`);
  });
});

describe("a connection", () => {
  const native = useNative();

  test("of another stack is refused", async () => {
    const body = { ...httpConnection("https://example.com", "hunter2"), external_id: `pulumi:${FOREIGN_MARK}` };
    const { id } = (await callers(native.sandbox.info).workato("POST", "/api/connections", body)).body;
    await expectRefused(native, "HttpConnection", String(id), FOREIGN_MARK);
  });
});

describe("a further credential", () => {
  const native = useNative();

  /** A key of the stack's API client and a registered client, linked by hand. */
  async function madeByHand(keyName = "By hand") {
    const { stack, sandbox } = native;
    const { workato, okta } = callers(sandbox.info);
    await stack.program(oidcAndOrders(sandbox.info.scope));
    await stack.pulumi("up", "--yes");
    const { apiClientId } = await outputsOf(stack, "orders");
    const path = `/api/v2/api_clients/${apiClientId}/api_keys`;
    const key = (await workato("POST", path, { name: keyName, active: true })).body.data;
    const { client_id, client_secret } = (await okta("POST", "/oauth2/v1/clients", serviceClient("EU"))).body;
    const app = (await okta("GET", `/api/v1/apps/${client_id}`)).body;
    const { id, status, created, lastUpdated, _links, ...writable } = app;
    await okta("PUT", `/api/v1/apps/${client_id}`, { ...writable, profile: { workatoApiKey: key.auth_token } });
    return { id: `${apiClientId}/${key.id}/${client_id}`, clientId: client_id, secret: client_secret };
  }

  test("is imported as it is, and works as before once it is the stack's", async () => {
    const { stack, sandbox } = native;
    const made = await madeByHand();
    const before = await sandbox.state();
    const { steps, printed } = await importing(native, "ApiClientCredential", "eu", made.id);
    expect(steps).toContain("import eu");
    expect(printed).not.toContain(made.secret);
    expect(await sandbox.state()).toEqual(before);

    const program = oidcAndOrders(sandbox.info.scope);
    const apiClient = { id: `\${orders.id}`, dcrProvider: `\${orders.dcrProvider}` };
    const eu = resource("ApiClientCredential", { name: "EU", apiClient });
    await stack.program({ ...program, resources: { ...program.resources, eu } });
    expect(await previewed(native, "eu")).toEqual(["+ apiClient", "+ ownershipMark"]);

    await stack.pulumi("up", "--yes");
    const outputs = await outputsOf(stack, "eu");
    expect(outputs).toMatchObject({ clientId: made.clientId, clientSecret: made.secret });
    expect(await callWith(sandbox, outputs)).toBe(200);
    expect((await stack.pulumi("preview")).steps).toEqual(["same eu", "same okta", "same orders"]);
  });

  test("of another stack is refused", async () => {
    const { id } = await madeByHand(marked("EU"));
    await expectRefused(native, "ApiClientCredential", id, FOREIGN_MARK);
  });
});

describe("a client at another identity provider than the default one", () => {
  const native = useNative();
  let realm: Conversation;
  beforeAll(async () => {
    const {
      keycloakIssuer: issuer,
      keycloakClientId: clientId,
      keycloakClientSecret: clientSecret,
    } = native.sandbox.info;
    realm = new Conversation({ issuer, clientId, clientSecret });
    const value = JSON.stringify({ sso: { type: "keycloak", issuer, clientId, clientSecret } });
    await native.stack.files.configure({ "workato-dcr:identityProviders": { value, secret: true } });
  });

  /** A client on both sides that somebody has made by hand. */
  async function madeByHand(attributes = {}) {
    await realm.begin();
    const api = { name: "Portal", auth_type: "token", api_collection_ids: [1] };
    const client = (await callers(native.sandbox.info).workato("POST", "/api/v2/api_clients", api)).body.data;
    const flows = { publicClient: false, serviceAccountsEnabled: true, standardFlowEnabled: false };
    await realm.admin("POST", "/clients", { clientId: "portal", name: "Portal", attributes, ...flows });
    const { body } = await realm.admin("GET", "/clients?clientId=portal");
    return { id: `${client.id}/sso:portal`, secret: (body as [{ secret: string }])[0].secret };
  }

  test("is imported by its name before the client id, with the secret that its users have", async () => {
    const { stack, sandbox } = native;
    const made = await madeByHand();
    const before = await sandbox.state();
    const { steps, printed } = await importing(native, "ApiClient", "orders", made.id);
    expect(steps).toEqual(["import orders"]);
    expect(printed).not.toContain(made.secret);
    expect(await sandbox.state()).toEqual(before);

    await stack.program(oidcAndOrders("", { scopes: undefined, identityProvider: "sso" }, { name: "Portal" }));
    expect(await previewed(native, "orders")).toEqual(["+ apiKeyId", "+ boundTo", "+ dcrProvider", "+ ownershipMark"]);
    await stack.pulumi("up", "--yes");
    const outputs = await outputsOf(stack, "orders");
    expect(outputs).toMatchObject({ clientId: "portal", clientSecret: made.secret });
    const token = await realm.token(made.secret, { clientId: "portal" });
    expect(await sandbox.gateway(1, String(token.body?.access_token))).toMatchObject({ status: 200 });
    expect((await stack.pulumi("preview")).steps).toEqual(["same okta", "same orders"]);
  });

  test("of another stack is refused", async () => {
    const { id } = await madeByHand({ "pulumi.mark": FOREIGN_MARK });
    await expectRefused(native, "ApiClient", id, FOREIGN_MARK);
  });

  test("is not found without that name", async () => {
    const { id } = await madeByHand();
    await expectRefused(
      native,
      "ApiClient",
      id.replace("sso:", ""),
      "there is no client portal at the identity provider",
    );
  });
});
