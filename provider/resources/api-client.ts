import { z } from "zod";
import type { ApiClientModel, ApiKeyModel } from "../api/workato/api-clients";
import type { Problem } from "../errors";
import { changedFields, type FieldTable } from "../lifecycle/diff";
import { managed, type State, told } from "../lifecycle/state";
import { UNKNOWN } from "../lifecycle/unknown";
import { hasMark, isOf, newMark, ownerIn, UNMARKED, withoutMark } from "../mark";
import type { Services } from "../services";
import type { DcrProviderRef } from "../stores/dcr-provider";
import { changesAtIdp, keptMetadata, requireAdoptable, requireAdoptableClient } from "./adoption";
import { convergeApiClient } from "./api-client-steps";
import { type CredentialOutputs, credentialOutputs } from "./credential-run";
import {
  credentialFields,
  mayDelete,
  ownRegistration,
  readCredential,
  withCredential,
  withinReach,
} from "./credential-state";
import { findLeftOver, removeOthers } from "./left-over";
import type { Resource } from "./resource";
import { clientId, clientName, credentialInputs, dcrProviderRef, httpsUrl, id, text } from "./schema";

const shape = {
  name: clientName("the name of the API client"),
  description: text("what the API client is for").optional(),
  email: z.email("must be an e-mail address").optional(),
  portalId: id.optional(),
  logoUri: httpsUrl("the address of a logo").optional(),
  apiCollectionIds: z.array(id, { error: "must be a list of ids; it may be empty" }),
  apiPolicyId: id.optional(),
  projectId: id.optional(),
  dcrProvider: dcrProviderRef,
  ...credentialInputs,
  adopt: z.strictObject({ apiClientId: id, clientId }, { error: "must be { apiClientId, clientId }" }).optional(),
  verify: z.boolean({ error: "must be true or false" }).optional(),
};

export type ApiClientInputs = z.output<z.ZodObject<typeof shape>>;

export interface ApiClientOutputs extends CredentialOutputs {
  apiClientId: string;
}

const fields: FieldTable<ApiClientInputs> = {
  name: "exact",
  description: "exact",
  email: "e-mail",
  portalId: "exact",
  logoUri: "url",
  apiCollectionIds: "set",
  apiPolicyId: "exact",
  projectId: "exact",
  dcrProvider: "exact",
  ...credentialFields,
  adopt: "at creation",
  verify: "exact",
};

export type ApiClientState = State<ApiClientInputs, ApiClientOutputs>;

/**
 * An API client at Workato, the OAuth client that is registered for it at the IdP, and the key that binds the two. Its id is
 * the ownership mark, so that each of the three may be made anew under it.
 */
