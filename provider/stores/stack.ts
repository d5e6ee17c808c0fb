import { type Problem, ProviderError } from "../errors";
import { missingAccess } from "../idp/okta/access";
import { ensureClaim, readClaim, releaseClaim } from "../idp/okta/claim";
import { DEFAULT_CLAIM, PROFILE_ATTRIBUTE } from "../idp/okta/claim-plan";
import { UNKNOWN } from "../lifecycle/unknown";
import { newMark } from "../mark";
import type { DcrProviderStore, IdentityProvider } from "../services";
import { requireUsableConnection } from "./connection";
import type { DcrProviderInputs } from "./dcr-provider";

/**
 * DCR providers live in the stack, since Workato publishes no endpoints for them, and API clients are made with published
 * fields only. What makes a token open the gateway is made at Okta: the API key is written to the profile of the client's
 * app, and a custom claim of the authorization server puts it into the tokens.
 */
export const stackStore: DcrProviderStore = {
  name: "stack",

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
    const { scopes } = inputs;
    if (scopes === undefined || (Array.isArray(scopes) && scopes.length === 0)) {
      const reason = "needs at least one custom scope of the authorization server: Okta issues no token without one";
      problems.push({ property: "scopes", reason });
    }
    return problems;
  },

  async create(inputs, services) {
    const idp = services.identityProvider();
    if (inputs.connection) await requireUsableConnection(inputs.connection.id, services);
    const { issuer } = await idp.discovery.metadata();
    await idp.registrar.probe();
    await requireAccess(inputs.scopes ?? [], idp);
    const id = newMark(inputs.owner);
    const claim = inputs.manageClaim === false ? {} : await ensureClaim(wantedClaim(inputs), id, {}, services);
    const made = { dcrProviderId: id, createdAt: new Date().toISOString(), store: "stack" as const };
    return { id, state: { ...inputs, ...made, issuer, ...claim } };
  },

  async read(_id, state, services) {
    const { connection, manageClaim } = state;
    const gone = connection && !(await services.connections.list()).some(({ id }) => id === connection.id);
    const seen = { ...state, connection: gone ? undefined : connection };
    if (manageClaim === false) return seen;
    return { ...seen, ...(await readClaim(wantedClaim(state), state, services.identityProvider())) };
  },

  async update(id, was, inputs, services) {
    const idp = services.identityProvider();
    const moved = was.issuer !== idp.issuer;
    // What was made at another authorization server is out of reach.
    const state = moved
      ? { ...was, scopes: undefined, claimId: undefined, ownClaimId: undefined, sharedClaimId: undefined }
      : was;
    if (moved && was.ownClaimId) {
      services.warn(`The claim ${was.ownClaimId} stays at ${was.issuer}: delete it there when no client needs it.`);
    }
    if (inputs.connection && inputs.connection.id !== state.connection?.id) {
      await requireUsableConnection(inputs.connection.id, services);
    }
    const { issuer } = await idp.discovery.metadata();
    const { dcrProviderId, createdAt, store, claimId, ownClaimId, sharedClaimId } = state;
    const kept = { ...inputs, dcrProviderId, createdAt, store, issuer };
    const newScopes = (inputs.scopes ?? []).filter((scope) => !state.scopes?.includes(scope));
    if (newScopes.length > 0) await requireAccess(newScopes, idp);
    if (inputs.manageClaim === false) {
      await releaseClaim(id, state, services);
      return kept;
    }
    const asBefore = sameClaim(wantedClaim(state), wantedClaim(inputs)) && claimId !== undefined && !state.unconfirmed;
    return {
      ...kept,
      ...(asBefore
        ? { claimId, ownClaimId, sharedClaimId }
        : await ensureClaim(wantedClaim(inputs), id, state, services)),
    };
  },

  delete: releaseClaim,

  // The clients are in the preview themselves, each as an update of its own.
  warnBeforeUpdate: async () => undefined,

  // The lists of a ref are sets: another order must not become an update of every client.
  relevant: (ref) => mapValues(ref, (value) => (Array.isArray(value) ? [...value].sort() : value)),

  clientBody: (ref, metadata) => ({
    auth_type: "oidc",
    // Workato describes this field as the discovery URL; the issuer itself goes to `allowed_issuers`.
    oidc_issuer: `${metadata.issuer}/.well-known/openid-configuration`,
    oidc_jwks_uri: metadata.jwks_uri,
    allowed_issuers: [metadata.issuer],
    required_claims: ref.requiredClaims ?? [],
    access_profile_claim: ref.apiKeyClaim ?? DEFAULT_CLAIM,
  }),

  isClientBound: (_ref, { authType = "oidc" }) => authType === "oidc",

  keyBody: () => ({}),

  bind: async (clientId, apiKey, services) => {
    await services.identityProvider().apps.setProfileAttribute(clientId, PROFILE_ATTRIBUTE, apiKey);
  },
  // The token of an adopted key is not known.
  isBound: ({ profile }, apiKey) => apiKey === undefined || profile[PROFILE_ATTRIBUTE] === apiKey,
};

function mapValues<T extends object>(object: T, change: (value: unknown) => unknown): T {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)])) as T;
}

function wantedClaim(inputs: Partial<DcrProviderInputs>) {
  return { name: inputs.apiKeyClaim ?? DEFAULT_CLAIM, scopes: inputs.scopes ?? [] };
}

function sameClaim(a: ReturnType<typeof wantedClaim>, b: ReturnType<typeof wantedClaim>): boolean {
  return a.name === b.name && [...a.scopes].sort().join(" ") === [...b.scopes].sort().join(" ");
}

/** B1: each scope is there, and newly registered clients can get a token for it. */
async function requireAccess(scopes: readonly string[], idp: IdentityProvider): Promise<void> {
  if (!idp.server) return;
  const [held, policies] = await Promise.all([idp.server.scopes(), idp.server.policies()]);
  const missing = missingAccess(scopes, { scopes: held, policies });
  if (missing.length === 0) return;
  throw new ProviderError(
    "authorization_server_unfit",
    `scopes: the authorization server at Okta is not ready for the API clients: ${missing.join("; ")}`,
    "Add what is missing in Okta (Security, API, Authorization Servers), or choose other scopes",
  );
}
