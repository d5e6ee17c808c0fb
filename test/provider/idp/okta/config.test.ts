import { generateKeyPairSync } from "node:crypto";
import { ConfigurationError } from "../../../../provider/errors";
import { oktaConfig } from "../../../../provider/idp/okta/config";
import { complaint } from "../../support";

type Settings = Record<string, string>;

const okta = (settings: Settings, env: Settings = {}) => oktaConfig((key) => settings[key], env);

const org = { "workato-dcr:oktaOrgUrl": "https://acme.okta.com", "workato-dcr:oktaApiToken": "00token" };
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const service = {
  "workato-dcr:oktaOrgUrl": "https://acme.okta.com",
  "workato-dcr:oktaClientId": "0oa1",
  "workato-dcr:oktaPrivateKey": PEM,
};

test.each<[string, Settings, Settings, string]>([
  ["workato-dcr:oktaOrgUrl", { "workato-dcr:oktaOrgUrl": "https://sso.acme.com/" }, {}, "https://sso.acme.com"],
  ["a loopback URL", { "workato-dcr:oktaOrgUrl": "http://localhost:8080" }, {}, "http://localhost:8080"],
  [
    "both variables, where they agree",
    {},
    { OKTA_ORG_NAME: "acme", OKTA_ORG_URL: "https://acme.okta.com/" },
    "https://acme.okta.com",
  ],
  ["OKTA_ORG_NAME", {}, { OKTA_ORG_NAME: "acme", OKTA_BASE_URL: "okta-emea.com" }, "https://acme.okta-emea.com"],
  ["OKTA_ORG_URL", {}, { OKTA_ORG_URL: "https://sso.acme.com" }, "https://sso.acme.com"],
  [
    "the stack before the environment",
    { "workato-dcr:oktaOrgUrl": "https://acme.okta.com" },
    { OKTA_ORG_NAME: "other", OKTA_ORG_URL: "https://b.com" },
    "https://acme.okta.com",
  ],
])("Okta is found by %s", (_, settings, env, orgUrl) => {
  const config = okta({ "workato-dcr:oktaApiToken": "00token", ...settings }, env);
  expect(config.orgUrl).toBe(orgUrl);
  expect(config.issuer).toBe(`${orgUrl}/oauth2/default`);
});

test.each<[string, Settings, Settings, { issuer: string; authorizationServerId?: string }]>([
  ["default", {}, {}, { issuer: "https://acme.okta.com/oauth2/default", authorizationServerId: "default" }],
  [
    "another server",
    { "workato-dcr:oktaAuthorizationServerId": "aus1" },
    { OKTA_AUTHORIZATION_SERVER_ID: "aus2" },
    { issuer: "https://acme.okta.com/oauth2/aus1", authorizationServerId: "aus1" },
  ],
  [
    "a server of the environment",
    {},
    { OKTA_AUTHORIZATION_SERVER_ID: "aus2" },
    { issuer: "https://acme.okta.com/oauth2/aus2", authorizationServerId: "aus2" },
  ],
  ["the org server", { "workato-dcr:oktaAuthorizationServerId": "" }, {}, { issuer: "https://acme.okta.com" }],
  [
    "the default where the variable is empty",
    {},
    { OKTA_AUTHORIZATION_SERVER_ID: "" },
    { issuer: "https://acme.okta.com/oauth2/default", authorizationServerId: "default" },
  ],
])("tokens are issued by %s", (_, settings, env, { issuer, authorizationServerId }) => {
  const config = okta({ ...org, ...settings }, env);
  expect(config.issuer).toBe(issuer);
  expect(config.authorizationServerId).toBe(authorizationServerId);
});

test("an API token is taken from the stack before the environment", () => {
  expect(okta(org, { OKTA_API_TOKEN: "other" }).credentials).toEqual({ apiToken: "00token" });
  const env = { OKTA_API_TOKEN: "00env", OKTA_ORG_NAME: "acme" };
  expect(okta({}, env).credentials).toEqual({ apiToken: "00env" });
});

