import type { Sandbox } from "../../sandbox/client";
import { type Call, serviceClient, useSandbox } from "./http";

let sandbox: Sandbox;
let okta: Call;

useSandbox((started, calls) => {
  sandbox = started;
  ({ okta } = calls);
});

const CLIENTS = "/oauth2/v1/clients";
const OWN = "correct horse, ~battery 1";
const register = async (changes: object = {}) =>
  (await okta("POST", CLIENTS, { ...serviceClient("orders"), ...changes })).body;
const fetchToken = async (clientId: string, clientSecret: string) =>
  (await sandbox.idpToken({ clientId, clientSecret, scope: sandbox.info.scope })).status;

describe("a PUT of the whole app", () => {
  test("replaces it, profile included, keeps the secret, and answers with it", async () => {
    const { client_id, client_secret } = await register();
    const path = `/api/v1/apps/${client_id}`;
    const app = (await okta("GET", path)).body;
    expect(app).toMatchObject({ id: client_id, label: "orders", status: "ACTIVE", profile: {} });
    expect(app.credentials.oauthClient).not.toHaveProperty("client_secret");
    const replaced = (await okta("PUT", path, { ...app, profile: { key: "k" } })).body;
    expect(replaced).toMatchObject({ profile: { key: "k" }, credentials: { oauthClient: { client_secret } } });
    const { profile: _, ...rest } = app;
    expect((await okta("PUT", path, { ...rest, label: "renamed" })).body.profile).toEqual({});
    expect((await okta("GET", `${CLIENTS}/${client_id}`)).body.client_name).toBe("renamed");
    expect(await fetchToken(client_id, client_secret)).toBe(200);
  });

  test("leaves a secret alone that is empty or the same, and takes another one", async () => {
    const { client_id, client_secret } = await register();
    const path = `/api/v1/apps/${client_id}`;
    const { credentials, ...app } = (await okta("GET", path)).body;
    const put = async (secret: string) => {
      const oauthClient = { ...credentials.oauthClient, client_secret: secret };
      const { status, body } = await okta("PUT", path, { ...app, credentials: { ...credentials, oauthClient } });
      return status === 200 ? body.credentials.oauthClient.client_secret : body.errorCode;
    };
    expect(await put("")).toBe(client_secret);
    expect(await put(client_secret)).toBe(client_secret);
    expect(await put(OWN)).toBe(OWN);
    expect(await put("too short")).toBe("E0000001");
    expect([await fetchToken(client_id, client_secret), await fetchToken(client_id, OWN)]).toEqual([401, 200]);
  });

  it.each([["name"], ["label"], ["signOnMode"], ["settings"], ["credentials"]])(
    "without %s is E0000001",
    async (field) => {
      const path = `/api/v1/apps/${(await register()).client_id}`;
      const { [field]: _, ...rest } = (await okta("GET", path)).body;
      expect(await okta("PUT", path, rest)).toMatchObject({ status: 400, body: { errorCode: "E0000001" } });
    },
  );

  test("with an unknown field is E0000001, with a body that is not JSON E0000003", async () => {
    const path = `/api/v1/apps/${(await register()).client_id}`;
    const app = (await okta("GET", path)).body;
    expect((await okta("PUT", path, { ...app, colour: "red" })).body).toMatchObject({ errorCode: "E0000001" });
    expect((await okta("PUT", path, "{")).body).toMatchObject({ errorCode: "E0000003" });
  });
});

test("a deactivated app gets no token", async () => {
  const { client_id, client_secret } = await register();
  await okta("POST", `/api/v1/apps/${client_id}/lifecycle/deactivate`);
  expect(await fetchToken(client_id, client_secret)).toBe(401);
  await okta("POST", `/api/v1/apps/${client_id}/lifecycle/activate`);
  expect(await fetchToken(client_id, client_secret)).toBe(200);
});

