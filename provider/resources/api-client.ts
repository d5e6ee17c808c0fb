import type { ApiClientModel } from "../api/workato/api-clients";
import type { ApiKeyModel } from "../api/workato/api-keys";
import type { Bag } from "../bag";
import type { Problem } from "../errors";
import { changedProperties } from "../lifecycle/diff";
import { valueless } from "../lifecycle/properties";
import { UNKNOWN } from "../lifecycle/unknown";
import { isOf, markIn, newMark, UNMARKED, withoutMark } from "../mark";
import type { Services } from "../services";
import { storeOf } from "../stores";
import type { DcrProviderRef } from "../stores/dcr-provider";
import { requireAdoptable } from "./adoption";
import { type ApiClientInputs, apiClientProperties as properties } from "./api-client-properties";
import { credentialRules } from "./capabilities";
import { atIdp, lifeOf, look, on, withCredential } from "./credential";
import { adoptableClient, changesAtIdp, defaultsOf } from "./credential/adoption";
import { binding } from "./credential/binding";
import { client } from "./credential/client";
import { formerClients } from "./credential/former-clients";
import { keyOfOwnClient } from "./credential/key";
import type { On, Part } from "./credential/part";
import { registration } from "./credential/registration";
import { secret } from "./credential/secret";
import type { CredentialOutputs } from "./credential/state";
import { verifyCredential } from "./credential/verify";
import type { Resource } from "./resource";

const parts: readonly Part<ApiClientInputs>[] = [registration, secret, client, keyOfOwnClient, binding, formerClients];

const life = lifeOf<ApiClientInputs>({
  parts,
  properties,
  ownsClient: true,
  adopt,
  /** Proves the credentials, where that is asked for and they are others than before. */
  async prove(inputs, before, state, on) {
    const changed = changedProperties(properties, before, inputs);
    const isProven =
      before.clientSecret === state.clientSecret && !changed.includes("dcrProvider") && !changed.includes("verify");
    if (inputs.verify && !isProven) await verifyCredential(inputs, state, on);
  },
});

/**
 * An API client at Workato, the OAuth client that is registered for it at the IdP, and the key that binds the two. Its id is
 * the ownership mark, so that each of the three may be made anew under it.
 */
export const apiClient: Resource<ApiClientInputs, CredentialOutputs> = {
  ...withCredential,
  ...life,
  kind: "ApiClient",
  properties,
  ids: ["apiClientId", "apiKeyId", "clientId"],
  rules: (inputs, _services, idp) => [...portalRules(inputs), ...credentialRules(inputs, idp)],
  references: [
    {
      path: ["apiCollectionIds"],
      missing: (id, there) => `there is no API collection ${id} in this workspace. Those that the token sees: ${there}`,
      list: (_inputs, { apiCollections }) => apiCollections,
    },
  ],
  relevant: (inputs, services) => {
    const { dcrProvider } = inputs;
    if (dcrProvider === null || typeof dcrProvider !== "object") return inputs;
    return { ...inputs, dcrProvider: storeOf(services).relevant(dcrProvider as DcrProviderRef) };
  },

  importedBy: ["apiClientId", "clientId"],

  async import({ apiClientId = "", clientId = "", identityProvider }, owner, services) {
    const at = atIdp(identityProvider, services);
    const seen = await takeOver({ apiClientId, clientId }, owner, valueless(properties), at);
    return seen && { id: newMark(owner), state: seen.state };
  },

  async read(mark, state, services) {
    const lookAtWorkato = async () => {
      const { apiClientId } = state;
      const found = apiClientId === undefined ? undefined : await services.apiClients.read(apiClientId);
      return { apiClient: found, keys: await keysOf(found, services) };
    };
    const seen = await look(mark, state, { parts, properties }, lookAtWorkato, services);
    return seen.apiClientId === undefined && seen.clientId === undefined ? undefined : seen;
  },
};

const OTHER_KEY = "the API key in the tokens of the client: replaced by the one of this resource";

const HIDDEN_SETTINGS =
  "authentication: issuer, keys and claims, which Workato does not show, become those of the DCR provider, if they are others";

type Taken = NonNullable<ApiClientInputs["adopt"]>;

/** What is taken over, as both sides have it. @param known what the state is to hold besides, or is to tell of */
async function takeOver({ apiClientId, clientId }: Taken, owner: string, known: object, at: On) {
  const found = await at.services.apiClients.read(apiClientId);
  requireAdoptable(`API client ${apiClientId}`, found && { mark: markIn(found.description) }, owner);
  const registered = await adoptableClient(clientId, owner, at);
  if (!found) return undefined;
  const adoptedDefaults = { description: withoutMark(found.description), ...defaultsOf(registered) };
  const registeredAt = at.idp.home;
  const adopted = { apiClientId, clientId, registeredAt, adopted: true, takingOver: [], adoptedDefaults, owner };
  const state = await apiClient.read(UNMARKED, { ...known, ...adopted }, at.services);
  // The key is made anew: the tokens of those that are there cannot be read.
  return state && { found, registered, state: { ...state, apiKeyId: undefined, boundTo: undefined } };
}

async function adopt(inputs: ApiClientInputs, services: Services) {
  const { owner, adopt: adopted } = inputs;
  const seen = adopted && (await takeOver(adopted, owner, inputs, on(UNMARKED, inputs, services)));
  if (!seen) return undefined;
  const { found, registered, state } = seen;
  const asWanted = storeOf(services).isClientBound(inputs.dcrProvider, found);
  const authentication = `authentication: ${JSON.stringify(found.authType ?? null)} -> tokens of the DCR provider; callers that authenticate in another way are refused from then on`;
  const markedKey = (await services.apiKeys.of(found.id)).find(({ name }) => isOf(owner, name));
  const key = markedKey
    ? `API key: ${markedKey.id}, whose token nobody can read, is replaced by a new one; tokens that carry it are refused from then on`
    : "API key: a further one is made";
  return {
    state,
    notes: [
      asWanted ? HIDDEN_SETTINGS : authentication,
      key,
      ...(registered.apiKey ? [OTHER_KEY] : []),
      ...changesAtIdp(registered, inputs),
    ],
  };
}

/**
 * Keys are listed per client: of many clients, only where the counts say that something is not as it was made, one active key. That
 * this one key is another one by now, the counts do not say.
 */
async function keysOf(found: ApiClientModel | undefined, services: Services): Promise<ApiKeyModel[] | "unchanged"> {
  if (!found) return [];
  if (found.activeKeys !== 1 || found.totalKeys !== 1) return services.apiKeys.of(found.id);
  return (await services.apiKeys.ofFew(found.id)) ?? "unchanged";
}

function portalRules(inputs: Bag): Problem[] {
  // A portal that is not known yet may turn out to be none.
  if (inputs.portalId === undefined || inputs.portalId === UNKNOWN || inputs.email !== undefined) return [];
  return [{ property: "email", reason: "is required with portalId: the portal invites the owner of this address" }];
}
