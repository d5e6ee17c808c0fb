import type { Drift, RealmChange, SandboxInfo } from "../../sandbox/client";
import type { Declared, Properties } from "./program";

/**
 * One operation that is tried with every fault at each of its requests: what is there before, and what the command under test
 * is to bring about. After the fault the program is applied once more, and all has to be as after the same without a fault.
 */
export interface Operation {
  name: string;
  /** The type of the IdP that registers the clients. */
  idp: IdpType;
  config: Record<string, string>;
  /** Programs that were applied before, one after the other. */
  before: Declared[][];
  /** Changed by hand after that, and seen by a refresh. @param outputs of the resource of a name */
  drift?(outputs: (name: string) => Properties): Drift;
  command: "up" | "refresh";
  /** The program of the command; of a refresh, the one before it. */
  after: Declared[];
  /** The resource to be created anew while it lives; with `once` for this command alone, and not until it is done. */
  taint?: string;
  once?: true;
  /** What is applied after the fault: the user has changed the program meanwhile. Default: `after`. */
  next?: Declared[];
  /** Without deaths: of a process that has died nothing is recorded, and what it has left only the same command can find. */
  alive?: true;
  /** What the realm at Keycloak is like. */
  realm?: RealmChange;
  /** The credential whose secret from before is to work as well in the end. */
  overlaps?: string;
  /** Okta is called by a service app, with access tokens. */
  serviceApp?: true;
}

/** As in the configuration. */
export type IdpType = "okta" | "keycloak" | "rfc7591";

interface Setting {
  store: "stack" | "workato";
  method: "oidc" | "introspection";
  idp: IdpType;
}

const SETTINGS: readonly Setting[] = [
  { store: "stack", method: "oidc", idp: "okta" },
  { store: "workato", method: "oidc", idp: "okta" },
  { store: "workato", method: "introspection", idp: "okta" },
  { store: "stack", method: "oidc", idp: "keycloak" },
  { store: "stack", method: "oidc", idp: "rfc7591" },
];

/** What sends the very same requests under another setting, but for those that the clients of another IdP send. */
const SAME_ELSEWHERE =
  /^workato\/\w+: (create|update|delete|make|taint|replace) okta|^workato\/introspection: (rotate|register|make|activate|(delete|update|taint|replace) (?!oidc))/;

/** Every operation of every resource, in both stores and by both methods. */
export function operations(info: SandboxInfo): Operation[] {
  return SETTINGS.flatMap((setting) => underSetting(info, setting)).filter(({ name }) => !SAME_ELSEWHERE.test(name));
}