describe("the secrets of a client", () => {
  const secretsOf = (id: string) => `/api/v1/apps/${id}/credentials/secrets`;
  const refusal = { status: 400, body: { errorCode: "E0000001" } };

  test("are shown in plain, each and all", async () => {
    const { client_id, client_secret } = await register();
    const path = secretsOf(client_id);
    const added = (await okta("POST", path, {})).body;
    const held = (await okta("GET", path)).body;
    expect(held).toMatchObject([
      { client_secret, status: "ACTIVE" },
      { id: added.id, client_secret: added.client_secret },
    ]);
    expect((await okta("GET", `${path}/${added.id}`)).body).toEqual(held[1]);
  });

  test("are two at a time, and no third; an active one is not deleted, the only one not deactivated", async () => {
    const { client_id, client_secret } = await register();
    const path = secretsOf(client_id);
    const added = await okta("POST", path, {});
    expect(added.status).toBe(201);
    expect(await fetchToken(client_id, client_secret)).toBe(200);
    expect(await fetchToken(client_id, added.body.client_secret)).toBe(200);
    expect(await okta("POST", path, {})).toMatchObject(refusal);

    const [first] = (await okta("GET", path)).body;
    expect(await okta("DELETE", `${path}/${first.id}`)).toMatchObject(refusal);
    expect((await okta("POST", `${path}/${first.id}/lifecycle/deactivate`)).body.status).toBe("INACTIVE");
    expect(await fetchToken(client_id, client_secret)).toBe(401);
    expect(await okta("POST", `${path}/${added.body.id}/lifecycle/deactivate`)).toMatchObject(refusal);
    expect((await okta("DELETE", `${path}/${first.id}`)).status).toBe(204);
    expect((await okta("GET", path)).body).toHaveLength(1);
  });

  it.each<[string, string, string, boolean]>([
    ["printable", OWN, "client_secret_basic", true],
    ["too short", "a".repeat(13), "client_secret_basic", false],
    ["too long", "a".repeat(101), "client_secret_basic", false],
    ["not printable", `${OWN}\t`, "client_secret_basic", false],
    ["long enough to sign with", "a".repeat(32), "client_secret_jwt", true],
    ["too short to sign with", "a".repeat(31), "client_secret_jwt", false],
  ])("may be of the caller's own making: %s", async (_, client_secret, method, taken) => {
    const { client_id } = await register({ token_endpoint_auth_method: method });
    const added = await okta("POST", secretsOf(client_id), { client_secret });
    expect(added).toMatchObject(taken ? { status: 201, body: { client_secret } } : refusal);
  });

  test("are out of reach where the org has the feature turned off: the newest one stays", async () => {
    const { client_id, client_secret } = await register();
    const added = (await okta("POST", secretsOf(client_id), {})).body;
    await sandbox.org({ clientSecrets: false });
    for (const method of ["GET", "POST"]) {
      const answer = await okta(method, secretsOf(client_id), method === "POST" ? {} : undefined);
      expect(answer).toMatchObject({ status: 401, body: { errorCode: "E0000015" } });
    }
    expect(await fetchToken(client_id, client_secret)).toBe(401);
    expect(await fetchToken(client_id, added.client_secret)).toBe(200);
    await sandbox.reset();
    expect((await okta("GET", secretsOf((await register()).client_id))).status).toBe(200);
  });
});

it.each([
  ["keeps", true, { key: "k" }],
  ["drops", false, {}],
])("a PUT of the client %s the profile, as the org is set", async (_, clientPutKeepsProfile, profile) => {
  const { client_secret, client_id_issued_at, client_secret_expires_at, ...client } = await register();
  const path = `/api/v1/apps/${client.client_id}`;
  await okta("PUT", path, { ...(await okta("GET", path)).body, profile: { key: "k" } });
  await sandbox.org({ clientPutKeepsProfile });
  expect((await okta("PUT", `${CLIENTS}/${client.client_id}`, client)).status).toBe(200);
  expect((await okta("GET", path)).body.profile).toEqual(profile);
});
