import type { Sandbox } from "../../sandbox/client";
import { type Call, httpConnection, useSandbox } from "./http";

let sandbox: Sandbox;
let workato: Call;

useSandbox((started, calls) => {
  sandbox = started;
  ({ workato } = calls);
});

const client = { name: "Orders", api_collection_ids: [1], auth_type: "token" };
const connect = async (changes: object = {}) => {
  const { oktaOrgUrl, oktaToken } = sandbox.info;
  return (await workato("POST", "/api/connections", { ...httpConnection(oktaOrgUrl, `SSWS ${oktaToken}`), ...changes }))
    .body;
};

test("every call needs the workspace's token, and every answer carries a request id", async () => {
  const refused = await workato("GET", "/api/users/me", undefined, { authorization: "Bearer wrong" });
  expect(refused).toMatchObject({ status: 401, body: { message: "Unauthorized" } });
  const accepted = await workato("GET", "/api/users/me");
  expect(accepted).toMatchObject({ status: 200, body: { id: 1 } });
  expect(accepted.headers["x-request-id"]).toEqual(expect.any(String));
});

it.each<[string, string, string, unknown, string[]]>([
  ["an unknown field", "POST", "/api/v2/api_clients", { ...client, colour: "red" }, ["colour"]],
  ["missing fields", "POST", "/api/v2/api_clients", {}, ["api_collection_ids", "auth_type", "name"]],
  ["a wrong type", "POST", "/api/v2/api_clients", { ...client, api_collection_ids: ["1"] }, ["api_collection_ids"]],
  [
    "an unknown collection",
    "POST",
    "/api/v2/api_clients",
    { ...client, api_collection_ids: [9] },
    ["api_collection_ids"],
  ],
  ["an unknown policy", "POST", "/api/v2/api_clients", { ...client, api_policy_id: 9 }, ["api_policy_id"]],
  ["an unknown project", "POST", "/api/v2/api_clients", { ...client, project_id: 9 }, ["project_id"]],
  [
    "an unknown portal",
    "POST",
    "/api/v2/api_clients",
    { ...client, api_portal_id: 9, email: "a@b.cd" },
    ["api_portal_id"],
  ],
  ["a portal without an e-mail address", "POST", "/api/v2/api_clients", { ...client, api_portal_id: 1 }, ["email"]],
  ["oidc without an issuer", "POST", "/api/v2/api_clients", { ...client, auth_type: "oidc" }, ["oidc_issuer"]],
  ["jwt without its key", "POST", "/api/v2/api_clients", { ...client, auth_type: "jwt" }, ["jwt_method", "jwt_secret"]],
  [
    "introspection without a DCR provider",
    "POST",
    "/api/v2/api_clients",
    { ...client, auth_type: "oauth2_introspection" },
    ["dcr_provider_id"],
  ],
  ["an unknown DCR provider", "POST", "/api/v2/api_clients", { ...client, dcr_provider_id: 9 }, ["dcr_provider_id"]],
  ["an unknown query parameter", "GET", "/api/v2/api_clients?colour=red", undefined, ["colour"]],
  ["a page that is too long", "GET", "/api/v2/api_clients?per_page=101", undefined, ["per_page"]],
  ["an unknown folder", "POST", "/api/connections", { name: "c", provider: "salesforce", folder_id: 9 }, ["folder_id"]],
  ["an HTTP connection without input", "POST", "/api/connections", { name: "c", provider: "rest" }, ["input"]],
  [
    "credentials of another type",
    "POST",
    "/api/connections",
    { name: "c", provider: "rest", input: { auth_type: "basic", base_uri: "http://127.0.0.1", header_pair: "a: b" } },
    ["input"],
  ],
  [
    "headers as a list",
    "POST",
    "/api/connections",
    {
      name: "c",
      provider: "rest",
      input: { auth_type: "headers", base_uri: "http://127.0.0.1", header_pair: [{ key: "a", value: "b" }] },
    },
    ["input"],
  ],
  [
    "a query parameter in the form of a header",
    "POST",
    "/api/connections",
    { name: "c", provider: "rest", input: { auth_type: "query", base_uri: "http://127.0.0.1", url_param: "a: b" } },
    ["input"],
  ],
  [
    "a base URL that is none",
    "POST",
    "/api/connections",
    { name: "c", provider: "rest", input: { auth_type: "no_auth", base_uri: "here" } },
    ["input"],
  ],
])("%s is refused with the field's name", async (_, method, path, body, fields) => {
  const answer = await workato(method, path, body);
  expect(answer.status).toBe(400);
  expect(answer.body.message).toEqual(expect.any(String));
  expect(Object.keys(answer.body.errors).sort()).toEqual(fields);
});