function underSetting(info: SandboxInfo, setting: Setting): Operation[] {
  const { store, method, idp } = setting;
  const whole = program(info, setting);
  const inStack = store === "stack";
  const atOkta = idp === "okta";
  const atKeycloak = idp === "keycloak";
  const isRegistrar = idp === "rfc7591";
  const config = {
    "workato-dcr:dcrProviderStore": store,
    ...(idp !== "okta" && { [IDENTITY_PROVIDERS]: JSON.stringify({ [idp]: settingsOf(info)[idp] }) }),
  };
  const up = (title: string, before: Declared[][], after: Declared[], more: Partial<Operation> = {}): Operation => {
    return {
      name: `${atOkta ? store : idp}/${method}: ${title}`,
      idp,
      config,
      before,
      command: "up",
      after,
      ...more,
    };
  };
  const taken = (next: Declared[]) => ({ next, alive: true }) as const;
  const without = (name: string) =>
    whole.slice(
      0,
      whole.findIndex((it) => it.name === name),
    );
  const upTo = (name: string) => whole.slice(0, without(name).length + 1);
  const turned = (name: string, overlap: boolean) => (quarter: string) =>
    changed(whole, name, { overlap, rotationTriggers: { quarter } });
  const drifted = (title: string, name: string, change: (outputs: Properties) => object, program = whole) =>
    up(title, [program], program, { drift: (outputs) => change(outputs(name)) as Drift });
  const gone = (title: string, name: string, side: string, kind: string, output: string, program = whole) =>
    drifted(title, name, (outputs) => ({ op: "delete", side, kind, id: outputs[output] }), program);

  const update = (name: string, args: Properties) => up(`update ${name}`, [whole], changed(whole, name, args));
  const credential = (name: string) => {
    const [replace, overlap] = [turned(name, false), turned(name, true)];
    const unbound = { op: "patch", side: "keycloak", kind: "keycloakClient", patch: { protocolMappers: [] } };
    const inactive = atOkta
      ? { op: "patch", side: "okta", kind: "app", patch: { status: "INACTIVE" } }
      : { op: "patch", side: "keycloak", kind: "keycloakClient", patch: { enabled: false } };
    const [side, kind] = atKeycloak ? ["keycloak", "keycloakClient"] : ["okta", "oauthClient"];
    // Keycloak has two secrets at a time only where the realm says so.
    const overlapping = { overlaps: name, ...(atKeycloak && { realm: { rotatesSecrets: true } }) };
    const again = [
      gone(`register ${name} again`, name, side, kind, "clientId"),
      gone(`make the key of ${name} again`, name, "workato", "apiKey", "apiKeyId", upTo(name)),
    ];
    // Such a server has no other secret for a client, and deactivates none.
    if (isRegistrar) return again;
    return [
      up(`rotate ${name}`, [replace("1")], replace("2")),
      up(`rotate ${name} with overlap`, [overlap("1")], overlap("2"), overlapping),
      up(`rotate ${name} with overlap again`, [overlap("1"), overlap("2")], overlap("3"), overlapping),
      ...again,
      drifted(`activate ${name} again`, name, ({ clientId: id }) => ({ ...inactive, id })),
      ...(atKeycloak ? [drifted(`bind ${name} again`, name, ({ clientId: id }) => ({ ...unbound, id }))] : []),
    ];
  };
  const changedMeanwhile = (name: string) => [
    up(
      `create ${name}, then edited`,
      [without(name)],
      upTo(name),
      taken(changed(upTo(name), name, { name: "Edited" })),
    ),
    up(`create ${name}, then removed`, [without(name)], upTo(name), taken(without(name))),
    ...(isRegistrar
      ? []
      : [
          up(
            `rotate ${name}, then taken back`,
            [turned(name, false)("1")],
            turned(name, false)("2"),
            taken(turned(name, false)("1")),
          ),
        ]),
  ];
  const takenBack = (name: string, args: Properties) =>
    up(`update ${name}, then taken back`, [whole], changed(whole, name, args), taken(whole));
  const replaced = ({ kind, name }: Declared) => [
    up(`taint ${name}`, [whole], whole, { taint: name }),
    // Where the old one goes first, and no answer tells that it is gone, only a refresh sees it.
    ...(kind === "DcrProvider"
      ? []
      : [up(`replace ${name} once`, [whole], whole, { taint: name, once: true, alive: true })]),
  ];
  const headers = { ...header(info), "X-Team": "secret-header" };
  const edits: [name: string, args: Properties][] = [
    ...(atOkta ? [["okta", { name: "Okta 2", auth: { type: "header", headers } }] as [string, Properties]] : []),
    ["oidc", { name: "Okta 2", requiredClaims: ["iss"], apiKeyClaim: "workato_key" }],
    ["orders", { name: "Orders 2", description: "Of them", apiCollectionIds: [1, 2] }],
    ["eu", { name: "Orders EU 2", ipAllowList: ["127.0.0.1", "10.0.0.0/8"] }],
  ];

  return [
    ...whole.map(({ name }) => up(`create ${name}`, [without(name)], upTo(name))),
    ...whole.map(({ name }) => up(`delete ${name}`, [upTo(name)], without(name))),
    ...edits.map(([name, args]) => update(name, args)),
    ...edits.map(([name, args]) => takenBack(name, args)),
    ...whole.flatMap(replaced),
    ...["orders", "eu"].flatMap(credential),
    gone("make orders at Workato again", "orders", "workato", "apiClient", "apiClientId"),
    ...(atOkta ? [gone("make okta again", "okta", "workato", "connection", "connectionId")] : []),
    ...(inStack && atOkta ? [gone("make the claim again", "oidc", "okta", "claim", "claimId")] : []),
    ...(inStack ? [] : [gone("make oidc again", "oidc", "workato", "dcrProvider", "dcrProviderId")]),
    { ...up("refresh all", [whole], whole), command: "refresh" },
    ...(inStack ? ["orders", "eu"].flatMap(changedMeanwhile) : []),
    // What took over the API client of another create, and has a client of its own.
    ...(isRegistrar
      ? [up("taint orders, then removed", [whole], whole, { taint: "orders", ...taken(without("orders")) })]
      : []),
    ...(inStack && atOkta
      ? [
          up("create orders as a service app", [upTo("oidc")], upTo("orders"), { serviceApp: true }),
          up("delete orders as a service app", [upTo("orders")], upTo("oidc"), { serviceApp: true }),
        ]
      : []),
  ];
}

