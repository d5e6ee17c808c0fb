import { z } from "zod";
import { ProviderError } from "../errors";
import { type InputsOf, type Properties, valueless } from "../lifecycle/properties";
import { managed } from "../lifecycle/state";
import { hasUnknown } from "../lifecycle/unknown";
import { hasMark, markIn, newMark, UNMARKED } from "../mark";
import type { Services } from "../services";
import { bindingParts, type DcrProviderRef, dcrProviderRef } from "../stores/dcr-provider";
import { requireAdoptable } from "./adoption";
import { credentialRules } from "./capabilities";
import { atIdp, lifeOf, look, on, remadeCredential, withCredential } from "./credential";
import { adoptableClient, changesAtIdp, defaultsOf } from "./credential/adoption";
import { binding } from "./credential/binding";
import { formerClients } from "./credential/former-clients";
import { dropKeys, key, WITHOUT_KEY } from "./credential/key";
import { isOwnKey } from "./credential/ownership";
import type { On, Part } from "./credential/part";
import { credentialProperties } from "./credential/properties";
import { registration } from "./credential/registration";
import { secret } from "./credential/secret";
import type { CredentialOutputs, StateOf } from "./credential/state";
import type { Resource } from "./resource";
import { cidr, clientId, id, text } from "./schema";

const properties = {
  /** The id of the ApiClient (its mark, which an edit keeps and a replacement does not), and the ref of its provider. */
  apiClient: {
    schema: z.strictObject({ id: z.string(), dcrProvider: dcrProviderRef }, { error: "must be an ApiClient" }),
    compared: "exact",
    keptAt: ["workato"],
  },
  name: { schema: text("the name of the credential"), compared: "exact", keptAt: ["idp"] },
  ipAllowList: {
    schema: z.array(cidr, { error: "must be a list of addresses or CIDR ranges" }).optional(),
    compared: "addresses",
    keptAt: ["workato"],
  },
  ...credentialProperties,
  adopt: {
    schema: z.strictObject({ apiKeyId: id, clientId }, { error: "must be { apiKeyId, clientId }" }).optional(),
    compared: "at creation",
  },
} as const satisfies Properties;

type Inputs = InputsOf<typeof properties>;

/** The API client that the key belongs to: another resource's, found by its mark. */
const apiClient: Part<Inputs> = {
  async *converge(state, { inputs, mark, services }) {
    const apiClientId = await findClient(inputs.apiClient.id, services);
    if (state.apiClientId === apiClientId) return;
    // As long as the key is there, the state has to name its client.
    if (state.apiClientId !== undefined) await dropKeys(isOwnKey(mark, state), state.apiClientId, services);
    yield { apiClientId, ...(state.apiClientId !== undefined && WITHOUT_KEY) };
  },
  observe: (_state, seen) => ({ apiClientId: seen.apiClient?.id }),
};

/** Its keys are always listed, and tell who may use them. */
const restrictedKey: Part<Inputs> = {
  ...key,
  observe(state, seen, on) {
    const found = seen.keys === "unchanged" ? undefined : seen.keys.find(({ id }) => id === state.apiKeyId);
    return { ...key.observe(state, seen, on), ipAllowList: managed(state, "ipAllowList", found?.ipAllowList ?? []) };
  },
};

const parts: readonly Part<Inputs>[] = [apiClient, registration, secret, restrictedKey, binding, formerClients];

const life = lifeOf<Inputs>({ parts, properties, ownsClient: false, adopt });

