import { z } from "zod";
import type { ApiClientModel, ApiKeyModel } from "../api/workato/api-clients";
import type { Problem } from "../errors";
import { changedFields, type FieldTable } from "../lifecycle/diff";
import { hasMark, withoutMark } from "../lifecycle/mark";
import { managed, type State, told } from "../lifecycle/state";
import { UNKNOWN } from "../lifecycle/unknown";
import type { Services } from "../services";
import type { DcrProviderRef } from "../stores/dcr-provider";
import { requireAdoptable, requireServiceClient } from "./adoption";
import { convergeApiClient } from "./api-client-steps";
import { credentialRemark, missingParts, otherIssuer, readCredential } from "./credential";
import type { CredentialOutputs } from "./credential-run";
import type { Resource } from "./resource";
import {
  dcrProviderRef,
  httpsUrl,
  id,
  overlap,
  ownershipMark,
  registration,
  renewSecret,
  rotationTriggers,
  text,
} from "./schema";

const shape = {
  name: text("the name of the API client"),
  description: text("what the API client is for").optional(),
  email: z.email("must be an e-mail address").optional(),
  portalId: id.optional(),
  logoUri: httpsUrl("the address of a logo").optional(),
  apiCollectionIds: z.array(id, { error: "must be a list of ids; it may be empty" }),
  apiPolicyId: id.optional(),
  projectId: id.optional(),
  dcrProvider: dcrProviderRef,
  registration,
  rotationTriggers,
  overlap,
  adopt: z
    .strictObject({ apiClientId: id, clientId: z.string() }, { error: "must be { apiClientId, clientId }" })
    .optional(),
  renewSecret,
  verify: z.boolean({ error: "must be true or false" }).optional(),
  ownershipMark,
};

export type ApiClientInputs = z.output<z.ZodObject<typeof shape>>;

export interface ApiClientOutputs extends CredentialOutputs {
  apiClientId: string;
  /** The description of a client that was taken over, kept for as long as the program gives none. */
  descriptionKept?: string;
}

const fields: FieldTable<ApiClientInputs> = {
  name: "exact",
  description: "exact",
  email: "exact",
  portalId: "exact",
  logoUri: "exact",
  apiCollectionIds: "set",
  apiPolicyId: "exact",
  projectId: "exact",
  dcrProvider: "exact",
  registration: "exact",
  rotationTriggers: "exact",
  overlap: "exact",
  adopt: "at creation",
  renewSecret: "exact",
  verify: "exact",
  ownershipMark: "exact",
};

export type ApiClientState = State<ApiClientInputs, ApiClientOutputs>;

/**
 * An API client at Workato, the OAuth client that is registered for it at the IdP, and the key that binds the two. Its id is
 * the ownership mark, so that each of the three may be made anew under it.
 */