it.each([
  ["GET", "/api/v2/api_clients/77"],
  ["PUT", "/api/v2/api_clients/77"],
  ["DELETE", "/api/v2/api_clients/x"],
  ["GET", "/api/v2/api_clients/77/api_keys"],
  ["PUT", "/api/connections/77"],
  ["GET", "/api/v2/dcr_providers/77"],
  ["GET", "/api/nowhere"],
])("%s %s is not found", async (method, path) => {
  expect(await workato(method, path)).toMatchObject({ status: 404, body: { message: "Not found" } });
});

test("a body that is not JSON is refused", async () => {
  expect(await workato("POST", "/api/v2/api_clients", "{")).toMatchObject({
    status: 400,
    body: { message: expect.any(String) },
  });
});

test("an API client's answer counts its keys and holds no claims, issuer or JWKS", async () => {
  const { issuer } = sandbox.info;
  const made = await workato("POST", "/api/v2/api_clients", {
    ...client,
    auth_type: "oidc",
    oidc_issuer: issuer,
    required_claims: ["aud"],
    api_policy_id: 1,
  });
  const path = `/api/v2/api_clients/${made.body.data.id}`;
  const key = await workato("POST", `${path}/api_keys`, { name: "k", active: true });
  await workato("PUT", `${path}/api_keys/${key.body.data.id}/disable`);
  const { data } = (await workato("GET", path)).body;
  expect(data).toMatchObject({
    api_policies: [{ id: 1 }],
    api_collections: [{ id: 1 }],
    active_api_keys_count: 0,
    total_api_keys_count: 1,
    dcr_provider_id: null,
  });
  for (const hidden of ["oidc_issuer", "oidc_jwks_uri", "required_claims", "access_profile_claim"]) {
    expect(data).not.toHaveProperty(hidden);
  }
});

test("an update changes what it names, and is not refused for what was wrong before", async () => {
  const provider = await workato("POST", "/api/v2/dcr_providers", {
    name: "Okta",
    connection_id: (await connect()).id,
    auth_method: "oidc",
  });
  const dcr_provider_id = provider.body.data.id;
  const made = await workato("POST", "/api/v2/api_clients", { ...client, auth_type: "oidc", dcr_provider_id });
  expect((await workato("DELETE", `/api/v2/dcr_providers/${dcr_provider_id}`)).status).toBe(204);
  const path = `/api/v2/api_clients/${made.body.data.id}`;
  const renamed = await workato("PUT", path, { name: "Renamed" });
  expect(renamed.body.data).toMatchObject({ name: "Renamed", api_collections: [{ id: 1 }], dcr_provider_id });
  expect((await workato("PUT", path, { api_policy_id: 9 })).body.errors).toHaveProperty("api_policy_id");
});

test("a key's token is shown when it is made and renewed, and never again", async () => {
  const { id } = (await workato("POST", "/api/v2/api_clients", client)).body.data;
  const path = `/api/v2/api_clients/${id}/api_keys`;
  const made = (await workato("POST", path, { name: "k", active: true, ip_allow_list: ["10.0.0.0/8"] })).body.data;
  expect(made.auth_token).toMatch(/^[0-9a-f]{64}$/);
  const renewed = (await workato("PUT", `${path}/${made.id}/refresh_secret`)).body.data;
  expect(renewed.auth_token).toMatch(/^[0-9a-f]{64}$/);
  expect(renewed.auth_token).not.toBe(made.auth_token);
  for (const call of [() => workato("GET", path), () => workato("PUT", `${path}/${made.id}`, { name: "new" })]) {
    expect(JSON.stringify((await call()).body)).not.toContain("auth_token");
  }
  expect((await workato("POST", path, { name: "k", active: true, ip_deny_list: ["10.0.0.0/99"] })).status).toBe(400);
});