/** One more credential of an API client: a registration and a key of its own, so that it can be revoked alone. */
export const apiClientCredential: Resource<Inputs, CredentialOutputs> = {
  ...withCredential,
  ...life,
  kind: "ApiClientCredential",
  properties,
  ids: ["apiKeyId", "clientId"],
  outputs: { ...withCredential.outputs, apiClientId: z.string() },
  rules: (inputs, _services, idp) => credentialRules(inputs, idp),
  relevant: (inputs, services) => {
    const apiClient = inputs.apiClient as { dcrProvider?: DcrProviderRef | null } | null | undefined;
    if (!apiClient?.dcrProvider || typeof apiClient.dcrProvider !== "object") return inputs;
    // Which claims and scopes the provider has concerns the client; here, only to which provider the key belongs.
    const { apiKeyClaim } = apiClient.dcrProvider;
    const isItsOwn = apiKeyClaim !== undefined && hasClaimOfItsOwn(apiClient.dcrProvider, services);
    const dcrProvider = { ...bindingParts(apiClient.dcrProvider), ...(isItsOwn && { apiKeyClaim }) };
    return { ...inputs, apiClient: { ...apiClient, dcrProvider } };
  },

  async remade(state, inputs, seen) {
    const ofCredential = await remadeCredential(state, inputs, seen);
    const isOthers = state.apiClient?.id !== inputs.apiClient?.id;
    return isOthers ? [...ofCredential, "apiClientId", "apiKeyId", "apiKey"] : ofCredential;
  },
  importedBy: ["apiClientId", "apiKeyId", "clientId"],

  async import({ apiClientId = "", apiKeyId = "", clientId = "", identityProvider }, owner, services) {
    const at = atIdp(identityProvider, services);
    const seen = await takeOver(apiClientId, { apiKeyId, clientId }, owner, valueless(properties), at);
    return seen && { id: newMark(owner), state: seen.state };
  },

  async read(mark, state, services) {
    const seen = await look(mark, state, { parts, properties }, () => lookAtWorkato(state, services), services);
    return seen.clientId === undefined && seen.apiKeyId === undefined ? undefined : seen;
  },
};

async function lookAtWorkato({ apiClientId, apiClient }: StateOf<Inputs>, { apiClients, apiKeys, warn }: Services) {
  const client = apiClientId === undefined ? undefined : await apiClients.read(apiClientId);
  const keys = client ? await apiKeys.of(client.id) : [];
  const clientMark = apiClient?.id;
  // Of any other number of keys, the client's own refresh looks at the keys.
  if (client && clientMark && keys.length === 1 && !keys.some(({ name }) => hasMark(name, clientMark))) {
    warn(
      `API client "${client.name}" has lost its own key. A refresh of many API clients does not look for it: run ` +
        "pulumi refresh --target with the URN of this ApiClient, and then pulumi up.",
    );
  }
  return { apiClient: client, keys };
}

/** Whether the key is put into the tokens of each client alone: then its name concerns the credential too. */
function hasClaimOfItsOwn({ identityProvider }: DcrProviderRef, { identityProviders }: Services): boolean {
  return identityProviders.usable().some(({ name, binder }) => name === identityProvider && binder?.isPerClient);
}

/** What is taken over, as both sides have it. @param known what the state is to hold besides, or is to tell of */
async function takeOver(
  apiClientId: string,
  { apiKeyId, clientId }: NonNullable<Inputs["adopt"]>,
  owner: string,
  known: object,
  at: On,
) {
  const found = (await at.services.apiKeys.of(apiClientId)).find(({ id }) => id === apiKeyId);
  requireAdoptable(`API key ${apiKeyId} of API client ${apiClientId}`, found && { mark: markIn(found.name) }, owner);
  const registered = await adoptableClient(clientId, owner, at);
  const adopted = {
    ...{ apiClientId, apiKeyId, clientId, owner, registeredAt: at.idp.home },
    ...{ adopted: true, takingOver: [], adoptedDefaults: defaultsOf(registered) },
    boundTo: `${at.store.name}:${clientId}`,
  };
  const state = await apiClientCredential.read(UNMARKED, { ...known, ...adopted }, at.services);
  return state && { found, registered, state };
}

async function adopt(inputs: Inputs, services: Services) {
  // Before the client is there, nothing can be looked up.
  if (!inputs.adopt || hasUnknown(inputs.apiClient)) return undefined;
  const apiClientId = await findClient(inputs.apiClient.id, services);
  const seen = await takeOver(apiClientId, inputs.adopt, inputs.owner, inputs, on(UNMARKED, inputs, services));
  if (!seen) return undefined;
  const named = `key name: ${JSON.stringify(seen.found?.name)} -> the ownership mark`;
  return { state: seen.state, notes: [named, ...changesAtIdp(seen.registered, inputs)] };
}

/** @throws ProviderError `api_client_not_found` */
async function findClient(mark: string, services: Services): Promise<string> {
  const id = await services.apiClients.marks.find(mark);
  if (id !== undefined) return id;
  throw new ProviderError(
    "api_client_not_found",
    `apiClient: no API client at Workato carries the mark (pulumi:${mark}) in its description`,
    "Run pulumi refresh, so that an API client that was deleted by hand, or lost its mark, is made whole again",
  );
}
