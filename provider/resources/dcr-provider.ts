import { z } from "zod";
import type { Bag } from "../bag";
import { type Problem, ProviderError } from "../errors";
import { type Properties, valueless } from "../lifecycle/properties";
import { subjectOf } from "../lifecycle/subject";
import { hasUnknown, UNKNOWN } from "../lifecycle/unknown";
import { refOf, refSettings } from "../ref";
import type { Services } from "../services";
import { storeOf } from "../stores";
import { connectionTrouble } from "../stores/connection";
import type { DcrProviderInputs, DcrProviderOutputs, DcrProviderState } from "../stores/dcr-provider";
import { requireAdoptable } from "./adoption";
import { claimRules, noticesOf } from "./capabilities";
import { otherIssuerAt } from "./credential/home";
import { identityProviderOf } from "./named-idp";
import type { Resource } from "./resource";
import { flag, id, owner, relativePath, text, texts } from "./schema";

const connection = z.strictObject({ id }, { error: "must be an HttpConnection or { id }" });
const withUrl = z.strictObject(
  { id, baseUrl: z.string().optional() },
  { error: "must be an HttpConnection or { id, baseUrl }" },
);

const properties = {
  name: { schema: text("the name of the DCR provider, unique in the workspace"), compared: "exact" },
  connection: { schema: connection.optional(), compared: "exact" },
  authenticationMethod: {
    schema: z.enum(["oidc", "introspection"], { error: 'must be "oidc" or "introspection"' }),
    compared: "exact",
  },
  requiredClaims: { schema: texts("claims that a token must hold").optional(), compared: "set" },
  apiKeyClaim: { schema: text("the claim that holds the API key").optional(), compared: "exact" },
  introspection: {
    schema: z
      .strictObject(
        {
          // The URL is for `introspectionUrl` alone.
          connection: withUrl.transform(({ id }) => ({ id })),
          endpointPath: relativePath("the path of the introspection endpoint, such as oauth2/introspect"),
        },
        { error: "must be { connection, endpointPath }" },
      )
      .optional(),
    compared: "exact",
  },
  scopes: { schema: texts("scopes that consumers may ask for").optional(), compared: "set" },
  manageClaim: { schema: flag, compared: "exact" },
  identityProvider: {
    schema: text("the name of a configured identity provider").optional(),
    compared: "exact",
  },
  introspectionUrl: { schema: z.string().optional(), compared: "exact", hidden: true },
  // Made of the others.
  refSettings: { schema: z.looseObject({}).optional(), compared: "at creation", hidden: true },
  scopesAwaited: { schema: z.boolean().optional(), compared: "at creation", hidden: true },
  adopt: {
    schema: z.strictObject({ dcrProviderId: id }, { error: "must be { dcrProviderId }" }).optional(),
    compared: "at creation",
  },
  owner: { schema: owner, compared: "at creation", hidden: true },
} as const satisfies Properties;

/** A DCR provider, wherever it lives: what differs by `workato-dcr:dcrProviderStore` is in `provider/stores/`. */
export const dcrProvider: Resource<DcrProviderInputs, DcrProviderOutputs> = {
  kind: "DcrProvider",
  properties,
  secretOutputs: [],
  ids: ["dcrProviderId"],
  sideObjects: ["ownClaimId", "claimId"],
  outputs: {
    issuer: z.string(),
    createdAt: z.string(),
    store: z.union([z.literal("stack"), z.literal("workato")]),
    claimId: z.string(),
    ownClaimId: z.string(),
    sharedClaimId: z.string(),
    formerClaims: z.array(z.looseObject({ claimId: z.string() })),
  },
  identityProvider: ({ identityProvider: name }) => ({ property: "identityProvider", name }),
  permanent: { authenticationMethod: permanentMethod },
  rules(inputs, services, idp) {
    const store = storeOf(services);
    const ofIdp = idp ? [...idp.providerRules(inputs, store.keyInTokens), ...claimRules(inputs, idp)] : [];
    return [...store.rules(inputs), ...ofIdp, ...holdName(inputs, services)];
  },
  notices: (inputs, services, idp) => noticesOf(idp, inputs.manageClaim !== false && storeOf(services).keyInTokens),
  derived: (checked, given, olds) => ({
    introspectionUrl:
      checked.introspection &&
      (introspectionUrl(given.introspection) ?? given.introspectionUrl ?? olds.introspectionUrl),
    refSettings: refSettings(checked),
  }),
  exposed: (id, inputs) => ({ ref: refOf(id, refSettings(inputs)) }),
  references: [
    { path: ["connection", "id"], missing: noConnection, list: (_inputs, { connections }) => connections },
    {
      path: ["introspection", "connection", "id"],
      missing: noConnection,
      list: (_inputs, { connections }) => connections,
    },
    {
      path: ["scopes"],
      mayBeMade: true,
      missing: (name, there) =>
        `there is no scope "${name}" on the authorization server. Add it there, or choose another: ${there}`,
      list: (inputs, services) =>
        storeOf(services).keyInTokens && !inputs.scopesAwaited
          ? identityProviderOf(dcrProvider, inputs, services).idp?.scopes
          : undefined,
    },
  ],
  missing,
  outdated: async (state, _inputs, _services, idp) => idp && otherIssuerAt(idp, state),
  remade: async (state, _inputs, { idp }) => (idp && (await otherIssuerAt(idp, state)) ? ["issuer"] : []),
  replaceBecause: (state, services) => (state.store !== services.storeName ? ["store"] : []),
  async warnBeforeUpdate(id, state, inputs, services) {
    const ofStore = await madeBy(state, services).warnBeforeUpdate(id, state, services);
    const moves = state.identityProvider === inputs.identityProvider ? [] : movesTo(state, inputs, services);
    return [...moves, ...(ofStore === undefined ? [] : [ofStore])].join(" ") || undefined;
  },

  async adopt(inputs, services) {
    if (!inputs.adopt) return undefined;
    const { dcrProviderId } = inputs.adopt;
    const { storeName: store } = services;
    const state = await storeOf(services).read(dcrProviderId, { ...inputs, store }, services);
    requireAdoptable(`DCR provider ${dcrProviderId}`, state && { mark: undefined }, inputs.owner);
    const method = state?.authenticationMethod;
    if (method && method !== inputs.authenticationMethod) {
      const reason = permanentMethod(method, inputs.authenticationMethod);
      throw new ProviderError("permanent", `authenticationMethod ${reason}`);
    }
    return state && { state };
  },

  importedBy: ["dcrProviderId"],

  async import({ dcrProviderId = "" }, owner, services) {
    if (services.storeName !== "workato") {
      throw new ProviderError(
        "nothing_to_import",
        "With workato-dcr:dcrProviderStore = stack, a DCR provider is no object of Workato, so there is nothing to import",
        "Declare it without import; or run: pulumi config set workato-dcr:dcrProviderStore workato",
      );
    }
    const known = { ...valueless(properties), store: services.storeName, owner };
    const state = await storeOf(services).read(dcrProviderId, known as DcrProviderState, services);
    if (!state) return undefined;
    const { issuer } = await services.identityProviders.get(undefined).metadata();
    // Which the program makes of the base URL of the connection.
    const introspectionUrl = (await services.dcrProviders.find(dcrProviderId))?.introspectionUrl;
    const settings = { refSettings: refSettings(state), introspectionUrl };
    return { id: dcrProviderId, state: { ...state, ...settings, dcrProviderId, issuer, store: services.storeName } };
  },

  async create(inputs, services) {
    const adoption = await dcrProvider.adopt?.(inputs, services);
    if (!inputs.adopt || !adoption) return storeOf(services).create(inputs, services);
    const { dcrProviderId } = inputs.adopt;
    return {
      id: dcrProviderId,
      state: await storeOf(services).update(dcrProviderId, adoption.state, inputs, services),
    };
  },

  read: (id, state, services) => madeBy(state, services).read(id, state, services),
  update: (id, state, inputs, services) => madeBy(state, services).update(id, state, inputs, services),
  delete: (id, state, services) => madeBy(state, services).delete(id, state, services),
};

