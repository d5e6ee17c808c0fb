import { z } from "zod";
import { ProviderError } from "../errors";
import { changedFields, type FieldTable } from "../lifecycle/diff";
import { hasMark } from "../lifecycle/mark";
import { managed, type State } from "../lifecycle/state";
import { hasUnknown } from "../lifecycle/unknown";
import type { Services } from "../services";
import { bindingParts, type DcrProviderRef } from "../stores/dcr-provider";
import { changesAtIdp, keptMetadata, requireAdoptable, requireAdoptableClient } from "./adoption";
import {
  credentialRemark,
  dropKeys,
  ensureBinding,
  ensureKey,
  ensureRegistration,
  isMarked,
  keyName,
  missingParts,
  otherIssuer,
  ownRegistration,
  readCredential,
} from "./credential";
import {
  type CredentialOutputs,
  type CredentialRun,
  credentialOf,
  credentialOutputs,
  credentialRun,
  failureOf,
  rotationDone,
} from "./credential-run";
import type { Resource } from "./resource";
import {
  cidr,
  dcrProviderRef,
  id,
  overlap,
  ownershipMark,
  registration,
  renewSecret,
  rotationTriggers,
  text,
} from "./schema";

const shape = {
  /** The mark of the client, which stays known at preview, and the ref of its provider. */
  apiClient: z.strictObject({ ownershipMark, dcrProvider: dcrProviderRef }, { error: "must be an ApiClient" }),
  name: text("the name of the credential"),
  ipAllowList: z.array(cidr, { error: "must be a list of addresses or CIDR ranges" }).optional(),
  registration,
  rotationTriggers,
  overlap,
  adopt: z.strictObject({ apiKeyId: id, clientId: z.string() }, { error: "must be { apiKeyId, clientId }" }).optional(),
  renewSecret,
  ownershipMark,
};

type ApiClientCredentialInputs = z.output<z.ZodObject<typeof shape>>;
interface ApiClientCredentialOutputs extends CredentialOutputs {
  apiClientId: string;
}
type CredentialState = State<ApiClientCredentialInputs, ApiClientCredentialOutputs>;

const fields: FieldTable<ApiClientCredentialInputs> = {
  apiClient: "exact",
  name: "exact",
  ipAllowList: "addresses",
  registration: "exact",
  rotationTriggers: "exact",
  overlap: "exact",
  adopt: "at creation",
  renewSecret: "when asked",
  ownershipMark: "exact",
};

/** One more credential of an API client: a registration and a key of its own, so that it can be revoked alone. */
export const apiClientCredential: Resource<ApiClientCredentialInputs, ApiClientCredentialOutputs> = {
  shape,
  fields,
  secretInputs: [],
  secretOutputs: ["clientSecret", "apiKey"],
  ids: ["apiKeyId", "clientId"],
  outputs: { ...credentialOutputs, apiClientId: z.string() },
  needsIdentityProvider: true,
  rules: () => [],
  relevant: (inputs) => {
    const apiClient = inputs.apiClient as { dcrProvider?: DcrProviderRef | null } | null | undefined;
    if (!apiClient?.dcrProvider || typeof apiClient.dcrProvider !== "object") return inputs;
    // Which claims and scopes the provider has concerns the client; here, only to which provider the key belongs.
    return { ...inputs, apiClient: { ...apiClient, dcrProvider: bindingParts(apiClient.dcrProvider) } };
  },
  outdated: otherIssuer,
  remark: (state) => credentialRemark(state.name, state),
  missing: (state) => [...missingParts(state), ...(state.apiClientId === undefined ? ["apiClientId"] : [])],

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
    return { id: inputs.ownershipMark, state: await converge(adoption?.state ?? {}, inputs, services) };
  },

  update: (_id, state, inputs, services) => converge(state, inputs, services),

  async read(mark, state, services) {
    const client = state.apiClientId === undefined ? undefined : await services.apiClients.read(state.apiClientId);
    const keys = client ? await services.apiClients.keys(client.id) : [];
    const clientMark = state.apiClient?.ownershipMark;
    if (client && clientMark && !keys.some(({ name }) => name === keyName(clientMark))) {
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

async function converge(
  before: CredentialState,
  inputs: ApiClientCredentialInputs,
  services: Services,
): Promise<CredentialState> {
  const metadata = await services.identityProvider().discovery.metadata();
  const apiClientId = await findClient(inputs.apiClient.ownershipMark, services);
  const moved = before.apiClientId !== apiClientId;
  // Before anything else: as long as it is there, the state has to name it.
  if (moved && before.apiClientId !== undefined && before.apiKeyId !== undefined) {
    await services.apiClients.deleteKey(before.apiClientId, before.apiKeyId);
  }
  const changed = new Set(changedFields(fields, before, inputs));
  const run: CredentialRun = {
    ...credentialRun(before, inputs, changed, services),
    made: { ...credentialOf(before), ...(moved && { apiKeyId: undefined }) },
    ipAllowList: inputs.ipAllowList,
  };
  const { made } = run;
  try {
    await ensureRegistration(run);
    await ensureKey(run, apiClientId, before.clientId);
    if (made.apiKeyId !== undefined && made.apiKeyId === before.apiKeyId) {
      const body = {
        ...(changed.has("ipAllowList") && { ip_allow_list: inputs.ipAllowList ?? [] }),
        ...(run.adopting && { name: keyName(run.mark) }),
      };
      if (Object.keys(body).length > 0) await services.apiClients.updateKey(apiClientId, made.apiKeyId, body);
    }
    await ensureBinding(run, apiClientId);
  } catch (error) {
    throw await failureOf(run, error, {
      state: () => ({ ...before, ...credentialOf(made), ...rotationDone(run, inputs.rotationTriggers), apiClientId }),
      taken: async () =>
        (await isMarked(run.mark, made.clientId, services)) ||
        (await services.apiClients.keys(apiClientId)).some(({ name }) => name === keyName(run.mark)),
      removeAtWorkato: async () => {
        if (made.apiKeyId !== undefined) await services.apiClients.deleteKey(apiClientId, made.apiKeyId);
      },
    });
  }
  const { issuer, token_endpoint: tokenEndpoint } = metadata;
  return { ...inputs, ...made, intact: true, apiClientId, issuer, tokenEndpoint };
}

async function findClient(mark: string, services: Services): Promise<string> {
  const client = (await services.apiClients.list()).find(({ description }) => hasMark(description, mark));
  if (client) return client.id;
  throw new ProviderError(
    "api_client_not_found",
    `apiClient: no API client at Workato carries the mark (pulumi:${mark}) in its description`,
    "Run pulumi refresh, so that an API client that was deleted by hand, or lost its mark, is made whole again",
  );
}
