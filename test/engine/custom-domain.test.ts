import * as workato from "pulumi-workato-dcr";
import { callers } from "../sandbox/http";
import {
  allOutputs,
  callWith,
  configured,
  errorsOf,
  NOTHING_LEFT,
  oidcProvider,
  outputsOf,
  startOver,
  useEngine,
  watched,
} from "./support";

/** An org has a domain of its own and a custom one; which one its tokens name is for the authorization server to say. */

const engine = useEngine({ sandbox: { storeEndpoints: "off" } });
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const SERVER = "/api/v1/authorizationServers/default";

async function setIssuerMode(issuerMode: string) {
  const { okta } = callers(engine.sandbox.info);
  const server = (await okta("GET", SERVER)).body;
  expect((await okta("PUT", SERVER, { ...server, issuerMode })).status).toBe(200);
}

const program = async () => {
  const dcrProvider = oidcProvider(engine.sandbox.info);
  new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider, verify: true });
};
const domain = (which: "org" | "custom") => {
  const { oktaOrgUrl, oktaCustomUrl } = engine.sandbox.info;
  return which === "org" ? oktaOrgUrl : oktaCustomUrl;
};
const at = (which: "org" | "custom") => ({ "workato-dcr:oktaOrgUrl": domain(which) });

test.each([
  ["org", "CUSTOM_URL", "custom"],
  ["custom", "ORG_URL", "org"],
  ["custom", "DYNAMIC", "custom"],
] as const)("configured by its %s domain, with the mode %s, what is made follows the server", async (by, mode, of) => {
  const { sandbox, workspace } = engine;
  await setIssuerMode(mode);
  await configured(workspace, at(by), async () => {
    const { printed } = await workspace.up(program);
    expect(printed).not.toContain("warning:");
    const issuer = `${domain(of)}/oauth2/default`;
    expect(await outputsOf(workspace, "orders")).toMatchObject({ issuer, tokenEndpoint: `${issuer}/v1/token` });
    expect((await sandbox.state()).workato.apiClients).toMatchObject([
      {
        oidc_issuer: `${issuer}/.well-known/openid-configuration`,
        oidc_jwks_uri: `${issuer}/v1/keys`,
        allowed_issuers: [issuer],
      },
    ]);
    if (mode !== "DYNAMIC") expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
    const again = await watched(sandbox, () => workspace.up(program));
    expect(again.steps).toEqual(["same oidc", "same orders"]);
    expect(again.requests.filter((request) => !request.includes(" GET "))).toEqual([]);
    await workspace.destroy();
  });
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});

test("the other domain in the configuration changes neither the claim nor the credentials of a client", async () => {
  const { sandbox, workspace } = engine;
  await setIssuerMode("DYNAMIC");
  await workspace.up(program);
  const { claims } = (await sandbox.state()).okta;
  const before = await allOutputs(workspace);
  await configured(workspace, at("custom"), async () => {
    const { printed } = await workspace.up(program);
    expect(printed).toContain(`tokens come from the issuer ${domain("custom")}/oauth2/default by now`);
    expect(printed).not.toMatch(/ stays at /);
    const { clientId, clientSecret, apiKey } = before.orders ?? {};
    const after = await allOutputs(workspace);
    const issuer = `${domain("custom")}/oauth2/default`;
    expect(after).toMatchObject({ orders: { clientId, clientSecret, apiKey, issuer }, oidc: { issuer } });
    expect(after.oidc?.ownClaimId).toBe(before.oidc?.ownClaimId);
    expect((await sandbox.state()).okta.claims).toEqual(claims);
    expect((await workspace.up(program)).steps).toEqual(["same oidc", "same orders"]);
    await workspace.destroy();
  });
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});

test("a server that names another issuer by now is seen by a refresh, and the next apply tells the gateway", async () => {
  const { sandbox, workspace } = engine;
  await setIssuerMode("ORG_URL");
  await workspace.up(program);
  const before = await outputsOf(workspace, "orders");
  await setIssuerMode("CUSTOM_URL");
  expect(await callWith(sandbox, before)).toBe(401);
  await workspace.refresh();
  await workspace.up(program);
  const after = await outputsOf(workspace, "orders");
  const issuer = `${domain("custom")}/oauth2/default`;
  const { clientId, clientSecret, apiKey } = before ?? {};
  expect(after).toMatchObject({ clientId, clientSecret, apiKey, issuer, tokenEndpoint: `${issuer}/v1/token` });
  expect(await callWith(sandbox, after)).toBe(200);
  await workspace.refresh();
  expect((await workspace.up(program)).steps).toEqual(["same oidc", "same orders"]);
});

test("where the credentials may not ask the server, the error names what to grant and which URL to set", async () => {
  const { sandbox, workspace } = engine;
  await setIssuerMode("CUSTOM_URL");
  await sandbox.fault({ side: "okta", path: `^${SERVER}$`, times: 9, fault: { kind: "status", status: 403 } });
  const errors = await errorsOf(workspace.up(program));
  expect(errors).toEqual([
    expect.stringMatching(
      `names the issuer ${domain("custom")}/oauth2/default, not ${domain("org")}/oauth2/default, .*` +
        `okta.authorizationServers.read\\), or set workato-dcr:oktaOrgUrl to ${domain("custom")} `,
    ),
  ]);
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});