test("the stack's credentials go before the environment's of another kind", () => {
  const app = { OKTA_CLIENT_ID: "0oa9", OKTA_PRIVATE_KEY: PEM };
  expect(okta(org, app).credentials).toEqual({ apiToken: "00token" });
  expect(okta(service, { OKTA_API_TOKEN: "00env" }).credentials).toMatchObject({ clientId: "0oa1", privateKey: PEM });
});

test("a service app has the scopes that the calls need unless told otherwise", () => {
  expect(okta(service).credentials).toEqual({
    clientId: "0oa1",
    privateKey: PEM,
    scopes: expect.arrayContaining([
      "okta.clients.register",
      "okta.clients.read",
      "okta.clients.manage",
      "okta.apps.read",
      "okta.apps.manage",
      "okta.authorizationServers.read",
      "okta.authorizationServers.manage",
    ]),
  });
});

test.each([
  ["a JSON list", '["okta.clients.read", "okta.apps.manage"]'],
  ["names with commas", "okta.clients.read, okta.apps.manage,"],
])("workato-dcr:oktaScopes may be %s", (_, scopes) => {
  const { credentials } = okta({
    ...service,
    "workato-dcr:oktaPrivateKeyId": "kid-1",
    "workato-dcr:oktaScopes": scopes,
  });
  expect(credentials).toMatchObject({ privateKeyId: "kid-1", scopes: ["okta.clients.read", "okta.apps.manage"] });
});

test("a service app may come from the environment", () => {
  const { credentials } = okta(
    {},
    {
      OKTA_ORG_NAME: "acme",
      OKTA_CLIENT_ID: "0oa1",
      OKTA_PRIVATE_KEY: PEM,
      OKTA_PRIVATE_KEY_ID: "kid-1",
      OKTA_SCOPES: "okta.clients.read",
    },
  );
  expect(credentials).toEqual({
    clientId: "0oa1",
    privateKey: PEM,
    privateKeyId: "kid-1",
    scopes: ["okta.clients.read"],
  });
});

test.each<[string, Settings, string[]]>([
  [
    "nothing is set",
    {},
    [
      "pulumi config set workato-dcr:oktaOrgUrl https://<org>.okta.com",
      "pulumi config set --secret workato-dcr:oktaApiToken <token>",
    ],
  ],
  [
    "a service app has no key",
    { "workato-dcr:oktaOrgUrl": "https://acme.okta.com", "workato-dcr:oktaClientId": "0oa1" },
    ["pulumi config set --secret workato-dcr:oktaPrivateKey < key.pem"],
  ],
  [
    "there are two kinds of credentials",
    { ...service, "workato-dcr:oktaApiToken": "00token" },
    [
      "workato-dcr:oktaApiToken and workato-dcr:oktaClientId are both set in the stack's configuration",
      "pulumi config rm workato-dcr:oktaApiToken",
    ],
  ],
  [
    "the address is not secure",
    { "workato-dcr:oktaOrgUrl": "http://acme.okta.com", "workato-dcr:oktaApiToken": "00token" },
    ["pulumi config set workato-dcr:oktaOrgUrl https://"],
  ],
  [
    "a number is none",
    {
      "workato-dcr:oktaOrgUrl": "https://acme.okta.com",
      "workato-dcr:oktaApiToken": "00token",
      "workato-dcr:oktaRequestsPerMinute": "few",
    },
    ["pulumi config set workato-dcr:oktaRequestsPerMinute "],
  ],
  [
    "all of it is wrong at once",
    { "workato-dcr:oktaOrgUrl": "acme", "workato-dcr:oktaClientId": "0oa1", "workato-dcr:oktaRequestsPerMinute": "0" },
    ["workato-dcr:oktaOrgUrl https://", "--secret workato-dcr:oktaPrivateKey", "workato-dcr:oktaRequestsPerMinute "],
  ],
])("the error says what to run when %s", (_, settings, parts) => {
  const read = () => okta(settings);
  expect(read).toThrow(ConfigurationError);
  for (const part of parts) expect(complaint(read)).toContain(part);
});

