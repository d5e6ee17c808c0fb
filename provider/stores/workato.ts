import { createOnce } from "../api/create-once";
import { clientBinding, type DcrProviderModel, type DcrProviderSettings, keyBinding } from "../api/workato/assumed";
import { type Problem, ProviderError } from "../errors";
import { InvalidRequestError } from "../http/errors";
import { inUse } from "../lifecycle/in-use";
import { managed, orReset } from "../lifecycle/state";
import { UNKNOWN } from "../lifecycle/unknown";
import type { Services } from "../services";
import { requireUsableConnection } from "./connection";
import { bindingParts, type DcrProviderInputs, type DcrProviderState } from "./dcr-provider";
import type { DcrProviderStore } from "./store";

/** DCR providers are objects of Workato, made by assumed endpoints (see `api/workato/assumed.ts`). */
export const workatoStore: DcrProviderStore = {
  name: "workato",
  // The key names the registered client, so its tokens need not hold the key.
  keyInTokens: false,

  rules(inputs) {
    const problems: Problem[] = [];
    const { authenticationMethod: method, introspection, connection } = inputs;
    if (connection === undefined) {
      problems.push({ property: "connection", reason: "is required with workato-dcr:dcrProviderStore = workato" });
    }
    if (method === "introspection" && introspection === undefined) {
      const reason = 'is required for authenticationMethod "introspection": { connection, endpointPath }';
      problems.push({ property: "introspection", reason });
    }
    if (method === "oidc" && introspection !== undefined && introspection !== UNKNOWN) {
      const reason = 'is for authenticationMethod "introspection" only; remove it, or choose that method';
      problems.push({ property: "introspection", reason });
    }
    return problems;
  },

  async create(inputs, services) {
    const { issuer } = await services.identityProviders.get(inputs.identityProvider).metadata();
    await requireDcrSupport(inputs, services);
    const byName = async () =>
      (await services.dcrProviders.list()).find(({ name }) => name.toLowerCase() === inputs.name.toLowerCase());
    const namesake = await byName();
    if (namesake) throw nameTaken(inputs.name, namesake);
    const { object: made } = await createOnce(
      () => services.dcrProviders.create(settings({}, inputs), inputs.authenticationMethod),
      // There was none of this name a moment ago: if there is one after a lost answer, it is ours.
      async (doubt) => (doubt === "lost" ? byName() : undefined),
    ).catch(explainConflict(inputs.name));
    return { id: made.id, state: applied(inputs, made, issuer) };
  },

  async read(id, state, services) {
    const found = await services.dcrProviders.find(id);
    if (!found) return undefined;
    if (state.authenticationMethod && found.authenticationMethod !== state.authenticationMethod) {
      services.warn(
        "authenticationMethod was changed at Workato from " +
          `"${state.authenticationMethod}" to "${found.authenticationMethod}". It is permanent for this provider: this drift ` +
          "cannot be repaired by an update.",
      );
    }
    const { introspectionConnectionId: connectionId, introspectionEndpointPath: endpointPath } = found;
    return {
      ...state,
      name: found.name,
      connection: { id: found.connectionId },
      authenticationMethod: found.authenticationMethod,
      requiredClaims: managed(state, "requiredClaims", found.requiredClaims ?? []),
      apiKeyClaim: managed(state, "apiKeyClaim", found.apiKeyClaim),
      introspection: connectionId && endpointPath ? { connection: { id: connectionId }, endpointPath } : undefined,
      scopes: managed(state, "scopes", found.scopes ?? []),
      createdAt: found.createdAt,
    };
  },

  async update(id, state, inputs, services) {
    const { issuer } = await services.identityProviders.get(inputs.identityProvider).metadata();
    if (state.connection?.id !== inputs.connection?.id) await requireDcrSupport(inputs, services);
    const made = await services.dcrProviders.update(id, settings(state, inputs)).catch(explainConflict(inputs.name));
    return applied(inputs, made, issuer);
  },

  async delete(id, _state, services) {
    // The stack's own clients are gone by now: they depend on the provider.
    const users = await clientsOf(id, services);
    await services.dcrProviders.delete(id);
    if (users.length === 0) return;
    services.warn(`It is deleted, and ${inUse(users)} outside this stack still used it.`);
  },

  async warnBeforeUpdate(id, _state, services) {
    const clients = await clientsOf(id, services);
    if (clients.length === 0) return undefined;
    return (
      `It is used by ${inUse(clients)}. Tokens that lack a newly enforced claim, or come from ` +
      "another issuer, are refused as soon as this is applied."
    );
  },

  // Everything else is kept by Workato with the provider.
  relevant: bindingParts,

  // Workato knows it.
  async enforced(ref, { dcrProviders }) {
    const { requiredClaims = [], scopes = [], apiKeyClaim } = (await dcrProviders.find(ref.dcrProviderId)) ?? {};
    return { requiredClaims, scopes, apiKeyClaim };
  },

  clientBody: (ref) => clientBinding(ref.dcrProviderId, ref.authenticationMethod),

  isClientBound: (ref, { dcrProviderId = ref.dcrProviderId, authType }) => {
    const wanted = clientBinding(ref.dcrProviderId, ref.authenticationMethod).auth_type;
    return dcrProviderId === ref.dcrProviderId && (authType ?? wanted) === wanted;
  },

  keyBody: keyBinding,

  claimOf: () => undefined,
};

