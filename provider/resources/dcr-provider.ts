import { z } from "zod";
import { type Problem, ProviderError } from "../errors";
import type { FieldTable } from "../lifecycle/diff";
import { defined } from "../lifecycle/state";
import { subjectOf } from "../lifecycle/subject";
import { hasUnknown, UNKNOWN } from "../lifecycle/unknown";
import type { Services } from "../services";
import { STORES } from "../stores";
import { connectionTrouble } from "../stores/connection";
import type { DcrProviderInputs, DcrProviderOutputs, DcrProviderState } from "../stores/dcr-provider";
import { requireAdoptable } from "./adoption";
import { otherIssuer } from "./credential-state";
import type { Resource } from "./resource";
import { id, owner, relativePath, text, texts } from "./schema";

const connection = z.strictObject({ id }, { error: "must be an HttpConnection or { id }" });
const withUrl = z.strictObject(
  { id, baseUrl: z.string().optional() },
  { error: "must be an HttpConnection or { id, baseUrl }" },
);

const shape = {
  name: text("the name of the DCR provider, unique in the workspace"),
  connection: connection.optional(),
  authenticationMethod: z.enum(["oidc", "introspection"], { error: 'must be "oidc" or "introspection"' }),
  requiredClaims: texts("claims that a token must hold").optional(),
  apiKeyClaim: text("the claim that holds the API key").optional(),
  introspection: z
    .strictObject(
      {
        // The URL is for `introspectionUrl` alone.
        connection: withUrl.transform(({ id }) => ({ id })),
        endpointPath: relativePath("the path of the introspection endpoint, such as oauth2/introspect"),
      },
      { error: "must be { connection, endpointPath }" },
    )
    .optional(),
  scopes: texts("scopes that consumers may ask for").optional(),
  manageClaim: z.boolean({ error: "must be true or false" }).optional(),
  identityProvider: z.enum(["okta"], { error: 'must be "okta", the one configured IdP' }).optional(),
  introspectionUrl: z.string().optional(),
  refSettings: z.looseObject({}).optional(),
  scopesAwaited: z.boolean().optional(),
  adopt: z.strictObject({ dcrProviderId: id }, { error: "must be { dcrProviderId }" }).optional(),
  owner,
};

const fields: FieldTable<DcrProviderInputs> = {
  name: "exact",
  connection: "exact",
  authenticationMethod: "exact",
  requiredClaims: "set",
  apiKeyClaim: "exact",
  introspection: "exact",
  scopes: "set",
  manageClaim: "exact",
  identityProvider: "exact",
  introspectionUrl: "exact",
  // Made of the others.
  refSettings: "at creation",
  scopesAwaited: "at creation",
  adopt: "at creation",
  owner: "at creation",
};

/** A DCR provider, wherever it lives: what differs by `workato-dcr:dcrProviderStore` is in `provider/stores/`. */
export const dcrProvider: Resource<DcrProviderInputs, DcrProviderOutputs> = {
  kind: "DcrProvider",
  shape,
  fields,
  secretInputs: [],
  secretOutputs: [],
  ids: ["dcrProviderId"],
  besides: ["ownClaimId", "claimId"],
  outputs: {
    issuer: z.string(),
    createdAt: z.string(),
    store: z.union([z.literal("stack"), z.literal("workato")]),
    claimId: z.string(),
    ownClaimId: z.string(),
    sharedClaimId: z.string(),
  },
  needsIdentityProvider: true,
  permanent: { authenticationMethod: permanentMethod },
  rules: (inputs, services) => [
    ...services.store.rules(inputs),
    ...issuerRules(inputs, services),
    ...claimName(inputs, services),
  ],
  derived: (given, olds) => ({
    introspectionUrl: given.introspection && (introspectionUrl(given.introspection) ?? olds.introspectionUrl),
    refSettings: defined(Object.fromEntries(REF_SETTINGS.map((property) => [property, given[property] ?? undefined]))),
  }),
  references: [
    { path: ["connection", "id"], missing: noConnection, list: (_inputs, { connections }) => connections },
    {
      path: ["introspection", "connection", "id"],
      missing: noConnection,
      list: (_inputs, { connections }) => connections,
    },
    {
      path: ["scopes"],
      missing: (name, there) =>
        `there is no scope "${name}" on the authorization server at Okta. Add it there, or choose another: ${there}`,
      list: ({ scopesAwaited }, { store, identityProvider }) =>
        store.name === "stack" && !scopesAwaited ? identityProvider().server?.knownScopes : undefined,
    },
  ],
  missing,
  outdated: (state, services) => otherIssuer(state, services),
  replaceBecause: (state, services) => (state.store !== services.store.name ? ["store"] : []),
  warnBeforeUpdate: (id, state, _inputs, services) => storeOf(state).warnBeforeUpdate(id, state, services),

  async adopt(inputs, services) {
    if (!inputs.adopt) return undefined;
    const { dcrProviderId } = inputs.adopt;
    const state = await services.store.read(dcrProviderId, { ...inputs, store: services.store.name }, services);
    requireAdoptable(`DCR provider ${dcrProviderId}`, state && { carrier: undefined }, inputs.owner);
    const method = state?.authenticationMethod;
    if (method && method !== inputs.authenticationMethod) {
      const reason = permanentMethod(method, inputs.authenticationMethod);
      throw new ProviderError("permanent", `authenticationMethod ${reason}`);
    }
    return state && { state };
  },

  async create(inputs, services) {
    const adoption = await dcrProvider.adopt?.(inputs, services);
    if (!inputs.adopt || !adoption) return services.store.create(inputs, services);
    const { dcrProviderId } = inputs.adopt;
    return { id: dcrProviderId, state: await services.store.update(dcrProviderId, adoption.state, inputs, services) };
  },

  read: (id, state, services) => storeOf(state).read(id, state, services),
  update: (id, state, inputs, services) => storeOf(state).update(id, state, inputs, services),
  delete: (id, state, services) => storeOf(state).delete(id, state, services),
};

