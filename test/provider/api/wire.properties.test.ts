import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { z } from "zod";
import { Discovery } from "../../../provider/api/discovery";
import { fetchKeys } from "../../../provider/api/jwks";
import { OktaAccount } from "../../../provider/api/okta/account";
import { OktaApps } from "../../../provider/api/okta/apps";
import { AuthorizationServer } from "../../../provider/api/okta/authorization-server";
import { OktaClientSecrets } from "../../../provider/api/okta/client-secrets";
import { OktaClients } from "../../../provider/api/okta/clients";
import { requestGrant } from "../../../provider/api/okta/management-token";
import { fetchToken } from "../../../provider/api/token";
import { ApiClients } from "../../../provider/api/workato/api-clients";
import { ApiKeys } from "../../../provider/api/workato/api-keys";
import { ApiCollections } from "../../../provider/api/workato/collections";
import { Connections } from "../../../provider/api/workato/connections";
import { DcrProviders } from "../../../provider/api/workato/dcr-providers";
import { WorkatoUsers } from "../../../provider/api/workato/users";
import { ProviderError } from "../../../provider/errors";
import { MalformedAnswerError } from "../../../provider/http/errors";
import type { Transport } from "../../../provider/http/transport";
import { issuerAdvice } from "../../../provider/idp/okta/calls";
import { type LocalServer, localServer } from "../http/local-server";
import { changed, somePositions } from "../resources/arbitraries";
import { hastily } from "./wire";

const ADVICE = issuerAdvice((setting) => `workato-dcr:${setting}`);

/** What no message may hold: values of an answer. */
const VALUE = "hunter2-of-the-answer";
const NUMBER = 4_242_424_242;

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const KEY = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

const id = z.string();
const text = z.string();
const row = z.object({ id, name: text });
const client = z.object({ client_id: text, client_secret: text.optional() });
const nothing = z.undefined();

const APP = {
  id: VALUE,
  label: VALUE,
  status: "ACTIVE",
  profile: { key: VALUE },
  credentials: { oauthClient: { token_endpoint_auth_method: VALUE } },
  settings: { oauthClient: { application_type: VALUE, grant_types: [VALUE], logo_uri: VALUE } },
};
const API_CLIENT = {
  id: NUMBER,
  name: VALUE,
  description: VALUE,
  api_portals: [{ id: NUMBER }],
  api_collections: [{ id: NUMBER }],
  api_policies: [{ id: NUMBER }],
  active_api_keys_count: NUMBER,
};
const API_KEY = { id: NUMBER, name: VALUE, active: true, auth_token: VALUE, ip_allow_list: [VALUE] };
const CONNECTION = { id: NUMBER, name: VALUE, provider: "rest", folder_id: NUMBER, authorization_status: VALUE };
const DCR_PROVIDER = { id: NUMBER, name: VALUE, connection_id: NUMBER, auth_method: "oidc", required_claims: [VALUE] };
const CLIENT = { client_id: VALUE, client_secret: VALUE, client_secret_expires_at: 0, client_name: VALUE };
const SECRET = { id: VALUE, created: VALUE, status: "ACTIVE", client_secret: VALUE };
const POLICY = { id: "p", status: VALUE, conditions: { clients: { include: [VALUE] } } };
const RULE = { id: "r", status: VALUE, conditions: { grantTypes: { include: [VALUE] }, scopes: { include: [VALUE] } } };
const CLAIM = { id: VALUE, name: VALUE, value: VALUE, valueType: VALUE, claimType: VALUE, status: VALUE };

const policies = z.array(z.object({ id, rules: z.array(z.object({ id, status: text })) }));

const provider = { name: "Okta", connectionId: "1" } as Parameters<DcrProviders["update"]>[1];
const settings = {} as Parameters<ApiClients["create"]>[0];
const clientsOf = (http: Transport) => new OktaClients(http);
const validate = (http: Transport) => new DcrProviders(http).validateConnection("1");
const serverOf = (http: Transport) => new AuthorizationServer(http, "default");

interface Method {
  /** A right answer. */
  answer: unknown;
  /** What the method makes of any answer that it takes. */
  right: z.ZodType;
  call: (http: Transport) => Promise<unknown>;
  /** Which of its requests is answered so, and what the others get; all of them unless given. */
  at?: [path: RegExp, others: unknown] | undefined;
}