export const apiClient: Resource<ApiClientInputs, ApiClientOutputs> = {
  shape,
  fields,
  secretInputs: [],
  secretOutputs: ["clientSecret", "apiKey"],
  needsIdentityProvider: true,
  rules: portalRules,
  relevant: (inputs, services) => {
    const { dcrProvider } = inputs;
    if (dcrProvider === null || typeof dcrProvider !== "object") return inputs;
    return { ...inputs, dcrProvider: services.store.relevant(dcrProvider as DcrProviderRef) };
  },
  outdated: otherIssuer,
  remark: (state) => credentialRemark(state.name, state),
  missing: (state) => [...missingParts(state), ...(state.apiClientId === undefined ? ["apiClientId"] : [])],

  async adopt(inputs, services) {
    if (!inputs.adopt) return undefined;
    const { apiClientId, clientId } = inputs.adopt;
    const found = await services.apiClients.read(apiClientId);
    requireAdoptable(`API client ${apiClientId}`, found && { carrier: found.description }, inputs.ownershipMark);
    const registered = await services.identityProvider().registrar.read(clientId);
    const carrier = registered && { carrier: registered.client_name };
    requireAdoptable(`client ${clientId} at the identity provider`, carrier, inputs.ownershipMark);
    requireServiceClient(clientId, registered?.application_type);
    const state = await apiClient.read("", { ...inputs, apiClientId, clientId, adopted: true }, services);
    if (!found || !state) return undefined;
    const asWanted = services.store.isClientBound(inputs.dcrProvider, found);
    const besides = `authentication: ${JSON.stringify(found.authType ?? null)} -> by tokens, as the DCR provider says`;
    return {
      id: inputs.ownershipMark,
      // The key is made anew: the tokens of those that are there cannot be read.
      state: { ...state, descriptionKept: withoutMark(found.description), apiKeyId: undefined, binding: undefined },
      besides: asWanted ? [] : [besides],
    };
  },

  async create(inputs, services) {
    const adoption = await apiClient.adopt?.(inputs, services);
    const before = adoption?.state ?? {};
    const changed = new Set(adoption ? changedFields(fields, before, inputs) : []);
    return { id: inputs.ownershipMark, state: await convergeApiClient(before, inputs, changed, services) };
  },

  update: (_id, state, inputs, services) =>
    convergeApiClient(state, inputs, new Set(changedFields(fields, state, inputs)), services),

  async read(_id, state, services) {
    const found = state.apiClientId === undefined ? undefined : await services.apiClients.read(state.apiClientId);
    const credential = await readCredential(state, await keysOf(found, services), services);
    if (!found && credential.clientId === undefined) return undefined;
    if (!found) return { ...state, ...credential, apiClientId: undefined };
    return {
      ...state,
      name: found.name,
      description: managed(state, "description", withoutMark(found.description)),
      email: managed(state, "email", found.email),
      portalId: managed(state, "portalId", told(state.portalId, found.portalId)),
      apiCollectionIds: found.apiCollectionIds ?? state.apiCollectionIds,
      apiPolicyId: managed(state, "apiPolicyId", found.apiPolicyId),
      projectId: managed(state, "projectId", told(state.projectId, found.projectId)),
      ...credential,
      intact: isAsApplied(found, state, services) ? credential.intact : undefined,
    };
  },

  async delete(_id, state, services) {
    // The registration goes last: as long as it is there, its name tells a later run that something is left.
    const { apiClientId = await ownLeft(state, services) } = state;
    if (apiClientId !== undefined) await services.apiClients.delete(apiClientId);
    if (state.clientId !== undefined) await services.identityProvider().registrar.deregister(state.clientId);
  },
};

/** What an interrupted create may have made without an answer. */
async function ownLeft({ ownershipMark }: ApiClientState, services: Services): Promise<string | undefined> {
  if (ownershipMark === undefined) return undefined;
  return (await services.apiClients.list()).find(({ description }) => hasMark(description, ownershipMark))?.id;
}

function isAsApplied(
  found: ApiClientModel,
  { ownershipMark, dcrProvider }: ApiClientState,
  { store }: Services,
): boolean {
  return hasMark(found.description, ownershipMark ?? "") && (!dcrProvider || store.isClientBound(dcrProvider, found));
}

/** Keys are listed per client: asked for only where the counts say that something is not as it was made, one active key. */
async function keysOf(found: ApiClientModel | undefined, services: Services): Promise<ApiKeyModel[] | "unchanged"> {
  if (!found) return [];
  if (found.activeKeys === 1 && found.totalKeys === 1) return "unchanged";
  return services.apiClients.keys(found.id);
}

function portalRules(inputs: Readonly<Record<string, unknown>>): Problem[] {
  // A portal that is not known yet may turn out to be none.
  if (inputs.portalId === undefined || inputs.portalId === UNKNOWN || inputs.email !== undefined) return [];
  return [{ property: "email", reason: "is required with portalId: the portal invites the owner of this address" }];
}