test.each<[string, Settings, string]>([
  [
    "two kinds of credentials",
    { OKTA_ORG_NAME: "acme", OKTA_API_TOKEN: "00token", OKTA_CLIENT_ID: "0oa1", OKTA_PRIVATE_KEY: PEM },
    "OKTA_API_TOKEN and OKTA_CLIENT_ID are both set in the environment. Run: unset OKTA_API_TOKEN",
  ],
  [
    "two addresses that differ",
    { OKTA_ORG_NAME: "acme", OKTA_ORG_URL: "https://other.okta.com", OKTA_API_TOKEN: "00token" },
    "OKTA_ORG_URL in the environment differs from https://acme.okta.com, which comes from OKTA_ORG_NAME. " +
      "Run: unset OKTA_ORG_URL",
  ],
  [
    "an address that is not secure",
    { OKTA_ORG_URL: "http://acme.okta.com", OKTA_API_TOKEN: "00token" },
    "OKTA_ORG_URL is not an https URL (http is for loopback only). Run: export OKTA_ORG_URL=https://…",
  ],
  [
    "a name that is no part of an address",
    { OKTA_ORG_NAME: "acme corp", OKTA_API_TOKEN: "00token" },
    "OKTA_ORG_NAME does not make an https URL with okta.com. Run: export OKTA_ORG_NAME=<org>",
  ],
])("%s of the environment are to be mended there", (_, env, message) => {
  expect(complaint(() => okta({}, env))).toContain(message);
});

test.each([
  ["PKCS#8", PEM],
  ["PKCS#1", privateKey.export({ type: "pkcs1", format: "pem" }).toString()],
  ["one line, with its line ends written out", PEM.replaceAll("\n", "\\n")],
  ["a JWK", JSON.stringify(privateKey.export({ format: "jwk" }))],
])("a private key may be given as %s", (_, key) => {
  const given = { ...service, "workato-dcr:oktaPrivateKey": key };
  expect(okta(given).credentials).toMatchObject({ privateKey: key });
});

const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const locked = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" } as const;

test.each([
  ["some text", "hunter2", "is not a private key"],
  ["a key that is cut off", PEM.slice(0, 400), "is not a private key"],
  ["JSON that is no key", '{"hunter2": 1}', "is not a private key"],
  ["JSON that is cut off", '{"kty": "hunter2', "is not a private key"],
  ["a public key", publicKey.export({ type: "spki", format: "pem" }).toString(), "is a public key"],
  ["a public JWK", JSON.stringify(publicKey.export({ format: "jwk" })), "is a public key"],
  ["an encrypted key", privateKey.export(locked).toString(), "is encrypted"],
  ["a key for ES256", ec.export({ type: "pkcs8", format: "pem" }).toString(), "is a key of the type ec"],
])("the configuration is refused with %s for a private key, and does not show it", (_, key, reason) => {
  const message = complaint(() => okta({ ...service, "workato-dcr:oktaPrivateKey": key }));
  expect(message).toContain(`workato-dcr:oktaPrivateKey ${reason}`);
  expect(message).toContain("Run: pulumi config set --secret workato-dcr:oktaPrivateKey < key.pem");
  expect(message).not.toContain("hunter2");
  for (const line of key.split("\n").filter((line) => line !== "")) expect(message).not.toContain(line);
});

test("a private key of the environment is named by its variable", () => {
  const env = { OKTA_ORG_NAME: "acme", OKTA_CLIENT_ID: "0oa1", OKTA_PRIVATE_KEY: "hunter2" };
  expect(complaint(() => okta({}, env))).toContain("OKTA_PRIVATE_KEY is not a private key");
});