const METHODS: [name: string, answer: unknown, right: z.ZodType, call: Method["call"], at?: Method["at"]][] = [
  ["apps.list", [APP], z.array(z.object({ id, label: text })), (http) => new OktaApps(http).list()],
  ["apps.read", APP, z.object({ id, label: text }), (http) => new OktaApps(http).read("a")],
  ["apps.anyHas", [APP], z.boolean(), (http) => new OktaApps(http).anyHas("key")],
  ["apps.replace", APP, nothing, (http) => new OktaApps(http).replace("a", (app) => ({ ...app, label: "b" }))],
  ["apps.activate", APP, nothing, (http) => new OktaApps(http).activate("a")],
  ["clients.register", CLIENT, client, (http) => clientsOf(http).register({} as never)],
  ["clients.newSecret", CLIENT, client.required(), (http) => clientsOf(http).newSecret("a")],
  ["clients.find", [CLIENT], client.optional(), (http) => clientsOf(http).find(VALUE)],
  ["clients.deregister", {}, nothing, (http) => clientsOf(http).deregister("a")],
  ["account.login", { profile: { login: VALUE } }, text, (http) => new OktaAccount(http).login()],
  ["account.server", CLAIM, z.object({ name: text }), (http) => new OktaAccount(http).authorizationServer("a")],
  [
    "server.scopes",
    [{ id: VALUE, name: VALUE, consent: VALUE }],
    z.array(z.object({ name: text })),
    (http) => serverOf(http).scopes(),
  ],
  ["server.claims", [CLAIM], z.array(row), (http) => serverOf(http).claims()],
  ["server.createClaim", CLAIM, row, (http) => serverOf(http).createClaim("c", "e", [])],
  ["server.updateClaim", CLAIM, row, (http) => serverOf(http).updateClaim("a", "c", "e", [])],
  ["server.policies", [POLICY], policies, (http) => serverOf(http).policies(), [/policies$/, []]],
  ["server.rules", [RULE], policies, (http) => serverOf(http).policies(), [/rules$/, [POLICY]]],
  [
    "jwks.keys",
    { keys: [{ kty: VALUE, use: "sig" }] },
    z.array(z.object({ kty: text })),
    (http) => fetchKeys(http, "/k"),
  ],
  ["users.me", { name: VALUE }, z.object({ name: text.optional() }), (http) => new WorkatoUsers(http).me()],
  ["apiClients.list", { data: [API_CLIENT], count: 1 }, z.array(row), (http) => new ApiClients(http).list()],
  ["apiClients.read", { data: API_CLIENT }, row, (http) => new ApiClients(http).read("1"), [/1$/, { data: [] }]],
  ["apiClients.create", { data: API_CLIENT }, row, (http) => new ApiClients(http).create(settings)],
  ["apiClients.update", { data: API_CLIENT }, row, (http) => new ApiClients(http).update("1", settings)],
  ["apiKeys.of", { data: [API_KEY], count: 1 }, z.array(row), (http) => new ApiKeys(http).of("1")],
  ["apiKeys.create", { data: API_KEY }, row, (http) => new ApiKeys(http).create("1", {} as never)],
  ["collections.list", [{ id: NUMBER, name: VALUE }], z.array(row), (http) => new ApiCollections(http).list()],
  ["connections.list", [CONNECTION], z.array(row), (http) => new Connections(http).list()],
  ["connections.create", CONNECTION, row, (http) => new Connections(http).create({ name: "c" })],
  ["connections.update", CONNECTION, row, (http) => new Connections(http).update("1", {})],
  ["dcrProviders.list", { data: [DCR_PROVIDER] }, z.array(row), (http) => new DcrProviders(http).list()],
  ["dcrProviders.validate", { data: { status: VALUE, errors: [VALUE] } }, z.array(text), validate],
  ["dcrProviders.create", { data: DCR_PROVIDER }, row, (http) => new DcrProviders(http).create(provider, "oidc")],
  ["dcrProviders.update", { data: DCR_PROVIDER }, row, (http) => new DcrProviders(http).update("1", provider)],
];

