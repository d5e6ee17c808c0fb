import { generateKeyPairSync } from "node:crypto";
import { apiHints, serviceAppHints } from "../../../../provider/api/okta/hints";
import { requestGrant } from "../../../../provider/api/okta/management-token";
import { oktaVendor } from "../../../../provider/api/okta/vendor";
import type { ProviderError } from "../../../../provider/errors";
import { withPaths } from "../../../../provider/idp/configured";
import { oktaConfig } from "../../../../provider/idp/okta/config";
import { json, text } from "../../http/local-server";
import { hastily, hastySystemClock, nameOf, useServers } from "../wire";

const serve = useServers();
beforeEach(() => void hastySystemClock());
afterEach(() => jest.restoreAllMocks());

const org = (orgUrl: string) => ({
  orgUrl,
  requestsPerMinute: 1000,
  limits: { timeoutSeconds: 5, retryTotalSeconds: 5 },
  nameOf,
});
const failed = (work: Promise<unknown>): Promise<ProviderError> =>
  work.then(
    () => Promise.reject(new Error("it succeeded")),
    (error) => error,
  );
const ofOkta = (errorCode: string) => ({ errorCode, errorSummary: "No" });
const ofOAuth = (error: string) => ({ error, error_description: "No" });

const API_ROWS: [code: string, status: number, body: object, next: RegExp][] = [
  ["E0000006", 403, ofOkta("E0000006"), /admin role besides its scopes.*docs\/permissions/],
  ["E0000007", 404, ofOkta("E0000007"), /oktaOrgUrl, and workato-dcr:oktaAuthorizationServerId/],
  ["E0000011", 401, ofOkta("E0000011"), /pulumi config set --secret workato-dcr:oktaApiToken.*not revoked.*30 days/],
  ["E0000015", 401, ofOkta("E0000015"), /API Access Management/],
  ["access_denied", 400, ofOAuth("access_denied"), /access policy and rule that match/],
  ["invalid_client", 401, ofOAuth("invalid_client"), /gone at Okta.*pulumi refresh/],
  ["invalid_scope", 400, ofOAuth("invalid_scope"), /custom scopes.*consent is not required/],
];

test.each(API_ROWS)("%s of the management API (%i)", async (code, status, body, next) => {
  const { url } = await serve(json(body, status));
  const { http } = hastily(url, oktaVendor({ ...org(url), credentials: { apiToken: "token" } }));
  const error = await failed(http.send({ method: "GET", path: "/api/v1/apps" }));
  expect(error.next).toMatch(next);
  expect(error.message).toContain(`GET /api/v1/apps`);
  expect(error.message).toContain(`(${code})`);
});

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const app = {
  clientId: "0oaApp",
  privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  scopes: ["okta.apps.read"],
};
const SERVICE_APP_ROWS: [code: string, status: number, next: RegExp][] = [
  ["access_denied", 400, /super administrator grant the scopes/],
  ["invalid_client", 401, /oktaClientId, workato-dcr:oktaPrivateKey and workato-dcr:oktaPrivateKeyId/],
  ["invalid_dpop_proof", 400, /Turn DPoP off in Okta \(Applications, the service app, General, Proof of possession\)/],
  ["invalid_scope", 400, /super administrator.*oktaScopes/],
  ["use_dpop_nonce", 400, /Turn DPoP off/],
];

test.each(SERVICE_APP_ROWS)("%s of a service app's token request (%i)", async (code, status, next) => {
  const { url } = await serve(json(ofOAuth(code), status));
  const error = await failed(requestGrant(org(url), app));
  expect(error.next).toMatch(next);
  expect(error.message).toContain("POST /oauth2/v1/token");
});

test("each code of the tables has its row here", () => {
  expect([...apiHints(nameOf).hintsByCode.keys()].sort()).toEqual(API_ROWS.map(([code]) => code));
  expect([...serviceAppHints(nameOf).hintsByCode.keys()].sort()).toEqual(SERVICE_APP_ROWS.map(([code]) => code));
});

test.each<[string, Parameters<typeof serve>[0], RegExp]>([
  ["a code that nobody knows", json(ofOkta("constructor"), 403), /Grant the scopes/],
  ["no code", json({}, 401), /Check the token/],
  ["a redirect, as of a former domain", text("", 302, { location: "https://new.example" }), /oktaOrgUrl/],
  ["a page, as of a server that is not Okta", text("<html>Welcome</html>"), /oktaOrgUrl/],
])("with %s, the hint is that of the kind of error", async (_, reply, next) => {
  const { url } = await serve(reply);
  const { http } = hastily(url, oktaVendor({ ...org(url), credentials: { apiToken: "token" } }));
  expect((await failed(http.send({ method: "GET", path: "/api/v1/apps" }))).next).toMatch(next);
});

test("of another org than the one of the stack, no hint names the settings of that one", async () => {
  const { url } = await serve(json({}, 401));
  const partners = { type: "okta", orgUrl: url, apiToken: "token-hunter2" };
  const stack = (key: string) => (key === "workato-dcr:identityProviders" ? JSON.stringify({ partners }) : undefined);
  const config = oktaConfig(withPaths(stack), {}, "partners");
  const { http } = hastily(url, oktaVendor(config));
  const { next } = await failed(http.send({ method: "GET", path: "/api/v1/apps" }));
  expect(next).toContain("workato-dcr:identityProviders.partners.apiToken");
  const all = [apiHints, serviceAppHints].map((hintsOf) => hintsOf(config.nameOf));
  const texts = all.flatMap(({ hints, hintsByCode }) => [...Object.values(hints), ...hintsByCode.values()]);
  expect(texts.filter((text) => text?.includes("workato-dcr:okta"))).toEqual([]);
});
