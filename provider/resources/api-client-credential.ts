import { z } from "zod";
import { changedFields, type FieldTable } from "../lifecycle/diff";
import { isKeyOf, keyName } from "../lifecycle/mark";
import { managed, type State } from "../lifecycle/state";
import { hasUnknown } from "../lifecycle/unknown";
import { bindingParts, type DcrProviderRef } from "../stores/dcr-provider";
import { changesAtIdp, keptMetadata, requireAdoptable, requireAdoptableClient } from "./adoption";
import { convergeCredential, findClient } from "./api-client-credential-steps";
import { dropKeys } from "./credential";
import { type CredentialOutputs, credentialOutputs } from "./credential-run";
import { credentialFields, ownRegistration, readCredential, withCredential } from "./credential-state";
import type { Resource } from "./resource";
import { cidr, clientId, credentialInputs, dcrProviderRef, id, ownershipMark, text } from "./schema";

const shape = {
  /** The mark of the client, which stays known at preview, and the ref of its provider. */
  apiClient: z.strictObject({ ownershipMark, dcrProvider: dcrProviderRef }, { error: "must be an ApiClient" }),
  name: text("the name of the credential"),
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
    const apiClientId = await findClient(inputs.apiClient.ownershipMark, services);
    const key = (await services.apiClients.keys(apiClientId)).find(({ id }) => id === apiKeyId);
    requireAdoptable(
      `API key ${apiKeyId} of API client ${apiClientId}`,
      key && { carrier: key.name },
      inputs.ownershipMark,
    );
    const registered = await services.identityProvider().registrar.read(clientId);
    requireAdoptableClient(clientId, registered, inputs.ownershipMark);
    if (!key || !registered) return undefined;
    const binding = `${services.store.name}:${clientId}`;
    const adopting = { adopted: true, adopting: true as const, kept: keptMetadata(registered) };
    const taken = { ...inputs, ...adopting, apiClientId, apiKeyId, clientId, binding };
    const state = await apiClientCredential.read(inputs.ownershipMark, taken, services);
    const named = `key name: ${JSON.stringify(key.name)} -> "${keyName(inputs.ownershipMark)}"`;
    return state && { id: inputs.ownershipMark, state, besides: [named, ...changesAtIdp(registered, inputs)] };
  },

  async create(inputs, services) {
    const adoption = await apiClientCredential.adopt?.(inputs, services);
    const before = adoption?.state ?? {};
    const changed = new Set(changedFields(fields, before, inputs));
    return { id: inputs.ownershipMark, state: await convergeCredential(before, inputs, changed, services) };
  },

  update: (_id, state, inputs, services) =>
    convergeCredential(state, inputs, new Set(changedFields(fields, state, inputs)), services),

  async read(mark, state, services) {
    const client = state.apiClientId === undefined ? undefined : await services.apiClients.read(state.apiClientId);
    const keys = client ? await services.apiClients.keys(client.id) : [];
    const clientMark = state.apiClient?.ownershipMark;
    // Of any other number of keys, the client's own refresh looks at the keys.
    if (client && clientMark && keys.length === 1 && !keys.some(isKeyOf(clientMark))) {
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
    const { apiClientId, apiKeyId } = state;
    if (apiClientId !== undefined) {
      if (apiKeyId !== undefined && !state.adopting) await services.apiClients.deleteKey(apiClientId, apiKeyId);
      else await dropKeys(mark, apiClientId, services);
    }
    const clientId = await ownRegistration(mark, state, services);
    if (clientId !== undefined) await services.identityProvider().registrar.deregister(clientId);
  },
};
