import { createHash } from "node:crypto";
import * as workato from "pulumi-workato-dcr";
import { callers } from "../sandbox/http";
import { errorsOf, oidcProvider, oktaConnection, outputsOf, startOver, useEngine } from "./support";

const engine = useEngine();
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const connections = async () => (await engine.sandbox.state()).workato.connections;
const writes = async () =>
  (await engine.sandbox.requests()).filter(
    ({ method, path }) => method !== "GET" && path.startsWith("/api/connections"),
  );

describe("the authentication types", () => {
  const types = ["none", "basic", "header", "query", "oauth2ClientCredentials"] as const;
  type Type = (typeof types)[number];
  /** Each as a program writes it, and as Workato is to receive it, secrets as SHA-256. */
  let cases: Record<Type, { auth: workato.HttpConnectionAuth; received: object; status: string }>;
  let made: Awaited<ReturnType<typeof connections>>;
  let printed: string;

  beforeAll(async () => {
    const { info } = engine.sandbox;
    const [user, password] = [info.introspectionClientId, info.introspectionClientSecret];
    const credential = `SSWS ${info.oktaToken}`;
    cases = {
      none: { auth: { type: "none" }, received: { auth_type: "no_auth" }, status: "failed" },
      basic: {
        auth: { type: "basic", username: user, password },
        received: { auth_type: "basic", basic_user: user, basic_password: sha256(password) },
        status: "success",
      },
      header: {
        auth: { type: "header", headers: { Authorization: credential, "X-Team": "platform" } },
        received: {
          auth_type: "headers",
          header_pair: sha256(`Authorization: ${credential}\nX-Team: platform`),
        },
        status: "success",
      },
      query: {
        auth: { type: "query", params: { api_key: "key-of-the-query" } },
        received: { auth_type: "query", url_param: sha256("api_key=key-of-the-query") },
        status: "failed",
      },
      oauth2ClientCredentials: {
        auth: {
          type: "oauth2ClientCredentials",
          tokenUrl: info.tokenEndpoint,
          clientId: user,
          clientSecret: password,
          credentialsIn: "body",
        },
        received: {
          auth_type: "oauth2_client_credentials_grant",
          oauth2_token_url: info.tokenEndpoint,
          oauth2_client_id: user,
          oauth2_client_secret: sha256(password),
          param_type: "payload",
        },
        status: "failed",
      },
    };
    await startOver(engine.sandbox, engine.workspace);
    ({ printed } = await engine.workspace.up(async () => {
      const outputs = types.map((type) => {
        const args = { name: type, baseUrl: info.oktaOrgUrl, auth: cases[type].auth };
        return [type, new workato.HttpConnection(type, args).authorizationStatus];
      });
      return Object.fromEntries(outputs);
    }));
    made = await connections();
  });

  it.each(types)("%s reaches Workato, and how it was authorised is an output", (type) => {
    const { received, status } = cases[type];
    const input = { base_uri: engine.sandbox.info.oktaOrgUrl, ssl_params: false, ...received };
    expect(made.filter(({ name }) => name === type)).toMatchObject([
      { provider: "rest", authorization_status: status },
    ]);
    expect(made.find(({ name }) => name === type)?.input).toEqual(input);
    expect(printed).toMatch(new RegExp(`^ +${type} *: "${status}"$`, "m"));
  });

  it.each([
    ["none", "the base URL answered 401"],
    ["query", "the base URL answered 401"],
    ["oauth2ClientCredentials", "the token endpoint answered 400"],
  ])("%s that Workato could not authorise is a warning, in Workato's words", (type, words) => {
    const warning = `warning: [runtime] HttpConnection "${type}": Workato could not authorise the connection (failed): `;
    expect(printed).toContain(warning);
    expect(printed.slice(printed.indexOf(warning)).split("\n")[0]).toContain(words);
  });

  it("warns of no connection that is authorised", () => {
    for (const type of ["basic", "header"]) expect(printed).not.toContain(`the connection "${type}"`);
  });
});