/** Shown by the first preview, so it is made of inputs. @returns `undefined` where the base URL is not told, as where the property is ignored */
function introspectionUrl(introspection: unknown): string | undefined {
  if (introspection === null || typeof introspection !== "object") return undefined;
  const { connection, endpointPath } = introspection as { connection?: { baseUrl?: unknown }; endpointPath?: unknown };
  const baseUrl = connection?.baseUrl;
  if (typeof baseUrl !== "string" || typeof endpointPath !== "string") return undefined;
  if (hasUnknown([baseUrl, endpointPath])) return UNKNOWN;
  return `${baseUrl.replace(/\/+$/, "")}/${endpointPath}`;
}

/** What is said of a change of its identity provider; nothing where the new name is one for the same server. */
function movesTo(was: DcrProviderState, inputs: DcrProviderInputs, { identityProviders }: Services): string[] {
  const { name, home } = identityProviders.get(inputs.identityProvider);
  if (identityProviders.find(was.identityProvider)?.home === home) return [];
  return [
    `Its API clients, those in stacks that have its ref too, are registered anew at the identity provider ${name}: their clientId, ` +
      "clientSecret, apiKeyId and apiKey change.",
  ];
}

function noConnection(id: string): string {
  const trouble = connectionTrouble(id, undefined);
  return `${trouble?.what}. ${trouble?.next}`;
}

/** The store that has made a provider. */
const madeBy = (state: DcrProviderState, services: Services) => storeOf(services, state.store ?? "workato");

function missing(state: DcrProviderState, { identityProviders }: Services): string[] {
  // At one that is configured no more, there is nothing to be made whole.
  const binder = identityProviders.find(state.identityProvider)?.binder;
  const managesClaim = state.store === "stack" && state.manageClaim !== false && binder?.isPerClient === false;
  return managesClaim && state.claimId === undefined ? ["claimId"] : [];
}

/**
 * Two providers of one program must differ by name, in more than its case. Each is checked alone, so the first one takes its
 * name, and the second one meets that.
 */
function holdName(inputs: Bag, { holders }: Services): Problem[] {
  const { name, owner } = inputs;
  if (typeof name !== "string" || name === UNKNOWN || typeof owner !== "string") return [];
  const what = `DCR provider ${name.toLowerCase()}`;
  if (holders.hold(what, owner, subjectOf(dcrProvider.kind, inputs))) return [];
  const reason = `is the name of another DcrProvider of this program, ${holders.subjectOf(what)}; upper and lower case are the same`;
  return [{ property: "name", reason }];
}

function permanentMethod(was: string, wanted: string, more = ""): string {
  return (
    `is permanent: the DCR provider has "${was}" and cannot become "${wanted}". ${more}To move on, declare a second DcrProvider with ` +
    `"${wanted}", point the ApiClients to it, apply, and then remove this one. If the program did not change, the method ` +
    "was changed at Workato by hand: change it back there and refresh, or move on in the same way."
  );
}