/** The connection is usable, and the IdP behind it answers registration. */
async function requireDcrSupport(inputs: DcrProviderInputs, services: Services): Promise<void> {
  const id = inputs.connection?.id ?? "";
  await requireUsableConnection(id, services);
  const errors = await services.dcrProviders.validateConnection(id);
  if (errors.length === 0) return;
  throw new ProviderError(
    "connection_unfit",
    `connection.id: the identity provider behind connection ${id} does not answer registration: ${errors.join("; ")}`,
    "Check that its base URL is that of the identity provider and that its token may register clients",
  );
}

async function clientsOf(id: string, services: Services): Promise<string[]> {
  return (await services.apiClients.list()).filter(({ dcrProviderId }) => dcrProviderId === id).map(({ name }) => name);
}

function nameTaken(name: string, existing?: DcrProviderModel): ProviderError {
  const which = existing ? `"${existing.name}" (id ${existing.id})` : `"${name}"`;
  // A provider has no field for an ownership mark, so what an interrupted run left behind looks like anybody's.
  const orAdopt = existing
    ? `. If an interrupted run of this stack has made it, take it over: adopt: { dcrProviderId: "${existing.id}" }. ` +
      "If this resource is being replaced, the old one has to go first: deleteBeforeReplace: true"
    : "";
  return new ProviderError(
    "name_taken",
    `name: there is a DCR provider ${which} in this workspace already, and the state does not hold it`,
    `Names are unique in a workspace, whatever their case: choose another one, or delete the other provider in Workato${orAdopt}`,
  );
}

function explainConflict(name: string): (error: unknown) => never {
  return (error) => {
    const ofName = error instanceof InvalidRequestError && "name" in (error.refusal.fields ?? {});
    throw ofName ? nameTaken(name) : error;
  };
}

function settings(state: DcrProviderState, inputs: DcrProviderInputs): DcrProviderSettings {
  return {
    name: inputs.name,
    connectionId: inputs.connection?.id ?? "",
    requiredClaims: orReset(state, "requiredClaims", inputs.requiredClaims),
    apiKeyClaim: orReset(state, "apiKeyClaim", inputs.apiKeyClaim),
    introspectionConnectionId: inputs.introspection?.connection.id,
    introspectionEndpointPath: inputs.introspection?.endpointPath,
    scopes: orReset(state, "scopes", inputs.scopes),
  };
}

function applied(inputs: DcrProviderInputs, provider: DcrProviderModel, issuer: string): DcrProviderState {
  return { ...inputs, dcrProviderId: provider.id, issuer, createdAt: provider.createdAt, store: "workato" };
}