test("credentials are sent when they change, and at no other time", async () => {
  const { info } = engine.sandbox;
  const tls = { clientCertificate: "certificate", clientKey: "key", caCertificate: "authority" };
  const good = `SSWS ${info.oktaToken}`;
  const program = (name: string, credential: string, more: Partial<workato.HttpConnectionArgs> = {}) =>
    engine.workspace.up(async () => {
      oktaConnection(info, { name, auth: { type: "header", headers: { Authorization: credential } }, ...more });
    });
  await program("Okta", good, { tls });
  const [first] = await connections();
  expect(first?.input).toMatchObject({
    ssl_params: true,
    ssl_client_cert: "certificate",
    ssl_client_key: sha256("key"),
    ssl_ca_cert: "authority",
  });

  // Workato tries credentials whenever it gets them, and notes when.
  expect((await program("Renamed", good, { tls })).steps).toEqual(["update okta"]);
  expect(await connections()).toEqual([{ ...first, name: "Renamed", updated_at: expect.any(String) }]);

  await engine.sandbox.clearRequests();
  expect((await program("Renamed", good, { tls })).steps).toEqual(["same okta"]);
  expect(await engine.sandbox.requests()).toEqual([]);

  const refused = await program("Renamed", "SSWS out of date", { tls });
  expect(refused.steps).toEqual(["update okta"]);
  expect(refused.printed).toContain(
    'HttpConnection "Renamed": Workato could not authorise the connection (failed): the base URL answered 401',
  );
  expect(await writes()).toMatchObject([{ method: "PUT", path: `/api/connections/${first?.id}`, status: 200 }]);
  expect(await connections()).toMatchObject([
    {
      id: first?.id,
      authorization_status: "failed",
      input: { header_pair: sha256("Authorization: SSWS out of date"), ssl_client_key: sha256("key") },
    },
  ]);
  expect(await outputsOf(engine.workspace, "okta")).toMatchObject({ authorizationStatus: "failed" });

  const mended = await program("Renamed", good);
  expect(mended.printed).not.toContain("could not authorise");
  const [last] = await connections();
  expect(last).toMatchObject({ id: first?.id, authorization_status: "success" });
  expect(Object.keys(last?.input ?? {}).sort()).toEqual(["auth_type", "base_uri", "header_pair", "ssl_params"]);
  for (const secret of [info.oktaToken, "out of date"]) expect(engine.workspace.printed()).not.toContain(secret);
});

test("a folder is set, changed and reset in place", async () => {
  const folders: unknown[] = [];
  for (const more of [{ folderId: 2 }, { folderId: "1" }, { folderId: 2 }, {}]) {
    await engine.workspace.up(async () => void oktaConnection(engine.sandbox.info, more));
    folders.push((await connections()).map(({ id, folder_id, authorized_at }) => ({ id, folder_id, authorized_at })));
  }
  const [first] = await connections();
  const held = (folder_id: number) => [{ id: first?.id, folder_id, authorized_at: first?.authorized_at }];
  expect(folders).toEqual([held(2), held(1), held(2), held(1)]);
});

test("connections of one name are objects of their own, and a foreign one stays what it is", async () => {
  const { workato: api } = callers(engine.sandbox.info);
  const foreign = (await api("POST", "/api/connections", { name: "Okta", provider: "salesforce", input: {} })).body;
  const { info } = engine.sandbox;
  await engine.workspace.up(async () => {
    for (const name of ["one", "two"]) {
      new workato.HttpConnection(name, { name: "Okta", baseUrl: info.oktaOrgUrl, auth: { type: "none" } });
    }
  });
  const ids = [await outputsOf(engine.workspace, "one"), await outputsOf(engine.workspace, "two")].map(
    (it) => it?.connectionId,
  );
  expect(new Set(ids).size).toBe(2);
  const all = await connections();
  expect(all.map(({ id, name, provider }) => ({ id, name, provider }))).toEqual(
    expect.arrayContaining([
      { id: foreign.id, name: "Okta", provider: "salesforce" },
      ...ids.map((id) => ({ id: Number(id), name: "Okta", provider: "rest" })),
    ]),
  );
  expect(all).toHaveLength(3);

  await engine.workspace.destroy();
  expect((await connections()).map(({ id }) => id)).toEqual([foreign.id]);
});

test("a DCR provider on a connection that is not authorised is refused, and made once it is", async () => {
  const program = (token: string) => async () => {
    const auth = { type: "header" as const, headers: { Authorization: `SSWS ${token}` } };
    oidcProvider(engine.sandbox.info, { connection: oktaConnection(engine.sandbox.info, { auth }) });
  };
  const errors = await errorsOf(engine.workspace.up(program("no token of this org")));
  const [{ id } = {}] = await connections();
  expect(errors).toEqual([
    `connection.id: connection ${id} ("Okta") is not authorised: the base URL answered 401. ` +
      "Correct its base URL or credentials, and apply again",
  ]);
  expect((await engine.sandbox.state()).okta.claims).toEqual([]);

  const { steps } = await engine.workspace.up(program(engine.sandbox.info.oktaToken));
  expect(steps).toEqual(["create oidc", "update okta"]);
  expect(await connections()).toMatchObject([{ id, authorization_status: "success" }]);
});
