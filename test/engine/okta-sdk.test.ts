import { Client, type OpenIdConnectApplication } from "@okta/okta-sdk-nodejs";
import * as workato from "pulumi-workato-dcr";
import { callWith, NOTHING_LEFT, oidcProvider, outputsOf, useEngine } from "./support";

/** Okta's own SDK at the sandbox: it reads what the provider has written, and what it writes counts. */

const engine = useEngine({ sandbox: { storeEndpoints: "off" } });
const authServerId = "default";

let okta: Client;
let orders: Record<string, string>;
let id: string;
beforeAll(async () => {
  const { oktaOrgUrl: orgUrl, oktaToken: token } = engine.sandbox.info;
  okta = new Client({ orgUrl, token });
  await engine.workspace.up(async () => {
    const dcrProvider = oidcProvider(engine.sandbox.info);
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  });
  orders = (await outputsOf(engine.workspace, "orders")) as Record<string, string>;
  id = String(orders.clientId);
});

async function all<T>(collection: Promise<AsyncIterable<T | null>>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of await collection) if (one !== null) found.push(one);
  return found;
}

test("the app of a registered client, with its settings and the API key in its profile", async () => {
  const app = (await okta.applicationApi.getApplication({ appId: id })) as OpenIdConnectApplication;
  expect(app).toMatchObject({
    id,
    label: expect.stringContaining("Orders"),
    status: "ACTIVE",
    signOnMode: "OPENID_CONNECT",
    profile: { workatoApiKey: orders.apiKey },
  });
  expect(app.settings.oauthClient).toMatchObject({ application_type: "service", grant_types: ["client_credentials"] });
  expect((await all(okta.applicationApi.listApplications({ limit: 1 }))).map((one) => one.id)).toEqual([id]);
});

test("a whole app that is read and put back keeps profile, secret and access", async () => {
  const app = (await okta.applicationApi.getApplication({ appId: id })) as OpenIdConnectApplication;
  const replaced = await okta.applicationApi.replaceApplication({ appId: id, application: app });
  expect(replaced).toMatchObject({ label: app.label, profile: app.profile });
  expect(await callWith(engine.sandbox, orders)).toBe(200);
});

test("the secrets of a client in plain, and a second one for as long as it is there", async () => {
  const api = okta.applicationSSOPublicKeysApi;
  const secrets = () => all(api.listOAuth2ClientSecrets({ appId: id }));
  expect((await secrets()).map((one) => one.client_secret)).toEqual([orders.clientSecret]);
  const oAuth2ClientSecretRequestBody = { client_secret: "a secret of somebody's own" };
  const added = await api.createOAuth2ClientSecret({ appId: id, oAuth2ClientSecretRequestBody });
  expect(await callWith(engine.sandbox, { ...orders, clientSecret: added.client_secret })).toBe(200);
  await expect(api.createOAuth2ClientSecret({ appId: id })).rejects.toMatchObject({ status: 400 });
  const second = { appId: id, secretId: String(added.id) };
  expect(await api.deactivateOAuth2ClientSecret(second)).toMatchObject({ status: "INACTIVE" });
  await api.deleteOAuth2ClientSecret(second);
  expect(await secrets()).toHaveLength(1);
  expect(await callWith(engine.sandbox, orders)).toBe(200);
});

test("the claim that carries API keys, for the provider's scopes", async () => {
  const [claim, ...others] = await all(okta.authorizationServerApi.listOAuth2Claims({ authServerId }));
  expect(others).toEqual([]);
  expect(claim).toMatchObject({
    name: "workato_sub",
    value: "app.profile.workatoApiKey",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    status: "ACTIVE",
    conditions: { scopes: [engine.sandbox.info.scope] },
  });
});

test("scopes, policies and rules that are made there decide about the client's tokens", async () => {
  const api = okta.authorizationServerApi;
  const { scope } = engine.sandbox.info;
  const ask = async (wanted: string) => {
    const secret = { clientId: id, clientSecret: String(orders.clientSecret) };
    return (await engine.sandbox.idpToken({ ...secret, scope: wanted })).status;
  };
  const server = await api.getAuthorizationServer({ authServerId });
  expect(server).toMatchObject({ issuer: orders.issuer, issuerMode: "ORG_URL" });
  const made = await api.createOAuth2Scope({ authServerId, oAuth2Scope: { name: "read", consent: "IMPLICIT" } });
  expect((await all(api.listOAuth2Scopes({ authServerId }))).map(({ name }) => name)).toEqual(
    expect.arrayContaining([scope, "read"]),
  );

  const [preset] = await all(api.listAuthorizationServerPolicies({ authServerId }));
  await api.deleteAuthorizationServerPolicy({ authServerId, policyId: String(preset?.id) });
  expect(await ask("read")).toBe(400);
  const policy = await api.createAuthorizationServerPolicy({
    authServerId,
    policy: {
      type: "OAUTH_AUTHORIZATION_POLICY",
      name: "Orders",
      description: "For one client",
      conditions: { clients: { include: [id] } },
    },
  });
  const policyId = String(policy.id);
  const rule = await api.createAuthorizationServerPolicyRule({
    authServerId,
    policyId,
    policyRule: {
      type: "RESOURCE_ACCESS",
      name: "read",
      conditions: { grantTypes: { include: ["client_credentials"] }, scopes: { include: ["read"] } },
      actions: { token: { accessTokenLifetimeMinutes: 5 } },
    },
  });
  expect(await all(api.listAuthorizationServerPolicyRules({ authServerId, policyId }))).toMatchObject([
    { id: rule.id, priority: 1 },
  ]);
  expect([await ask("read"), await ask(`read ${scope}`)]).toEqual([200, 400]);

  const scopeId = String(made.id);
  await api.replaceOAuth2Scope({ authServerId, scopeId, oAuth2Scope: { name: "read", consent: "REQUIRED" } });
  expect(await ask("read")).toBe(400);
});

test("what the provider removes is gone for it too", async () => {
  await engine.workspace.destroy();
  await expect(okta.applicationApi.getApplication({ appId: id })).rejects.toMatchObject({ status: 404 });
  expect(await engine.sandbox.state()).toEqual(NOTHING_LEFT);
});