export const apiClient: Resource<ApiClientInputs, ApiClientOutputs> = {
  kind: "ApiClient",
  shape,
  fields,
  ...withCredential,
  ids: ["apiClientId", "apiKeyId", "clientId"],
  outputs: credentialOutputs,
  rules: portalRules,
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
    return { ...inputs, dcrProvider: services.store.relevant(dcrProvider as DcrProviderRef) };
  },

  async adopt(inputs, services) {
    if (!inputs.adopt) return undefined;
    const { apiClientId, clientId } = inputs.adopt;
    const found = await services.apiClients.read(apiClientId);
    requireAdoptable(`API client ${apiClientId}`, found && { carrier: found.description }, inputs.owner);
    const registered = await services.identityProvider().registrar.read(clientId);
    requireAdoptableClient(clientId, registered, inputs.owner);
    if (!found || !registered) return undefined;
    const kept = { description: withoutMark(found.description), ...keptMetadata(registered) };
    const taken = { apiClientId, clientId, adopted: true, adopting: true as const, kept };
    const state = await apiClient.read(UNMARKED, { ...inputs, ...taken }, services);
    if (!state) return undefined;
    const asWanted = services.store.isClientBound(inputs.dcrProvider, found);
    const authentication = `authentication: ${JSON.stringify(found.authType ?? null)} -> tokens of the DCR provider; callers that authenticate in another way are refused from then on`;
    const ownKey = (await services.apiClients.keys(apiClientId)).find(({ name }) => isOf(inputs.owner, name));
    const key = ownKey
      ? `API key: ${ownKey.id}, whose token nobody can read, is replaced by a new one; tokens that carry it are refused from then on`
      : "API key: a further one is made";
    return {
      // The key is made anew: the tokens of those that are there cannot be read.
      state: { ...state, apiKeyId: undefined, binding: undefined },
      besides: [...(asWanted ? [] : [authentication]), key, ...changesAtIdp(registered, inputs)],
    };
  },

  async create(inputs, services) {
    const id = newMark(inputs.owner);
    const adoption = await apiClient.adopt?.(inputs, services);
    const left = adoption ? undefined : await findLeftOver(inputs.owner, true, services);
    const before = adoption?.state ?? left?.state ?? {};
    const changed = new Set(adoption ? changedFields(fields, before, inputs) : []);
    const state = await convergeApiClient(id, before, inputs, changed, services);
    if (left) await removeOthers(inputs.owner, left, services);
    return { id, state };
  },

  update: (id, state, inputs, services) =>
    convergeApiClient(id, state, inputs, new Set(changedFields(fields, state, inputs)), services),

  async read(mark, state, services) {
    const { apiClientId } = state;
    const found = apiClientId === undefined ? undefined : await services.apiClients.read(apiClientId);
    const keys = await keysOf(found, services);
    // One list after the other: both at once take 30 MB more for 1,000 clients. The name is Workato's to tell: another one at
    // the IdP is no longer as it was applied.
    const { name: otherName, ...credential } = await readCredential(mark, state, keys, services);
    if (!found && credential.clientId === undefined) return undefined;
    if (!found) return { ...state, ...credential, apiClientId: undefined };
    return {
      ...state,
      apiClientId: found.id,
      name: found.name,
      description: managed(state, "description", withoutMark(found.description)),
      email: managed(state, "email", found.email),
      portalId: managed(state, "portalId", told(state.portalId, found.portalId)),
      apiCollectionIds: found.apiCollectionIds ?? state.apiCollectionIds,
      apiPolicyId: managed(state, "apiPolicyId", found.apiPolicyId),
      projectId: managed(state, "projectId", told(state.projectId, found.projectId)),
      ...credential,
      intact: otherName === undefined && isAsApplied(mark, found, state, services) ? credential.intact : undefined,
    };
  },

  async delete(mark, state, services) {
    const { apiClients } = services;
    const { apiClientId = await withoutAnswer(mark, services) } = state;
    // The registration goes last: as long as it is there, its name tells a later run that something is left.
    if (
      apiClientId !== undefined &&
      (await mayDelete("API client", apiClientId, apiClients.marks, mark, state, services))
    ) {
      await apiClients.delete(apiClientId);
    }
    const clientId = await ownRegistration(mark, await withinReach(mark, state, services), services);
    if (clientId !== undefined) await services.identityProvider().registrar.deregister(clientId);
  },
};

/** What an interrupted create may have made without an answer. */
async function withoutAnswer(mark: string, { apiClients }: Services): Promise<string | undefined> {
  return (await apiClients.marks.of(ownerIn(mark))).find((it) => it.mark === mark)?.id;
}

function isAsApplied(
  mark: string,
  found: ApiClientModel,
  { dcrProvider }: ApiClientState,
  { store }: Services,
): boolean {
  return hasMark(found.description, mark) && (!dcrProvider || store.isClientBound(dcrProvider, found));
}

/**
 * Keys are listed per client: of many clients, only where the counts say that something is not as it was made, one active key. That
 * this one key is another one by now, the counts do not say.
 */
async function keysOf(found: ApiClientModel | undefined, services: Services): Promise<ApiKeyModel[] | "unchanged"> {
  if (!found) return [];
  if (found.activeKeys !== 1 || found.totalKeys !== 1) return services.apiClients.keys(found.id);
  return (await services.apiClients.keysOfFew(found.id)) ?? "unchanged";
}

function portalRules(inputs: Readonly<Record<string, unknown>>): Problem[] {
  // A portal that is not known yet may turn out to be none.
  if (inputs.portalId === undefined || inputs.portalId === UNKNOWN || inputs.email !== undefined) return [];
  return [{ property: "email", reason: "is required with portalId: the portal invites the owner of this address" }];
}