/** JSON as text, so that any key is possible. */
const { anyJson } = fc.letrec<{ anyJson: string; leaf: string; list: string; bag: string }>((tie) => ({
  leaf: fc
    .constantFrom(VALUE, NUMBER, "", "ACTIVE", "oidc", 0, -1.5, true, false, null)
    .map((it) => JSON.stringify(it)),
  list: fc.array(tie("anyJson"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
  bag: fc
    .array(
      fc.tuple(fc.constantFrom("id", "name", "data", "count", "keys", "__proto__", "toString", VALUE), tie("anyJson")),
      { maxLength: 3 },
    )
    .map((entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`),
  anyJson: fc.oneof({ maxDepth: 3 }, tie("leaf"), tie("list"), tie("bag")),
}));

/** The answer with something else in some places. */
function nearly(answer: unknown): fc.Arbitrary<string> {
  return fc
    .tuple(somePositions(answer, 1), fc.array(anyJson, { minLength: 1, maxLength: 3 }))
    .map(([paths, values]) => {
      const marked = JSON.stringify(changed(answer, paths, (index) => `@${index % values.length}`));
      return marked.replace(/"@(\d)"/g, (_, index) => values[Number(index)] ?? "");
    });
}

let server: LocalServer;
let reply: (path: string) => string;
beforeAll(async () => {
  server = await localServer((request, response) => void response.end(reply(request.url?.split("?")[0] ?? "")));
});
afterAll(() => server.stop());

async function survives({ answer, right, call, at = [/./, {}] }: Method, mayRefuse: readonly string[] = []) {
  const takes = async (body: string, onlyRight: boolean) => {
    reply = (path) => (at[0].test(path) ? body : JSON.stringify(at[1]));
    const result = await call(hastily(server.url, { requestsPerMinute: 1e9 }).http).catch((error: unknown) => error);
    if (!(result instanceof Error)) return expect(right.safeParse(result).error).toBeUndefined();
    if (onlyRight) throw result;
    if (result instanceof ProviderError && mayRefuse.includes(result.code)) return;
    expect(result).toBeInstanceOf(MalformedAnswerError);
    expect(result.message).not.toMatch(new RegExp(`${VALUE}|${NUMBER}`));
  };
  await takes(JSON.stringify(answer), true);
  const bodies = fc.oneof({ arbitrary: nearly(answer), weight: 3 }, { arbitrary: anyJson, weight: 1 });
  await fc.assert(
    fc.asyncProperty(bodies, (body) => takes(body, false)),
    { numRuns: 80 },
  );
}

const named = METHODS.map((method) => [method[0], method] as const);

test.each(named)("%s falls over no answer, and shows none", async (_, [, answer, right, call, at]) => {
  await survives({ answer, right, call, at });
});

test("metadata, likewise, but for what names another issuer", async () => {
  const answer = { issuer: server.url, token_endpoint: VALUE, jwks_uri: VALUE };
  const right = z.object({ issuer: z.literal(server.url), token_endpoint: text });
  await survives({ answer, right, call: (http) => new Discovery(() => http, server.url, ADVICE).metadata() }, [
    "issuer_mismatch",
  ]);
});

// These come last, since secrets and tokens are remembered, so that no message shows them anyway.
test("a client's secrets, likewise", async () => {
  const right = z.object({ id, created: text, client_secret: text });
  const secrets = (http: Transport) => new OktaClientSecrets(http);
  await survives({ answer: [SECRET], right: z.array(right), call: (http) => secrets(http).list("a") });
  await survives({ answer: SECRET, right, call: (http) => secrets(http).add("a") });
});

test("an access token, likewise", async () => {
  const request = {
    tokenEndpoint: "/token",
    clientId: "0oa1",
    clientSecret: "s",
    method: "client_secret_post",
    scopes: [],
  };
  await survives({ answer: { access_token: VALUE }, right: text, call: (http) => fetchToken(http, request) });
});

test("a management token, likewise", async () => {
  const limits = { timeoutSeconds: 5, retryTotalSeconds: 5 };
  const org = { orgUrl: server.url, requestsPerMinute: 1e9, limits, nameOf: (setting: string) => setting };
  const right = z.object({ token: text, scopes: z.array(text), expiresInSeconds: z.number() });
  const call = () => requestGrant(org, { clientId: "0oaApp", privateKey: KEY, scopes: ["okta.apps.read"] });
  await survives({ answer: { access_token: VALUE, expires_in: 3600, scope: VALUE }, right, call });
});