test("lists of clients are paged, counted and filtered by project", async () => {
  for (const name of ["a", "b", "c"]) await workato("POST", "/api/v2/api_clients", { ...client, name });
  await workato("POST", "/api/v2/api_clients", { ...client, name: "in a project", project_id: 1 });
  const names = (body: { data: { name: string }[] }) => body.data.map((one) => one.name);
  const second = (await workato("GET", "/api/v2/api_clients?page=2&per_page=3")).body;
  expect(second).toMatchObject({ count: 4, page: 2, per_page: 3 });
  expect(names(second)).toEqual(["in a project"]);
  expect(names((await workato("GET", "/api/v2/api_clients?project_id=1")).body)).toEqual(["in a project"]);
});

test("connections never show their input, and are found by external id and folder", async () => {
  const made = await connect({ external_id: "mark" });
  expect(made).toMatchObject({ authorization_status: "success", provider: "rest", external_id: "mark", folder_id: 1 });
  expect(made).not.toHaveProperty("input");
  expect((await workato("GET", "/api/connections?external_id=mark&folder_id=1")).body).toEqual([made]);
  expect((await workato("GET", "/api/connections?external_id=other")).body).toEqual([]);
});

test("a connection moves to a folder that there is, and with null back to the root folder", async () => {
  const { id } = await connect({});
  for (const [folder_id, held] of [
    [2, 2],
    [null, 1],
  ]) {
    expect((await workato("PUT", `/api/connections/${id}`, { folder_id })).body).toMatchObject({ folder_id: held });
  }
  expect((await workato("PUT", `/api/connections/${id}`, { folder_id: 9 })).status).toBe(400);
});

it.each<[string, () => object, "success" | "failed"]>([
  ["no credentials", () => ({ auth_type: "no_auth" }), "failed"],
  [
    "the IdP's token in a header",
    () => ({ auth_type: "headers", header_pair: `X-Team: platform\nAuthorization: SSWS ${sandbox.info.oktaToken}` }),
    "success",
  ],
  [
    "the IdP's token under another scheme",
    () => ({
      auth_type: "headers",
      header_pair: `Authorization: Bearer ${sandbox.info.oktaToken}`,
    }),
    "failed",
  ],
  ["a wrong token in a header", () => ({ auth_type: "headers", header_pair: "Authorization: SSWS no" }), "failed"],
  ["a query parameter", () => ({ auth_type: "query", url_param: "token=t" }), "failed"],
  [
    "the introspection client",
    () => ({
      auth_type: "basic",
      basic_user: sandbox.info.introspectionClientId,
      basic_password: sandbox.info.introspectionClientSecret,
    }),
    "success",
  ],
  [
    "a client that gets no token",
    () => ({
      auth_type: "oauth2_client_credentials_grant",
      oauth2_token_url: sandbox.info.tokenEndpoint,
      oauth2_client_id: "nobody",
      oauth2_client_secret: "nothing",
    }),
    "failed",
  ],
  ["a server that is elsewhere", () => ({ auth_type: "no_auth", base_uri: "https://idp.invalid" }), "failed"],
])("a connection with %s is %3$s", async (_, input, status) => {
  const made = await connect({ input: { base_uri: sandbox.info.oktaOrgUrl, ...input() } });
  expect(made.authorization_status).toBe(status);
});

test("a shell connection is not tested, a disconnected one no longer authorized", async () => {
  expect((await connect({ shell_connection: true })).authorization_status).toBeNull();
  const { id } = await connect();
  await workato("POST", `/api/connections/${id}/disconnect`);
  expect((await workato("GET", "/api/connections")).body[1].authorization_status).toBeNull();
});

