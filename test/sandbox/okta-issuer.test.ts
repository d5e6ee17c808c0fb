import type { Sandbox } from "../../sandbox/client";
import { type Call, caller, serviceClient, useSandbox } from "./http";

let sandbox: Sandbox;
let okta: Call;

useSandbox((started, calls) => {
  sandbox = started;
  ({ okta } = calls);
});

const SERVER = "/api/v1/authorizationServers/default";
type Domain = "org" | "custom";

test.each<[string, Record<Domain, Domain>]>([
  ["ORG_URL", { org: "org", custom: "org" }],
  ["CUSTOM_URL", { org: "custom", custom: "custom" }],
  ["DYNAMIC", { org: "org", custom: "custom" }],
])("with the issuer mode %s, the org asked at each of its domains names the issuer %j", async (issuerMode, named) => {
  const { oktaOrgUrl, oktaCustomUrl, oktaToken, introspectionPath, scope } = sandbox.info;
  const urls = { org: oktaOrgUrl, custom: oktaCustomUrl };
  const { client_id, client_secret } = (await okta("POST", "/oauth2/v1/clients", serviceClient("orders"))).body;
  const client = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString("base64")}`;
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const server = (await okta("GET", SERVER)).body;
  expect((await okta("PUT", SERVER, { ...server, issuerMode })).status).toBe(200);
  for (const asked of ["org", "custom"] as const) {
    const issuer = `${urls[named[asked]]}/oauth2/default`;
    const management = caller(urls[asked], `SSWS ${oktaToken}`);
    expect((await management("GET", SERVER)).body).toMatchObject({ issuer, issuerMode });
    expect((await management("GET", "/api/v1/apps?limit=1")).headers.link).toContain(urls[asked]);

    const metadata = await caller(urls[asked])("GET", "/oauth2/default/.well-known/openid-configuration");
    expect(metadata.body).toMatchObject({
      issuer,
      token_endpoint: `${issuer}/v1/token`,
      jwks_uri: `${issuer}/v1/keys`,
      registration_endpoint: `${oktaOrgUrl}/oauth2/v1/clients`,
    });
    const ask = caller("", client);
    const grant = `grant_type=client_credentials&scope=${scope}`;
    const token = (await ask("POST", metadata.body.token_endpoint, grant, form)).body.access_token;
    expect(JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString()).iss).toBe(issuer);
    const shown = await ask("POST", `${urls[asked]}/${introspectionPath}`, `token=${token}`, form);
    expect(shown.body).toMatchObject({ active: true, iss: issuer });
  }
});

test("an issuer mode that is none is E0000001", async () => {
  const server = (await okta("GET", SERVER)).body;
  const refused = await okta("PUT", SERVER, { ...server, issuerMode: "OTHER" });
  expect(refused).toMatchObject({ status: 400, body: { errorCode: "E0000001" } });
});
