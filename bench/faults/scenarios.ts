import type { Drift, SandboxInfo } from "../../sandbox/client";
import type { Declared, Held } from "./program";
import type { Properties } from "./provider-process";

/** One operation that is tried with every fault: what is there before, and what the command under test is to bring about. */
export interface Scenario {
  name: string;
  config: Record<string, string>;
  /** Programs that were applied before, one after the other. */
  before: Declared[][];
  /** Changed by hand after that, and seen by a refresh. */
  drift?: (held: ReadonlyMap<string, Held>) => Drift;
  command: "up" | "refresh";
  /** The program of the command; of a refresh, the one before it. */
  after: Declared[];
  /** The secret before the rotation is to work as well. */
  overlaps?: string;
  /** What it does, others do one by one: it is for the real engine, which does it in parallel. */
  together?: true;
  /** What is applied after the fault: the user has changed the program meanwhile. Default: `after`. */
  next?: Declared[];
  /** Without deaths: of a process that has died nothing is recorded, and what it has left only the same resource can find. */
  alive?: true;
  /** Okta is called by a service app, with access tokens; only without the CLI. */
  serviceApp?: true;
}

type Change = Record<string, Properties>;
type Output = "clientId" | "apiClientId" | "apiKeyId" | "connectionId" | "dcrProviderId" | "claimId";

const SETTINGS = [
  { store: "stack", method: "oidc" },
  { store: "workato", method: "oidc" },
  { store: "workato", method: "introspection" },
] as const;

/**
 * Every operation of every resource, in both stores and by both methods; left out is what sends the very same requests under
 * another setting.
 */
export function scenarios(info: SandboxInfo): Scenario[] {
  return SETTINGS.flatMap((setting) => operations(info, setting)).filter(({ name }) => !SAME_ELSEWHERE.test(name));
}

const SAME_ELSEWHERE =
  /^workato\/\w+: (create|update|delete|make) okta|^workato\/introspection: (rotate|register|make|activate|delete (?!oidc)|update (?!oidc))/;

/** The same for scenarios that start from the same: what is there before, but for the drift. */
export const startOf = ({ config, before }: Scenario) => JSON.stringify([config, before]);