const header = ({ oktaToken }: SandboxInfo) => ({ Authorization: `SSWS ${oktaToken}` });

const IDENTITY_PROVIDERS = "workato-dcr:identityProviders";

/** What is configured of an IdP that is named after its type. */
function settingsOf(info: SandboxInfo): Record<Exclude<IdpType, "okta">, object> {
  const { keycloakIssuer, keycloakClientId: clientId, keycloakClientSecret: clientSecret, issuer, oktaToken } = info;
  return {
    keycloak: { type: "keycloak", issuer: keycloakIssuer, clientId, clientSecret },
    rfc7591: { type: "rfc7591", issuer, initialAccess: { token: oktaToken }, requestsPerMinute: 100_000 },
  };
}

function program(info: SandboxInfo, { method, idp }: Setting): Declared[] {
  const { oktaOrgUrl: baseUrl, introspectionClientId: username, introspectionClientSecret: password } = info;
  const asks = method === "introspection";
  const auth = { type: "header", headers: header(info) };
  const asking = { name: "Okta introspection", baseUrl, auth: { type: "basic", username, password } };
  const introspection = { connection: "$asking", endpointPath: info.introspectionPath };
  const provider = { name: "Okta DCR", connection: "$okta", authenticationMethod: method, scopes: [info.scope] };
  const orders = { name: "Orders", description: "Orders of the shop", apiCollectionIds: [1], dcrProvider: "$oidc" };
  const eu = { name: "Orders EU", apiClient: "$orders", ipAllowList: ["127.0.0.0/8"] };
  if (idp !== "okta") {
    const args = { name: "Partners DCR", authenticationMethod: method, identityProvider: idp, scopes: [info.scope] };
    // What may have changed a secret is in doubt after a failure, and such a server has no other one.
    const registration = idp === "rfc7591" && { registration: { tokenEndpointAuthMethod: "client_secret_basic" } };
    return [
      { kind: "DcrProvider", name: "oidc", args },
      { kind: "ApiClient", name: "orders", args: { ...orders, ...registration } },
      { kind: "ApiClientCredential", name: "eu", args: eu },
    ];
  }
  return [
    { kind: "HttpConnection", name: "okta", args: { name: "Okta", baseUrl, auth } },
    ...(asks ? [{ kind: "HttpConnection", name: "asking", args: asking } as const] : []),
    { kind: "DcrProvider", name: "oidc", args: { ...provider, ...(asks && { introspection }) } },
    { kind: "ApiClient", name: "orders", args: orders },
    { kind: "ApiClientCredential", name: "eu", args: eu },
  ];
}

function changed(program: Declared[], name: string, args: Properties): Declared[] {
  return program.map((it) => (it.name === name ? { ...it, args: { ...it.args, ...args } } : it));
}
