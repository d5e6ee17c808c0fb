import { z } from "zod";
import { changedFields, type FieldTable } from "../lifecycle/diff";
import { managed, type State } from "../lifecycle/state";
import { hasUnknown } from "../lifecycle/unknown";
import { hasMark, newMark, UNMARKED } from "../mark";
import { bindingParts, type DcrProviderRef } from "../stores/dcr-provider";
import { changesAtIdp, keptMetadata, requireAdoptable, requireAdoptableClient } from "./adoption";
import { convergeCredential, findClient } from "./api-client-credential-steps";
import { dropKeys } from "./credential";
import { type CredentialOutputs, credentialOutputs } from "./credential-run";
import {
  credentialFields,
  isOwnKey,
  ownRegistration,
  readCredential,
  withCredential,
  withinReach,
} from "./credential-state";
import { findLeftOver, removeOthers } from "./left-over";
import type { Resource } from "./resource";
import { cidr, clientId, clientName, credentialInputs, dcrProviderRef, id } from "./schema";

const shape = {
  /** The id of the client, which is its mark, stays known while it is edited and is another one once it was replaced; and the ref of its provider. */
  apiClient: z.strictObject({ id: z.string(), dcrProvider: dcrProviderRef }, { error: "must be an ApiClient" }),
  name: clientName("the name of the credential"),
  ipAllowList: z.array(cidr, { error: "must be a list of addresses or CIDR ranges" }).optional(),
  ...credentialInputs,
  adopt: z.strictObject({ apiKeyId: id, clientId }, { error: "must be { apiKeyId, clientId }" }).optional(),
};

export type ApiClientCredentialInputs = z.output<z.ZodObject<typeof shape>>;
interface ApiClientCredentialOutputs extends CredentialOutputs {
  apiClientId: string;
}
export type CredentialState = State<ApiClientCredentialInputs, ApiClientCredentialOutputs>;

const fields: FieldTable<ApiClientCredentialInputs> = {
  apiClient: "exact",
  name: "exact",
  ipAllowList: "addresses",
  ...credentialFields,
  adopt: "at creation",
};

/** One more credential of an API client: a registration and a key of its own, so that it can be revoked alone. */
export const apiClientCredential: Resource<ApiClientCredentialInputs, ApiClientCredentialOutputs> = {
  kind: "ApiClientCredential",
  shape,
  fields,
  ...withCredential,
  ids: ["apiKeyId", "clientId"],
  outputs: { ...credentialOutputs, apiClientId: z.string() },
  rules: () => [],
  relevant: (inputs) => {
    const apiClient = inputs.apiClient as { dcrProvider?: DcrProviderRef | null } | null | undefined;
    if (!apiClient?.dcrProvider || typeof apiClient.dcrProvider !== "object") return inputs;
    // Which claims and scopes the provider has concerns the client; here, only to which provider the key belongs.
    return { ...inputs, apiClient: { ...apiClient, dcrProvider: bindingParts(apiClient.dcrProvider) } };
  },

  async adopt(inputs, services) {
    // Before the client is there, nothing can be looked up.
    if (!inputs.adopt || hasUnknown(inputs.apiClient)) return undefined;
    const { apiKeyId, clientId } = inputs.adopt;
    const apiClientId = await findClient(inputs.apiClient.id, services);
    const key = (await services.apiClients.keys(apiClientId)).find(({ id }) => id === apiKeyId);
    requireAdoptable(`API key ${apiKeyId} of API client ${apiClientId}`, key && { carrier: key.name }, inputs.owner);
    const registered = await services.identityProvider().registrar.read(clientId);
    requireAdoptableClient(clientId, registered, inputs.owner);
    if (!key || !registered) return undefined;
    const binding = `${services.store.name}:${clientId}`;
    const adopting = { adopted: true, adopting: true as const, kept: keptMetadata(registered) };
    const taken = { ...inputs, ...adopting, apiClientId, apiKeyId, clientId, binding };
    const state = await apiClientCredential.read(UNMARKED, taken, services);
    const named = `key name: ${JSON.stringify(key.name)} -> the ownership mark`;
    return state && { state, besides: [named, ...changesAtIdp(registered, inputs)] };
  },

  async create(inputs, services) {
    const id = newMark(inputs.owner);
    const adoption = await apiClientCredential.adopt?.(inputs, services);
    const left = adoption ? undefined : await findLeftOver(inputs.owner, false, services);
    const before = adoption?.state ?? left?.state ?? {};
    const state = await convergeCredential(
      id,
      before,
      inputs,
      new Set(changedFields(fields, before, inputs)),
      services,
    );
    if (left) await removeOthers(inputs.owner, left, services);
    return { id, state };
  },

  update: (id, state, inputs, services) =>
    convergeCredential(id, state, inputs, new Set(changedFields(fields, state, inputs)), services),

  async read(mark, state, services) {
    const client = state.apiClientId === undefined ? undefined : await services.apiClients.read(state.apiClientId);
    const keys = client ? await services.apiClients.keys(client.id) : [];
    const clientMark = state.apiClient?.id;
    // Of any other number of keys, the client's own refresh looks at the keys.
    if (client && clientMark && keys.length === 1 && !keys.some(({ name }) => hasMark(name, clientMark))) {
      services.warn(
        `API client "${client.name}" has lost its own key. A refresh of many API clients does not look for it: run ` +
          "pulumi refresh --target with the URN of this ApiClient, and then pulumi up.",
      );
    }
    const credential = await readCredential(mark, state, keys, services);
    if (credential.clientId === undefined && credential.apiKeyId === undefined) return undefined;
    const key = keys.find(({ id }) => id === state.apiKeyId);
    return {
      ...state,
      apiClientId: client?.id,
      ipAllowList: managed(state, "ipAllowList", key?.ipAllowList ?? []),
      ...credential,
    };
  },

  async delete(mark, state, services) {
    const { apiClientId } = state;
    if (apiClientId !== undefined) await dropKeys(isOwnKey(mark, state), apiClientId, services);
    const clientId = await ownRegistration(mark, await withinReach(mark, state, services), services);
    if (clientId !== undefined) await services.identityProvider().registrar.deregister(clientId);
  },
};
