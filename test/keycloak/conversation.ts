import { randomUUID } from "node:crypto";
import { tokenCall } from "../../provider/api/token";
import { assertion, keyPair } from "./assertion";

/** A realm, and a client of it whose service account manages clients. */
export interface RealmAccess {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

interface Seen {
  status: number;
  body?: unknown;
}

/** Asks a realm; what it is told of clients, tests hold against what they expect. */
export class Conversation {
  private bearer = "";
  private readonly keys = [keyPair("one"), keyPair("two")];
  readonly clientId = `pulumi-${randomUUID()}`;

  constructor(private readonly realm: RealmAccess) {}

  async begin(): Promise<void> {
    const { clientId, clientSecret } = this.realm;
    this.bearer = String((await this.token(clientSecret, { clientId })).body?.access_token);
  }

  async admin(method: string, path: string, body?: unknown, bearer = this.bearer): Promise<Seen> {
    const url = this.realm.issuer.replace("/realms/", "/admin/realms/");
    const headers = {
      authorization: `Bearer ${bearer}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    return answerOf(
      await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }),
    );
  }

  /** The client by its client id. */
  async row(): Promise<Row> {
    const { body } = await this.admin("GET", `/clients?clientId=${this.clientId}`);
    return (body as Row[])[0] ?? ({} as Row);
  }

  async change(change: object): Promise<Seen> {
    return this.admin("PUT", `/clients/${(await this.row()).id}`, change);
  }

  /** A token request of the client. */
  async token(clientSecret: string, { clientId = this.clientId, method = "basic", scopes = [] as string[] } = {}) {
    const tokenEndpoint = this.tokenEndpoint;
    const request = { tokenEndpoint, clientId, clientSecret, method: `client_secret_${method}`, scopes };
    const { form, headers } = tokenCall(request);
    return this.ask(form as Record<string, string>, headers);
  }

  /** The same by an assertion that is signed with one of two keys. */
  async tokenByKey(key: 0 | 1) {
    return this.ask({
      grant_type: "client_credentials",
      ...assertion(this.clientId, this.realm.issuer, this.key(key)),
    });
  }

  jwks = (key: 0 | 1) => JSON.stringify({ keys: [this.key(key).jwk] });

  private key = (key: 0 | 1) => this.keys[key] as ReturnType<typeof keyPair>;

  private get tokenEndpoint(): string {
    return `${this.realm.issuer}/protocol/openid-connect/token`;
  }

  private async ask(form: Record<string, string>, headers: Record<string, string> = {}) {
    const answer = await fetch(this.tokenEndpoint, { method: "POST", headers, body: new URLSearchParams(form) });
    const { status, body } = await answerOf(answer);
    return { status, body: body as Record<string, unknown> | undefined };
  }
}

interface Row {
  id: string;
  secret: string;
  attributes: Record<string, string>;
  protocolMappers: { name: string; config: object }[];
}

async function answerOf(answer: Response): Promise<Seen> {
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
}

/** The payload of the token in an answer. */
export function claimsIn({ body }: { body?: Record<string, unknown> | undefined }): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(body?.access_token).split(".")[1] ?? "", "base64url").toString());
}

const SERVICE = {
  publicClient: false,
  serviceAccountsEnabled: true,
  standardFlowEnabled: false,
  clientAuthenticatorType: "client-secret",
};

const mapper = (name: string, value: string) => ({
  name,
  protocol: "openid-connect",
  protocolMapper: "oidc-hardcoded-claim-mapper",
  config: {
    "claim.name": `a\\.${name}`,
    "claim.value": value,
    "jsonType.label": "String",
    "access.token.claim": "true",
  },
});

const AUDIENCE = {
  name: "audience",
  protocol: "openid-connect",
  protocolMapper: "oidc-audience-mapper",
  config: { "included.custom.audience": "https://gateway.example.com", "access.token.claim": "true" },
};

/** The steps of one conversation, in order, and what each is answered: by Keycloak, and so by what stands in for it. */
export const STEPS: readonly [name: string, step: (talk: Conversation) => Promise<unknown>, answer: unknown][] = [
  [
    "any client tells whether it may be managed",
    async (t) => (await t.admin("GET", "/clients?first=0&max=1")).body,
    [{ clientId: "account", access: { manage: true } }],
  ],
  [
    "a token of nobody",
    (t) => t.admin("GET", "/clients", undefined, "nobody"),
    { status: 401, body: { error: "HTTP 401 Unauthorized" } },
  ],
  [
    "a client is made",
    (t) =>
      t.admin("POST", "/clients", {
        clientId: t.clientId,
        name: "Orders",
        enabled: true,
        ...SERVICE,
        attributes: { "pulumi.mark": "m", logoUri: "https://a" },
      }),
    { status: 201, body: undefined },
  ],
  [
    "and made once",
    (t) => t.admin("POST", "/clients", { clientId: t.clientId, ...SERVICE }),
    { status: 409, body: { errorMessage: expect.stringMatching(/^Client pulumi-\S+ already exists$/) } },
  ],
  [
    "it has a secret, and what was asked for",
    (t) => t.row(),
    {
      name: "Orders",
      enabled: true,
      ...SERVICE,
      bearerOnly: false,
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      protocol: "openid-connect",
      secret: expect.stringMatching(/^\w{30,}$/),
      attributes: { "pulumi.mark": "m", logoUri: "https://a" },
    },
  ],
  [
    "a field that it does not know",
    (t) => t.admin("POST", "/clients", { clientId: "other", colour: "red" }),
    { status: 400, body: { error: expect.stringContaining('Unrecognized field "colour"') } },
  ],
  [
    "a name that is too long",
    (t) => t.change({ name: "n".repeat(256) }),
    { status: 500, body: { error: "unknown_error" } },
  ],
  ["a PUT changes what it names", (t) => t.change({ name: "Others", attributes: { more: "1" } }), { status: 204 }],
  [
    "and leaves the rest",
    (t) => t.row(),
    { name: "Others", ...SERVICE, attributes: { "pulumi.mark": "m", logoUri: "https://a", more: "1" } },
  ],
  [
    "an attribute that is empty goes",
    async (t) => (await t.change({ attributes: { logoUri: "" } })) && "logoUri" in (await t.row()).attributes,
    false,
  ],
  [
    "mappers are added",
    (t) => t.change({ protocolMappers: [mapper("one", "1"), mapper("two", "2"), AUDIENCE] }),
    { status: 204 },
  ],
  [
    "and are in tokens",
    async (t) => claimsIn(await t.token((await t.row()).secret)),
    {
      azp: expect.stringMatching(/^pulumi-/),
      "a.one": "1",
      "a.two": "2",
      aud: ["https://gateway.example.com", "account"],
      typ: "Bearer",
    },
  ],
  [
    "those that are not named go",
    async (t) =>
      (await t.change({ protocolMappers: [mapper("two", "3")] })) &&
      (await t.row()).protocolMappers.map((it) => it.name),
    ["two"],
  ],
  ["and one that is, is changed", async (t) => (await t.row()).protocolMappers, [{ config: { "claim.value": "3" } }]],
  [
    "without any, they stay",
    async (t) => (await t.change({ name: "Others" })) && (await t.row()).protocolMappers.length,
    1,
  ],
  ["an audience is its own", async (t) => claimsIn(await t.token((await t.row()).secret)).aud, "account"],
  [
    "the search finds the beginning",
    async (t) =>
      (
        (await t.admin("GET", `/clients?clientId=${t.clientId.slice(0, 20).toUpperCase()}&search=true&first=0&max=100`))
          .body as object[]
      ).length,
    1,
  ],
  [
    "and the exact one is exact",
    (t) => t.admin("GET", `/clients?clientId=${t.clientId.toUpperCase()}`),
    { status: 200, body: [] },
  ],
  [
    "a page after the last",
    (t) => t.admin("GET", `/clients?clientId=${t.clientId}&search=true&first=100&max=100`),
    { status: 200, body: [] },
  ],
  ["a wrong secret", (t) => t.token("wrong"), { status: 401, body: { error: "unauthorized_client" } }],
  [
    "a client that nobody knows",
    (t) => t.token("wrong", { clientId: "nobody" }),
    { status: 401, body: { error: "invalid_client" } },
  ],
  [
    "a scope that is not there",
    async (t) => t.token((await t.row()).secret, { scopes: ["nothing"] }),
    { status: 400, body: { error: "invalid_scope", error_description: "Invalid scopes: nothing" } },
  ],
  [
    "a scope of new clients",
    async (t) => claimsIn(await t.token((await t.row()).secret, { scopes: ["sandbox.call"] })).scope,
    expect.stringMatching(/\bsandbox\.call\b/),
  ],
  [
    "the scopes of new clients",
    async (t) => (await t.admin("GET", "/default-optional-client-scopes")).body,
    expect.arrayContaining([expect.objectContaining({ name: "sandbox.call" })]),
  ],
  [
    "a secret may be sent either way",
    async (t) => (await t.token((await t.row()).secret, { method: "post" })).status,
    200,
  ],
  [
    "unless one is said",
    (t) => t.change({ attributes: { "client.secret.authentication.allowed.method": "client_secret_post" } }),
    { status: 204 },
  ],
  ["then the other is refused", async (t) => (await t.token((await t.row()).secret)).status, 401],
  ["and this one is not", async (t) => (await t.token((await t.row()).secret, { method: "post" })).status, 200],
  [
    "and either again",
    (t) => t.change({ attributes: { "client.secret.authentication.allowed.method": "" } }),
    { status: 204 },
  ],
  [
    "a new secret ends the one before",
    async (t) => {
      const { id, secret } = await t.row();
      return {
        renewed: await t.admin("POST", `/clients/${id}/client-secret`),
        old: (await t.token(secret)).status,
        new: (await t.token((await t.row()).secret)).status,
      };
    },
    { renewed: { status: 200, body: { type: "secret", value: expect.any(String) } }, old: 401, new: 200 },
  ],
  [
    "there is no rotated one",
    async (t) => t.admin("GET", `/clients/${(await t.row()).id}/client-secret/rotated`),
    { status: 404, body: { error: "Client does not have a rotated secret" } },
  ],
  [
    "and to end it is none",
    async (t) => t.admin("DELETE", `/clients/${(await t.row()).id}/client-secret/rotated`),
    { status: 204 },
  ],
  [
    "disabled, it gets no token",
    async (t) => (await t.change({ enabled: false })) && t.token((await t.row()).secret),
    { status: 401, body: { error: "invalid_client" } },
  ],
  [
    "enabled, it does",
    async (t) => (await t.change({ enabled: true })) && (await t.token((await t.row()).secret)).status,
    200,
  ],
  [
    "without its service account, it does not",
    async (t) => (await t.change({ serviceAccountsEnabled: false })) && t.token((await t.row()).secret),
    {
      status: 401,
      body: { error: "unauthorized_client", error_description: "Client not enabled to retrieve service account" },
    },
  ],
  [
    "keys of its own",
    (t) =>
      t.change({
        ...SERVICE,
        clientAuthenticatorType: "client-jwt",
        attributes: { "use.jwks.string": "true", "jwks.string": t.jwks(0) },
      }),
    { status: 204 },
  ],
  ["authenticate it", async (t) => (await t.tokenByKey(0)).status, 200],
  ["and no other does", (t) => t.tokenByKey(1), { status: 400, body: { error: "invalid_client" } }],
  [
    "nor does a secret",
    async (t) => t.token((await t.row()).secret),
    { status: 400, body: { error: "invalid_client" } },
  ],
  [
    "other keys take their place",
    async (t) =>
      (await t.change({ attributes: { "use.jwks.string": "true", "jwks.string": t.jwks(1) } })) && [
        (await t.tokenByKey(0)).status,
        (await t.tokenByKey(1)).status,
      ],
    [400, 200],
  ],
  [
    "keys and their address at a time are refused",
    (t) => t.change({ attributes: { "use.jwks.url": "true", "jwks.url": "https://a" } }),
    { status: 400, body: { error: "invalid_input" } },
  ],
  [
    "back to a secret",
    async (t) =>
      (await t.change({ ...SERVICE, attributes: { "use.jwks.string": "", "jwks.string": "" } })) &&
      (await t.token((await t.row()).secret)).status,
    200,
  ],
  ["it is removed", async (t) => t.admin("DELETE", `/clients/${(await t.row()).id}`), { status: 204 }],
  ["and gone", (t) => t.row(), {}],
  [
    "what is not there",
    (t) => t.admin("DELETE", "/clients/00000000-0000-0000-0000-000000000000"),
    { status: 404, body: { error: "Could not find client" } },
  ],
  ["and gets no token", (t) => t.token("any"), { status: 401, body: { error: "invalid_client" } }],
];

/** The same where the realm rotates secrets. */
export const ROTATING_STEPS: typeof STEPS = [
  ["a client is made", (t) => t.admin("POST", "/clients", { clientId: t.clientId, ...SERVICE }), { status: 201 }],
  [
    "its secret expires",
    async (t) => (await t.row()).attributes,
    { "client.secret.expiration.time": expect.stringMatching(/^\d{10}$/) },
  ],
  [
    "the one before stays in force after a renewal",
    async (t) => {
      const { id, secret } = await t.row();
      await t.admin("POST", `/clients/${id}/client-secret`);
      return [(await t.token(secret)).status, (await t.token((await t.row()).secret)).status];
    },
    [200, 200],
  ],
  [
    "and is shown",
    async (t) => {
      const { id, attributes } = await t.row();
      return (
        (await t.admin("GET", `/clients/${id}/client-secret/rotated`)).body &&
        Object.keys(attributes).includes("client.secret.rotated")
      );
    },
    true,
  ],
  [
    "it can be ended",
    async (t) => {
      const { id, attributes } = await t.row();
      await t.admin("DELETE", `/clients/${id}/client-secret/rotated`);
      return [
        (await t.token(String(attributes["client.secret.rotated"]))).status,
        (await t.token((await t.row()).secret)).status,
      ];
    },
    [401, 200],
  ],
  [
    "a PUT keeps what is there",
    async (t) => {
      const before = await t.row();
      await t.change({ name: "Other" });
      return (await t.row()).secret === before.secret;
    },
    true,
  ],
  ["it is removed", async (t) => t.admin("DELETE", `/clients/${(await t.row()).id}`), { status: 204 }],
];

/** The same where the service account may see clients and not manage them. */
export const SEEING_STEPS: typeof STEPS = [
  [
    "a client tells that it may not be managed",
    async (t) => (await t.admin("GET", "/clients?first=0&max=1")).body,
    [{ access: { manage: false } }],
  ],
  [
    "none may be made",
    (t) => t.admin("POST", "/clients", { clientId: t.clientId, ...SERVICE }),
    { status: 403, body: { error: "HTTP 403 Forbidden" } },
  ],
];

/** The same where it may ask for clients and see none. */
export const BLIND_STEPS: typeof STEPS = [
  ["no client is listed", (t) => t.admin("GET", "/clients?first=0&max=1"), { status: 200, body: [] }],
  ["none is found by its client id", (t) => t.admin("GET", "/clients?clientId=account"), { status: 200, body: [] }],
  [
    "none may be made",
    (t) => t.admin("POST", "/clients", { clientId: t.clientId, ...SERVICE }),
    { status: 403, body: { error: "HTTP 403 Forbidden" } },
  ],
];