describe("DCR providers", () => {
  const body = async (changes: object = {}) => ({
    name: "Okta",
    connection_id: (await connect()).id,
    auth_method: "oidc",
    ...changes,
  });
  const introspecting = async (changes: object = {}) => {
    const introspection_connection_id = (await connect()).id;
    return body({
      auth_method: "oauth2_introspection",
      introspection_connection_id,
      introspection_endpoint_path: "/a/b",
      ...changes,
    });
  };

  test("compute the introspection URL and delete silently", async () => {
    const { data } = (await workato("POST", "/api/v2/dcr_providers", await introspecting())).body;
    expect(data.introspection_url).toBe(`${sandbox.info.oktaOrgUrl}/a/b`);
    expect((await workato("GET", "/api/v2/dcr_providers")).body).toMatchObject({ data: [data], count: 1 });
    expect((await workato("DELETE", `/api/v2/dcr_providers/${data.id}`)).status).toBe(204);
    expect((await workato("GET", `/api/v2/dcr_providers/${data.id}`)).status).toBe(404);
  });

  it.each<[string, () => Promise<object>, string]>([
    ["a connection that is not there", () => body({ connection_id: 9 }), "connection_id"],
    [
      "a connection that is not HTTP",
      async () => body({ connection_id: (await connect({ provider: "salesforce" })).id }),
      "connection_id",
    ],
    [
      "a connection that is not authorized",
      async () => body({ connection_id: (await connect({ shell_connection: true })).id }),
      "connection_id",
    ],
    ["introspection settings for oidc", () => introspecting({ auth_method: "oidc" }), "introspection_endpoint_path"],
    [
      "introspection without a path",
      () => introspecting({ introspection_endpoint_path: null }),
      "introspection_endpoint_path",
    ],
    [
      "introspection without a connection",
      () => introspecting({ introspection_connection_id: null }),
      "introspection_connection_id",
    ],
    [
      "an absolute path",
      () => introspecting({ introspection_endpoint_path: "https://a/b" }),
      "introspection_endpoint_path",
    ],
    [
      "a path without a scheme",
      () => introspecting({ introspection_endpoint_path: "//a/b" }),
      "introspection_endpoint_path",
    ],
    [
      "a path that climbs",
      () => introspecting({ introspection_endpoint_path: "a/../b" }),
      "introspection_endpoint_path",
    ],
  ])("%s is refused", async (_, make, field) => {
    const answer = await workato("POST", "/api/v2/dcr_providers", await make());
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveProperty(field);
  });

  test("names are unique whatever their case, and the method is permanent", async () => {
    const { data } = (await workato("POST", "/api/v2/dcr_providers", await body())).body;
    const taken = await workato("POST", "/api/v2/dcr_providers", await body({ name: "OKTA" }));
    expect(taken).toMatchObject({ status: 400, body: { errors: { name: ["has already been taken"] } } });
    const changed = await workato("PUT", `/api/v2/dcr_providers/${data.id}`, { auth_method: "oauth2_introspection" });
    expect(changed).toMatchObject({ status: 400, body: { errors: { auth_method: expect.any(Array) } } });
    expect((await workato("PUT", `/api/v2/dcr_providers/${data.id}`, { name: "okta" })).body.data.name).toBe("okta");
  });

  it.each<[string, () => Promise<number>, RegExp | undefined]>([
    ["an IdP that registers", async () => (await connect()).id, undefined],
    ["nothing", async () => 9, /does not exist/],
    ["another connector", async () => (await connect({ provider: "salesforce" })).id, /not an HTTP/],
    ["a shell", async () => (await connect({ shell_connection: true })).id, /not authorized/],
    [
      "a server without registration",
      async () => (await connect(httpConnection(sandbox.info.controlUrl, "Bearer x"))).id,
      /without dynamic client registration/,
    ],
  ])("validate_connection of %s says so", async (_, connection, reason) => {
    const { body } = await workato("POST", "/api/v2/dcr_providers/validate_connection", {
      connection_id: await connection(),
    });
    expect(body.data).toEqual(
      reason ? { status: "failed", errors: [expect.stringMatching(reason)] } : { status: "success", errors: [] },
    );
  });
});