/** The inputs that API clients need to know, see `DcrProviderRef`. */
const REF_SETTINGS = ["authenticationMethod", "identityProvider", "requiredClaims", "apiKeyClaim", "scopes"] as const;

/** Shown by the first preview, so it is made of inputs. @returns `undefined` where the base URL is not told, as where the property is ignored */
function introspectionUrl(introspection: unknown): string | undefined {
  if (introspection === null || typeof introspection !== "object") return undefined;
  const { connection, endpointPath } = introspection as { connection?: { baseUrl?: unknown }; endpointPath?: unknown };
  const baseUrl = connection?.baseUrl;
  if (typeof baseUrl !== "string" || typeof endpointPath !== "string") return undefined;
  if (hasUnknown([baseUrl, endpointPath])) return UNKNOWN;
  return `${baseUrl.replace(/\/+$/, "")}/${endpointPath}`;
}

function noConnection(id: string): string {
  const trouble = connectionTrouble(id, undefined);
  return `${trouble?.what}. ${trouble?.next}`;
}

const storeOf = (state: DcrProviderState) => STORES[state.store ?? "workato"];

function missing(state: DcrProviderState): string[] {
  const managesClaim = state.store === "stack" && state.manageClaim !== false;
  return managesClaim && state.claimId === undefined ? ["claimId"] : [];
}

function issuerRules(inputs: Readonly<Record<string, unknown>>, services: Services): Problem[] {
  if (services.identityProvider().server !== undefined || inputs.authenticationMethod !== "oidc") return [];
  const reason =
    '"oidc" needs a custom authorization server, and workato-dcr:oktaAuthorizationServerId is empty: the org server ' +
    "publishes no keys for its access tokens. Run: pulumi config set workato-dcr:oktaAuthorizationServerId default";
  return [{ property: "authenticationMethod", reason }];
}

/**
 * Two providers of one program must differ by name, in more than its case. Each is checked alone, so the first one claims its
 * name, and the claim is what the second one meets.
 */
function claimName(inputs: Readonly<Record<string, unknown>>, { holders }: Services): Problem[] {
  const { name, owner } = inputs;
  if (typeof name !== "string" || name === UNKNOWN || typeof owner !== "string") return [];
  const what = `DCR provider ${name.toLowerCase()}`;
  if (holders.claim(what, owner, subjectOf(dcrProvider.kind, inputs))) return [];
  const reason = `is the name of another DcrProvider of this program, ${holders.subjectOf(what)}; upper and lower case are the same`;
  return [{ property: "name", reason }];
}

function permanentMethod(was: string, wanted: string, besides = ""): string {
  return (
    `is permanent: the DCR provider has "${was}" and cannot become "${wanted}". ${besides}To move on, declare a second DcrProvider with ` +
    `"${wanted}", point the ApiClients to it, apply, and then remove this one. If the program did not change, the method ` +
    "was changed at Workato by hand: change it back there and refresh, or move on in the same way."
  );
}