function operations(info: SandboxInfo, { store, method }: (typeof SETTINGS)[number]): Scenario[] {
  const whole = program(info, method);
  const config = { "workato-dcr:dcrProviderStore": store };
  const upTo = (name: string, change: Change = {}) =>
    changed(whole.slice(0, whole.findIndex((it) => it.name === name) + 1), change);
  const up = (title: string, before: Declared[][], after: Declared[], more: Partial<Scenario> = {}): Scenario => {
    return { name: `${store}/${method}: ${title}`, config, before, command: "up", after, ...more };
  };
  const update = (name: string, args: Properties) => up(`update ${name}`, [whole], changed(whole, { [name]: args }));
  const turns = (name: string, overlap: boolean) => (quarter: string) =>
    changed(whole, { [name]: { overlap, rotationTriggers: { quarter } } });
  const drift = (title: string, name: string, id: Output, change: object, program = whole) =>
    up(title, [program], program, {
      drift: (held) => ({ ...change, id: String(held.get(name)?.outputs[id]) }) as Drift,
    });
  const gone = { workato: { op: "delete", side: "workato" }, okta: { op: "delete", side: "okta" } };

  return [
    ...whole.map(({ name }, index) => up(`create ${name}`, [whole.slice(0, index)], upTo(name))),
    ...(store === "stack" ? ["orders", "eu"] : []).flatMap((name) => {
      const without = whole.slice(
        0,
        whole.findIndex((it) => it.name === name),
      );
      return [
        up(`create ${name}, then edited`, [without], upTo(name), {
          next: upTo(name, { [name]: { name: "Edited" } }),
          alive: true,
        }),
        up(`create ${name}, then removed`, [without], upTo(name), { next: without, alive: true }),
        up(`rotate ${name}, then taken back`, [turns(name, false)("1")], turns(name, false)("2"), {
          next: turns(name, false)("1"),
          alive: true,
        }),
      ];
    }),
    ...(store === "stack"
      ? [
          up("create orders as a service app", [upTo("oidc")], upTo("orders"), { serviceApp: true }),
          up("delete orders as a service app", [upTo("orders")], upTo("oidc"), { serviceApp: true }),
        ]
      : []),
    up("create all", [], whole, { together: true }),
    update("okta", {
      name: "Okta 2",
      auth: { type: "header", headers: { ...header(info), "X-Team": "secret-header" } },
    }),
    update("oidc", { name: "Okta 2", requiredClaims: ["iss"], apiKeyClaim: "workato_key" }),
    update("orders", { name: "Orders 2", description: "Of them", apiCollectionIds: [1, 2] }),
    update("eu", { name: "Orders EU 2", ipAllowList: ["127.0.0.1", "10.0.0.0/8"] }),
    ...["orders", "eu"].flatMap((name) => {
      const replace = turns(name, false);
      const overlap = turns(name, true);
      return [
        up(`rotate ${name}`, [replace("1")], replace("2")),
        up(`rotate ${name} with overlap`, [overlap("1")], overlap("2"), { overlaps: name }),
        up(`rotate ${name} with overlap again`, [overlap("1"), overlap("2")], overlap("3"), { overlaps: name }),
        drift(`register ${name} again`, name, "clientId", { ...gone.okta, kind: "oauthClient" }),
        drift(`make the key of ${name} again`, name, "apiKeyId", { ...gone.workato, kind: "apiKey" }, upTo(name)),
        drift(`activate ${name} again`, name, "clientId", {
          ...{ op: "patch", side: "okta", kind: "app", patch: { status: "INACTIVE" } },
        }),
      ];
    }),
    drift("make orders at Workato again", "orders", "apiClientId", { ...gone.workato, kind: "apiClient" }),
    drift("make okta again", "okta", "connectionId", { ...gone.workato, kind: "connection" }),
    store === "stack"
      ? drift("make the claim again", "oidc", "claimId", { ...gone.okta, kind: "claim" })
      : drift("make oidc again", "oidc", "dcrProviderId", { ...gone.workato, kind: "dcrProvider" }),
    { ...up("refresh all", [whole], whole), command: "refresh" },
    ...whole.map(({ name }, index) => up(`delete ${name}`, [upTo(name)], whole.slice(0, index))),
    up("delete all", [whole], [], { together: true }),
  ];
}

const header = ({ oktaToken }: SandboxInfo) => ({ Authorization: `SSWS ${oktaToken}` });

function program(info: SandboxInfo, method: "oidc" | "introspection"): Declared[] {
  const { oktaOrgUrl: baseUrl, introspectionClientId: username, introspectionClientSecret: password } = info;
  const asking: Declared = {
    kind: "HttpConnection",
    name: "asking",
    args: { name: "Okta introspection", baseUrl, auth: { type: "basic", username, password } },
  };
  const introspection = { connection: "$asking", endpointPath: info.introspectionPath };
  return [
    {
      kind: "HttpConnection",
      name: "okta",
      args: { name: "Okta", baseUrl, auth: { type: "header", headers: header(info) } },
    },
    ...(method === "introspection" ? [asking] : []),
    {
      kind: "DcrProvider",
      name: "oidc",
      args: {
        name: "Okta DCR",
        connection: "$okta",
        authenticationMethod: method,
        scopes: [info.scope],
        ...(method === "introspection" && { introspection }),
      },
    },
    {
      kind: "ApiClient",
      name: "orders",
      args: { name: "Orders", description: "Orders of the shop", apiCollectionIds: [1], dcrProvider: "$oidc" },
    },
    {
      kind: "ApiClientCredential",
      name: "eu",
      args: { name: "Orders EU", apiClient: "$orders", ipAllowList: ["127.0.0.0/8"] },
    },
  ];
}

function changed(program: Declared[], change: Change): Declared[] {
  return program.map((it) => ({ ...it, args: { ...it.args, ...change[it.name] } }));
}