test("a private key that no token of an org is needed for is not looked at", () => {
  expect(okta(org, { OKTA_PRIVATE_KEY: "hunter2" }).credentials).toEqual({ apiToken: "00token" });
});

test("a private key alone lacks the id of its app", () => {
  const { "workato-dcr:oktaClientId": _, ...alone } = service;
  expect(complaint(() => okta(alone))).toMatch(
    /oktaPrivateKey needs workato-dcr:oktaClientId\. Run: pulumi config set/,
  );
});

test.each<[string, Settings, string]>([
  ["a path", { OKTA_ORG_URL: "https://acme.okta.com/oauth2/default" }, "OKTA_ORG_URL has a path (/oauth2/default)"],
  [
    "the Admin Console",
    { OKTA_ORG_URL: "https://acme-admin.okta.com" },
    "OKTA_ORG_URL is the address of the Admin Console",
  ],
  [
    "a page of it",
    { OKTA_ORG_URL: "https://acme-admin.okta.com/admin/apps" },
    "the org's own URL is https://acme.okta.com",
  ],
  ["the Admin Console as a name", { OKTA_ORG_NAME: "acme-admin" }, "Run: export OKTA_ORG_NAME=acme"],
  ["a URL as a name", { OKTA_ORG_NAME: "https://acme.okta.com" }, "Run: export OKTA_ORG_NAME=acme"],
  ["a URL with a path as a name", { OKTA_ORG_NAME: "https://acme.okta.com/" }, "Run: export OKTA_ORG_NAME=acme"],
  [
    "a host as a name",
    { OKTA_ORG_NAME: "acme.okta.com" },
    "own URL https://acme.okta.com. Run: export OKTA_ORG_NAME=acme",
  ],
  [
    "a URL as a domain",
    { OKTA_ORG_NAME: "acme", OKTA_BASE_URL: "https://okta.com" },
    "OKTA_BASE_URL is not a domain alone",
  ],
])("an org is refused with %s, and the error says what to give", (_, env, reason) => {
  expect(complaint(() => okta({}, { OKTA_API_TOKEN: "00token", ...env }))).toContain(reason);
});

test.each([
  ["https://acme-admin.oktapreview.com/", "https://acme.oktapreview.com"],
  ["https://acme-admin.okta-emea.com", "https://acme.okta-emea.com"],
  ["https://sso.acme.com/login", "https://sso.acme.com"],
])("for %s, the org's own URL is %s", (given, own) => {
  const wrong = { ...org, "workato-dcr:oktaOrgUrl": given };
  expect(complaint(() => okta(wrong))).toContain(`Run: pulumi config set workato-dcr:oktaOrgUrl ${own}`);
});

test.each(["https://sso-admin.acme.com", "https://administration.okta.com", "https://acme.okta.com//"])(
  "%s is an org",
  (url) => {
    expect(okta({ ...org, "workato-dcr:oktaOrgUrl": url }).orgUrl).toBe(url.replace(/\/+$/, ""));
  },
);

test("limits come from the stack", () => {
  const config = okta({ ...org, "workato-dcr:oktaRequestsPerMinute": "25", "workato-dcr:retryTotalSeconds": "9" });
  expect(config.requestsPerMinute).toBe(25);
  expect(config.limits).toEqual({ timeoutSeconds: 60, retryTotalSeconds: 9 });
});

test("an error shows neither token nor key", () => {
  const both = {
    ...service,
    "workato-dcr:oktaApiToken": "00hunter2",
    "workato-dcr:oktaPrivateKey": "-----BEGIN hunter2",
  };
  expect(complaint(() => okta(both))).not.toContain("hunter2");
});

test.each<[string, Settings, string]>([
  ["token", { ...org, "workato-dcr:oktaApiToken": "" }, "workato-dcr:oktaApiToken"],
])("an empty %s is a missing one", (_, settings, key) => {
  expect(complaint(() => okta(settings))).toContain(key);
});
