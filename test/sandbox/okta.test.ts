import { createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import type { Sandbox } from "../../sandbox/client";
import { type Call, caller, serviceClient, useSandbox } from "./http";

let sandbox: Sandbox;
let okta: Call;

useSandbox((started, calls) => {
  sandbox = started;
  ({ okta } = calls);
});

const CLIENTS = "/oauth2/v1/clients";
const CLAIMS = "/api/v1/authorizationServers/default/claims";
const register = async (changes: object = {}) =>
  (await okta("POST", CLIENTS, { ...serviceClient("orders"), ...changes })).body;
const fetchToken = async (clientId: string, clientSecret: string) =>
  (await sandbox.idpToken({ clientId, clientSecret, scope: sandbox.info.scope })).status;

test("a wrong token is E0000011, and every answer tells the limit and the request id", async () => {
  const refused = await okta("GET", CLIENTS, undefined, { authorization: "SSWS wrong" });
  expect(refused).toMatchObject({
    status: 401,
    body: { errorCode: "E0000011", errorId: expect.any(String), errorCauses: [] },
  });
  for (const header of ["x-okta-request-id", "x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"]) {
    expect(refused.headers).toHaveProperty(header);
  }
});

it.each<[string, object, string]>([
  ["no name", { client_name: undefined }, "client_name"],
  ["a name of more than 100 characters", { client_name: "n".repeat(101) }, "client_name"],
  ["a scope", { scope: "sandbox.call" }, "scope"],
  ["an unknown grant", { grant_types: ["magic"] }, "grant_types"],
  ["client_credentials without the response type token", { response_types: [] }, "response_types"],
  ["a user's grant for a service", { grant_types: ["client_credentials", "authorization_code"] }, "grant_types"],
  ["client_credentials for a native app", { application_type: "native" }, "grant_types"],
  ["client_credentials without authentication", { token_endpoint_auth_method: "none" }, "token_endpoint_auth_method"],
  ["private_key_jwt without keys", { token_endpoint_auth_method: "private_key_jwt" }, "jwks"],
  ["a client id", { client_id: "mine" }, "client_id"],
])("registration with %s is invalid_client_metadata", async (_, changes, field) => {
  const answer = await okta("POST", CLIENTS, { ...serviceClient("orders"), ...changes });
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({
    error: "invalid_client_metadata",
    error_description: expect.stringContaining(`'${field}`),
  });
});

test("a web client needs a redirect URI", async () => {
  const answer = await okta("POST", CLIENTS, { client_name: "web" });
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_redirect_uri" } });
});

test("equal names of up to 100 characters are allowed, and found by their start", async () => {
  const name = `orders ${"n".repeat(93)}`;
  const ids = [(await register({ client_name: name })).client_id];
  const { status, body } = await okta("POST", CLIENTS, serviceClient(name));
  expect(status).toBe(201);
  ids.push(body.client_id);
  expect(new Set(ids).size).toBe(2);
  const found = async (path: string) => (await okta("GET", `${path}?q=orders`)).body;
  expect((await found(CLIENTS)).map((one: { client_id: string }) => one.client_id)).toEqual(ids);
  expect((await found("/api/v1/apps")).map((one: { id: string }) => one.id)).toEqual(ids);

  const path = `/api/v1/apps/${ids[0]}`;
  const app = (await okta("GET", path)).body;
  expect(await okta("PUT", path, { ...app, label: `${name}!` })).toMatchObject({ status: 400 });
});

test("a client that is gone is E0000007", async () => {
  const { client_id } = await register();
  expect((await okta("DELETE", `${CLIENTS}/${client_id}`)).status).toBe(204);
  for (const path of [`${CLIENTS}/${client_id}`, `/api/v1/apps/${client_id}`]) {
    expect(await okta("GET", path)).toMatchObject({ status: 404, body: { errorCode: "E0000007" } });
  }
});

test("the secret is in the answers of creation, update and newSecret only; newSecret ends the old one", async () => {
  const { client_id, client_secret, client_id_issued_at, client_secret_expires_at, ...settings } = await register();
  const path = `${CLIENTS}/${client_id}`;
  expect((await okta("GET", path)).body).not.toHaveProperty("client_secret");
  expect((await okta("GET", CLIENTS)).body[0]).not.toHaveProperty("client_secret");
  expect((await okta("PUT", path, { client_id, ...settings })).body.client_secret).toBe(client_secret);
  const renewed = (await okta("POST", `${path}/lifecycle/newSecret`)).body.client_secret;
  expect(await fetchToken(client_id, client_secret)).toBe(401);
  expect(await fetchToken(client_id, renewed)).toBe(200);
});

it.each<[string, object]>([
  ["leaves a setting out", { redirect_uris: undefined }],
  ["leaves an optional setting out that is set", { tos_uri: undefined }],
  ["holds the time of issue", { client_id_issued_at: 1 }],
  ["holds the secret's expiry", { client_secret_expires_at: 0 }],
  ["holds another secret", { client_secret: "guess" }],
  ["names another client", { client_id: "0oaother" }],
  ["changes the application type", { application_type: "web" }],
])("an update that %s is refused", async (_, changes) => {
  const registered = await register({ tos_uri: "https://example.com/terms" });
  const { client_secret, client_id_issued_at, client_secret_expires_at, ...whole } = registered;
  const path = `${CLIENTS}/${whole.client_id}`;
  expect((await okta("PUT", path, { ...whole, ...changes })).body).toMatchObject({ error: "invalid_client_metadata" });
  expect((await okta("PUT", path, { ...whole, client_name: "renamed" })).body).toMatchObject({
    client_name: "renamed",
  });
});

it.each([[CLIENTS], ["/api/v1/apps"]])("%s is paged by the cursor of its Link header", async (path) => {
  for (const name of ["a1", "a2", "a3", "b"]) await register({ client_name: name });
  const seen: string[] = [];
  let next: string | undefined = `${path}?limit=2&q=a`;
  while (next !== undefined) {
    const { body, headers } = await okta("GET", next);
    seen.push(...body.map((row: { client_name?: string; label?: string }) => row.client_name ?? row.label));
    const link = [headers.link].flat().find((one) => one?.includes('rel="next"'));
    next = /<([^>]+)>/.exec(link ?? "")?.[1]?.replace(sandbox.info.oktaOrgUrl, "");
  }
  expect(seen).toEqual(["a1", "a2", "a3"]);
  expect([(await okta("GET", `${path}?limit=3&q=a`)).headers.link].flat()).toHaveLength(1);
  expect((await okta("GET", `${path}?limit=201`)).body).toMatchObject({ errorCode: "E0000001" });
});

describe("the authorization server", () => {
  const claim = {
    name: "workato_sub",
    claimType: "RESOURCE",
    valueType: "EXPRESSION",
    value: "app.profile.key",
    conditions: { scopes: ["sandbox.call"] },
  };

  test("shows its scope, and a rule that lets every client have it", async () => {
    const base = "/api/v1/authorizationServers/default";
    expect((await okta("GET", base)).body).toMatchObject({ issuer: sandbox.info.issuer, status: "ACTIVE" });
    expect((await okta("GET", `${base}/scopes`)).body).toContainEqual(
      expect.objectContaining({ name: "sandbox.call", system: false }),
    );
    const [policy] = (await okta("GET", `${base}/policies`)).body;
    const [rule] = (await okta("GET", `${base}/policies/${policy.id}/rules`)).body;
    expect(rule.conditions).toMatchObject({
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: ["*"] },
    });
    expect((await okta("GET", "/api/v1/authorizationServers/other")).body).toMatchObject({ errorCode: "E0000007" });
  });

  it.each<[string, object]>([
    ["of a name that is taken", {}],
    ["of a reserved name", { name: "sub" }],
    ["with an expression that is none", { name: "other", value: "user.email" }],
    ["for a scope that is not there", { name: "other", conditions: { scopes: ["nope"] } }],
    ["with an unknown field", { name: "other", colour: "red" }],
  ])("refuses a claim %s", async (_, changes) => {
    expect((await okta("POST", CLAIMS, claim)).status).toBe(201);
    expect(await okta("POST", CLAIMS, { ...claim, ...changes })).toMatchObject({
      status: 400,
      body: { errorCode: "E0000001" },
    });
  });

  it.each<[string, object, Record<string, unknown>]>([
    ["the profile", {}, { workato_sub: "secret" }],
    ["an attribute that is null", { value: "app.profile.nothing" }, {}],
    ["a missing attribute", { value: "app.profile.other" }, {}],
    ["the client id", { value: "app.clientId" }, { workato_sub: expect.stringMatching(/^0oa/) }],
    ["a literal", { value: "'text'" }, { workato_sub: "text" }],
    ["all scopes", { conditions: { scopes: [] } }, { workato_sub: "secret" }],
    ["no token, as it is inactive", { status: "INACTIVE" }, {}],
    ["no token, as it is for ID tokens", { claimType: "IDENTITY" }, {}],
  ])("puts a claim of %s into the token", async (_, changes, expected) => {
    const { client_id, client_secret } = await register();
    const app = (await okta("GET", `/api/v1/apps/${client_id}`)).body;
    await okta("PUT", `/api/v1/apps/${client_id}`, { ...app, profile: { key: "secret", nothing: null } });
    await okta("POST", CLAIMS, { ...claim, ...changes });
    const issued = await sandbox.idpToken({ clientId: client_id, clientSecret: client_secret, scope: "sandbox.call" });
    const minted = await sandbox.token({ clientId: client_id });
    const standard = {
      iss: sandbox.info.issuer,
      aud: "api://default",
      cid: client_id,
      sub: client_id,
      scp: ["sandbox.call"],
      ver: 1,
    };
    const own = { jti: expect.any(String), iat: expect.any(Number), exp: expect.any(Number) };
    for (const token of [(issued.body as { access_token: string }).access_token, minted]) {
      expect(payload(token)).toEqual({ ...standard, ...own, ...expected });
    }
  });

  it.each<[string, string | undefined, "basic" | "post", number, string | undefined]>([
    ["no scope", undefined, "basic", 400, "invalid_scope"],
    ["an unknown scope", "nope", "basic", 400, "invalid_scope"],
    ["openid", "openid", "post", 400, "invalid_scope"],
    ["its scope", "sandbox.call", "basic", 200, undefined],
    ["its scope", "sandbox.call", "post", 200, undefined],
  ])("answers a request with %s (%s, by %s) with %d", async (_, scope, method, status, error) => {
    const { client_id, client_secret } = await register();
    const answer = await sandbox.idpToken({
      clientId: client_id,
      clientSecret: client_secret,
      method,
      ...(scope !== undefined && { scope }),
    });
    expect(answer.status).toBe(status);
    expect((answer.body as { error?: string }).error).toBe(error);
  });

  it.each([
    ["/oauth2/default/.well-known/oauth-authorization-server"],
    ["/oauth2/default/.well-known/openid-configuration"],
    ["/.well-known/oauth-authorization-server/oauth2/default"],
  ])("publishes its metadata at %s", async (path) => {
    const { issuer, jwksUri, tokenEndpoint, oktaOrgUrl, introspectionPath } = sandbox.info;
    expect((await okta("GET", path)).body).toMatchObject({
      issuer,
      jwks_uri: jwksUri,
      token_endpoint: tokenEndpoint,
      registration_endpoint: `${oktaOrgUrl}${CLIENTS}`,
      introspection_endpoint: `${oktaOrgUrl}/${introspectionPath}`,
    });
  });

  test("introspects JWTs for authenticated clients, and those of deleted clients are inactive", async () => {
    const { introspectionClientId, introspectionClientSecret, introspectionPath } = sandbox.info;
    const { client_id } = await register();
    const token = await sandbox.token({ clientId: client_id, set: { extra: "x" } });
    const ask = async (password: string, asked: string) => {
      const authorization = `Basic ${Buffer.from(`${introspectionClientId}:${password}`).toString("base64")}`;
      const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
      return okta("POST", `/${introspectionPath}`, `token=${asked}`, headers);
    };
    expect((await ask("wrong", token)).body).toMatchObject({ error: "invalid_client" });
    expect((await ask(introspectionClientSecret, token)).body).toMatchObject({
      active: true,
      client_id,
      scope: "sandbox.call",
      extra: "x",
    });
    for (const changes of [{ foreign: true }, { expiresIn: -5 }, { set: { iss: "other" } }]) {
      const bad = await sandbox.token({ clientId: client_id, ...changes });
      expect((await ask(introspectionClientSecret, bad)).body).toEqual({ active: false });
    }
    await okta("DELETE", `${CLIENTS}/${client_id}`);
    expect((await ask(introspectionClientSecret, token)).body).toEqual({ active: false });
  });
});

