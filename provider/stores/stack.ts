import type { Problem } from "../errors";
import type { Binder, IdentityProvider } from "../idp/identity-provider";
import { UNKNOWN } from "../lifecycle/unknown";
import { newMark } from "../mark";
import type { Services } from "../services";
import { requireUsableConnection } from "./connection";
import { type DcrProviderInputs, type DcrProviderState, DEFAULT_API_KEY_CLAIM } from "./dcr-provider";
import type { DcrProviderStore } from "./store";

/**
 * DCR providers live in the stack, since Workato publishes no endpoints for them, and API clients are made with published
 * fields only. What makes a token open the gateway is made at the IdP, whose binder puts the client's API key into its tokens.
 */
export const stackStore: DcrProviderStore = {
  name: "stack",
  keyInTokens: true,

  rules(inputs) {
    const problems: Problem[] = [];
    if (inputs.authenticationMethod === "introspection") {
      const reason =
        '"introspection" needs workato-dcr:dcrProviderStore = workato; with the store "stack", "oidc" is the only method, since ' +
        "Workato publishes no auth_type by which an API client could use another";
      problems.push({ property: "authenticationMethod", reason });
    } else if (
      inputs.authenticationMethod === "oidc" &&
      inputs.introspection !== undefined &&
      inputs.introspection !== UNKNOWN
    ) {
      const reason = 'is for authenticationMethod "introspection" only; remove it';
      problems.push({ property: "introspection", reason });
    }
    if (inputs.adopt !== undefined && inputs.adopt !== UNKNOWN) {
      const reason = "needs workato-dcr:dcrProviderStore = workato: with the store stack, there is nothing to adopt";
      problems.push({ property: "adopt", reason });
    }
    return problems;
  },

  async create(inputs, services) {
    const idp = services.identityProviders.get(inputs.identityProvider);
    if (inputs.connection) await requireUsableConnection(inputs.connection.id, services);
    const { issuer } = await idp.metadata();
    await idp.probe();
    await idp.requireAccess(inputs.scopes ?? []);
    const id = newMark(inputs.owner);
    const binder = inputs.manageClaim === false ? undefined : idp.binder;
    const claim = await binder?.prepare(keyClaim(inputs), id, {}, services);
    const made = { dcrProviderId: id, createdAt: new Date().toISOString(), store: "stack" as const };
    return { id, state: { ...inputs, ...made, issuer, ...claim } };
  },

  async read(_id, state, services) {
    const { connection, manageClaim } = state;
    const gone = connection && !(await services.connections.list()).some(({ id }) => id === connection.id);
    const seen = { ...state, connection: gone ? undefined : connection };
    if (manageClaim === false) return seen;
    return { ...seen, ...(await binderOf(state, services)?.observe(keyClaim(state), state)) };
  },

  async update(id, was, inputs, services) {
    const idp = services.identityProviders.get(inputs.identityProvider);
    const { issuer } = await idp.metadata();
    const moved = was.issuer !== issuer && !(await holdsClaim(was, idp));
    // What was made at another authorization server is out of reach.
    const state = moved
      ? { ...was, scopes: undefined, claimId: undefined, ownClaimId: undefined, sharedClaimId: undefined }
      : was;
    const formerClaims = moved ? leaving(was, inputs, services) : was.formerClaims;
    if (inputs.connection && inputs.connection.id !== state.connection?.id) {
      await requireUsableConnection(inputs.connection.id, services);
    }
    const { dcrProviderId, createdAt, store, claimId, ownClaimId, sharedClaimId } = state;
    const kept = { ...inputs, dcrProviderId, createdAt, store, issuer, ...(formerClaims && { formerClaims }) };
    const newScopes = (inputs.scopes ?? []).filter((scope) => !state.scopes?.includes(scope));
    if (newScopes.length > 0) await idp.requireAccess(inputs.scopes ?? []);
    if (inputs.manageClaim === false) {
      await idp.binder?.release(id, state, services);
      return kept;
    }
    const asBefore = sameClaim(keyClaim(state), keyClaim(inputs)) && claimId !== undefined && !state.unconfirmed;
    return {
      ...kept,
      ...(asBefore
        ? { claimId, ownClaimId, sharedClaimId }
        : await idp.binder?.prepare(keyClaim(inputs), id, state, services)),
    };
  },

  async delete(id, state, services) {
    await binderOf(state, services)?.release(id, state, services);
    for (const { identityProvider, claimId } of state.formerClaims ?? []) {
      const holder = services.identityProviders.find(identityProvider);
      await holder?.binder?.release(id, { ownClaimId: claimId }, services);
    }
  },

  // The clients are in the preview themselves, each as an update of its own.
  warnBeforeUpdate: async () => undefined,

  // The lists of a ref are sets: another order must not become an update of every client.
  relevant: (ref) => mapValues(ref, (value) => (Array.isArray(value) ? [...value].sort() : value)),

  enforced: async ({ requiredClaims = [], scopes = [], apiKeyClaim = DEFAULT_API_KEY_CLAIM }) => ({
    requiredClaims,
    scopes,
    apiKeyClaim,
  }),

  clientBody: (ref, metadata) => ({
    auth_type: "oidc",
    // Workato describes this field as the discovery URL; the issuer itself goes to `allowed_issuers`.
    oidc_issuer: `${metadata.issuer}/.well-known/openid-configuration`,
    oidc_jwks_uri: metadata.jwks_uri,
    allowed_issuers: [metadata.issuer],
    required_claims: ref.requiredClaims ?? [],
    access_profile_claim: ref.apiKeyClaim ?? DEFAULT_API_KEY_CLAIM,
  }),

  isClientBound: (_ref, { authType = "oidc" }) => authType === "oidc",

  keyBody: () => ({}),

  claimOf: ({ apiKeyClaim = DEFAULT_API_KEY_CLAIM }) => apiKeyClaim,
};

function mapValues<T extends object>(object: T, change: (value: unknown) => unknown): T {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)])) as T;
}

/** The claims that go with the provider: those before still serve its clients, which move after it. */
function leaving(
  was: DcrProviderState,
  inputs: DcrProviderInputs,
  { warn }: Services,
): DcrProviderState["formerClaims"] {
  const { identityProvider, ownClaimId: claimId, formerClaims = [] } = was;
  if (claimId === undefined) return was.formerClaims;
  if (identityProvider !== inputs.identityProvider) return [...formerClaims, { identityProvider, claimId }];
  warn(`The claim ${claimId} stays at ${was.issuer}: delete it there when no client needs it.`);
  return was.formerClaims;
}

function binderOf({ identityProvider }: DcrProviderState, { identityProviders }: Services): Binder | undefined {
  return identityProviders.get(identityProvider).binder;
}

function keyClaim(inputs: Partial<DcrProviderInputs>) {
  return { name: inputs.apiKeyClaim ?? DEFAULT_API_KEY_CLAIM, scopes: inputs.scopes ?? [] };
}

function sameClaim(a: ReturnType<typeof keyClaim>, b: ReturnType<typeof keyClaim>): boolean {
  return a.name === b.name && [...a.scopes].sort().join(" ") === [...b.scopes].sort().join(" ");
}

/** One authorization server may change its issuer, since it has several domains; its claims stay. */
async function holdsClaim(was: DcrProviderState, { binder }: IdentityProvider): Promise<boolean> {
  return was.claimId !== undefined && (await binder?.observe(keyClaim(was), was))?.claimId === was.claimId;
}