test("management scopes are for private_key_jwt only, and each endpoint wants its own", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwks = { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one" }] };
  const { client_id } = await register({ token_endpoint_auth_method: "private_key_jwt", jwks });
  const audience = `${sandbox.info.oktaOrgUrl}/oauth2/v1/token`;
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = {
    iss: client_id,
    sub: client_id,
    aud: audience,
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 60,
  };
  const unsigned = `${encode({ alg: "RS256", kid: "one" })}.${encode(claims)}`;
  const form = (fields: Record<string, string>) =>
    caller(sandbox.info.oktaOrgUrl)(
      "POST",
      "/oauth2/v1/token",
      new URLSearchParams({ grant_type: "client_credentials", ...fields }).toString(),
      {
        "content-type": "application/x-www-form-urlencoded",
      },
    );
  const granted = await form({
    scope: "okta.clients.read okta.apps.read",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: `${unsigned}.${createSign("RSA-SHA256").update(unsigned).sign(privateKey, "base64url")}`,
  });
  expect(granted.status).toBe(200);
  const bearer = { authorization: `Bearer ${granted.body.access_token}` };
  expect((await okta("GET", CLIENTS, undefined, bearer)).status).toBe(200);
  expect((await okta("POST", CLIENTS, serviceClient("x"), bearer)).body).toMatchObject({ errorCode: "E0000006" });

  const other = await register({ client_name: "with a secret" });
  const refused = await form({
    scope: "okta.clients.read",
    client_id: other.client_id,
    client_secret: other.client_secret,
  });
  expect(refused).toMatchObject({ status: 400, body: { error: "invalid_scope" } });
});

function payload(token: string): unknown {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}
