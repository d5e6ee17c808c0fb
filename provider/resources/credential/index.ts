import type { Bag } from "../../bag";
import { changedProperties } from "../../lifecycle/diff";
import { wantedRegistration } from "../../lifecycle/drift";
import { areKeptAt, type Properties } from "../../lifecycle/properties";
import { orReset } from "../../lifecycle/state";
import { UNKNOWN } from "../../lifecycle/unknown";
import { newMark, UNMARKED } from "../../mark";
import type { Services } from "../../services";
import { storeOf } from "../../stores";
import { together } from "../../together";
import type { Adoption, Foreseen, Resource } from "../resource";
import { converge, observe, remove } from "./converge";
import { holderOf, otherIssuer, withinReach } from "./home";
import { findLeftOver, removeOthers } from "./left-over";
import type { On, Part, Seen } from "./part";
import { isRenewalAsked } from "./secret";
import {
  type CredentialInputs,
  type CredentialOutputs,
  type CredentialState,
  clientIn,
  credentialOutputs,
  dcrProviderOf,
  hasSecret,
  missingOutputs,
  type StateOf,
} from "./state";
import { expiring, remark, renewalWarning } from "./warnings";

/** What every resource with a credential has in common. */
export const withCredential = {
  secretOutputs: ["clientSecret", "apiKey", "registrationAccessToken", "formerClients"],
  outputs: credentialOutputs,
  identityProvider: (inputs) => ({ property: "dcrProvider", name: nameIn(inputs) }),
  missing: missingOutputs,
  outdated: async (state, inputs, services, idp) =>
    (idp && (await otherIssuer(state, idp, services))) ?? expiring(state, inputs),
  remark,
  warnBeforeUpdate: async (_id, state, inputs) => renewalWarning(state, inputs),
  remade: remadeCredential,
} satisfies Partial<Resource<CredentialInputs, CredentialOutputs>>;

/** What a resource with a credential is made of. */
interface Made<I extends CredentialInputs> {
  parts: readonly Part<I>[];
  properties: Properties;
  /** Whether the API client is its own. */
  ownsClient: boolean;
  adopt(inputs: I, services: Services): Promise<Adoption<I, CredentialOutputs> | undefined>;
  /** Proves the credentials, once all is as wanted. @param before the state as it was */
  prove?(inputs: I, before: StateOf<I>, state: CredentialOutputs, on: On): Promise<void>;
}

/** How a resource with a credential lives. */
export function lifeOf<I extends CredentialInputs>(made: Made<I>) {
  const { parts, ownsClient, adopt } = made;
  const bring = async (inputs: I, before: StateOf<I>, mark: string, services: Services) => {
    const state = await bringTo(inputs, before, mark, made, services);
    await made.prove?.(inputs, before, state, on(mark, inputs, services));
    return state;
  };
  return {
    adopt,
    async create(inputs: I, services: Services) {
      const id = newMark(inputs.owner);
      const at = on(id, inputs, services);
      const adoption = await adopt(inputs, services);
      const leftOver = adoption ? undefined : await findLeftOver(inputs, ownsClient, at);
      const state = await bring(inputs, adoption?.state ?? (leftOver?.state as StateOf<I>) ?? {}, id, services);
      if (leftOver) await removeOthers(inputs.owner, leftOver, at);
      return { id, state };
    },
    update: (id: string, state: StateOf<I>, inputs: I, services: Services) => bring(inputs, state, id, services),
    delete: (id: string, state: StateOf<I>, services: Services) => remove(parts, state, where(id, state, services)),
  };
}

/** Where what the inputs want is made. */
export function on(mark: string, inputs: Partial<CredentialInputs>, services: Services): On {
  const ref = dcrProviderOf(inputs);
  const { names, get } = services.identityProviders;
  // At a preview, nothing is known of a DCR provider that is not there yet.
  const isKnown = typeof ref === "object";
  const idp = get(isKnown || names.length > 1 ? ref?.identityProvider : names[0]);
  const store = storeOf(services);
  return { mark, services, idp, store, claim: ref && idp.binder && store.claimOf(ref) };
}

/** The same at an IdP by its name, for what no inputs name yet. */
export function atIdp(name: string | undefined, services: Services): On {
  return {
    mark: UNMARKED,
    services,
    idp: services.identityProviders.get(name),
    store: storeOf(services),
    claim: undefined,
  };
}

/** The IdP and the store that hold what a state names. */
function where(mark: string, state: CredentialState, services: Services): On {
  const at = on(mark, state, services);
  return { ...at, idp: holderOf(state, at.idp, services) };
}

/** The credential as a refresh finds it, both sides at once: a list of thousands takes its time at each. */
export async function look<I extends CredentialInputs>(
  mark: string,
  state: StateOf<I>,
  { parts, properties }: Pick<Made<I>, "parts" | "properties">,
  lookAtWorkato: () => Promise<Omit<Seen, "registered">>,
  services: Services,
): Promise<StateOf<I>> {
  const at = where(mark, state, services);
  const [atWorkato, { recorded, registered }, { issuer }] = await together([
    lookAtWorkato(),
    lookAtIdp(mark, state, at),
    at.idp.metadata(),
  ]);
  // The gateway knows the one that was applied.
  const isStale = state.issuer !== undefined && state.issuer !== issuer;
  const seen = Object.entries(observe(parts, recorded, { ...atWorkato, registered }, at));
  // A client at the IdP may have more than the resource has properties, such as a logo.
  const known = seen.filter(([name]) => name in properties || OUTPUTS.includes(name));
  return { ...recorded, ...Object.fromEntries(known), ...(isStale && { verifiedAsApplied: undefined }) };
}

async function lookAtIdp<I extends CredentialInputs>(mark: string, state: StateOf<I>, { idp }: On) {
  // Of a run that failed, the answer may not have come.
  const clientId = state.clientId ?? (state.unconfirmed && (await idp.marks.find(mark)));
  const recorded = { ...state, clientId };
  const client = clientIn(recorded);
  return { recorded, registered: client && (await idp.read(client)) };
}

/** Brings a credential to `inputs`, making what is missing. @param recorded what the state holds; empty for a new one */
async function bringTo<I extends CredentialInputs>(
  inputs: I,
  recorded: StateOf<I>,
  mark: string,
  { parts, properties }: Made<I>,
  services: Services,
): Promise<StateOf<I> & CredentialOutputs> {
  const at = on(mark, inputs, services);
  // Asked first: a wrong issuer is found before anything is made.
  const metadata = await at.idp.metadata();
  const before = await withinReach(mark, recorded, at.idp, services);
  const changed = new Set(changedProperties(properties, before, inputs as Bag));
  const changedAt = { idp: areKeptAt(properties, "idp", changed), workato: areKeptAt(properties, "workato", changed) };
  const wanted = wantedClient(inputs, before, properties);
  const made = await converge(parts, { ...at, before, inputs, changed, changedAt, wanted, metadata });
  const outputs = Object.entries(made).filter(([name]) => OUTPUTS.includes(name));
  const { issuer, token_endpoint: tokenEndpoint } = metadata;
  const ends = { takingOver: undefined, verifiedAsApplied: true, issuer, tokenEndpoint };
  return { ...inputs, ...Object.fromEntries(outputs), ...ends } as unknown as StateOf<I> & CredentialOutputs;
}

const OUTPUTS = ["clientId", "apiClientId", "apiKeyId", ...Object.keys(credentialOutputs)];

function wantedClient(inputs: CredentialInputs, before: CredentialState, properties: Properties) {
  const { adoptedDefaults } = before;
  const logo = inputs.logoUri ?? adoptedDefaults?.logoUri;
  // A resource without this property leaves the logo as it is.
  const logoUri = "logoUri" in properties ? (logo ?? orReset(before, "logoUri", logo)) : undefined;
  return { name: inputs.name, ...wantedRegistration({ ...inputs, adoptedDefaults }), logoUri };
}

/** What is not known yet is unknown. */
function nameIn(inputs: Bag): unknown {
  const { apiClient, dcrProvider = apiClient } = inputs;
  if (dcrProvider === null || typeof dcrProvider !== "object") return UNKNOWN;
  const ref = "dcrProvider" in dcrProvider ? dcrProvider.dcrProvider : dcrProvider;
  if (ref === null || typeof ref !== "object") return UNKNOWN;
  return "identityProvider" in ref ? ref.identityProvider : undefined;
}

/** The outputs of a credential that an update makes anew. */
export async function remadeCredential(
  state: CredentialState,
  inputs: CredentialInputs,
  { changed, services, idp }: Foreseen,
): Promise<string[]> {
  const moves = idp !== undefined && (await otherIssuer(state, idp, services)) !== undefined;
  if (moves) return OUTPUTS;
  const byKey = hasSecret(wantedRegistration(state)) !== hasSecret(wantedRegistration(inputs));
  const renews = byKey || isRenewalAsked(state, inputs, changed, Date.now() / 1000);
  // What is taken over gets its secret read, or renewed, and its key.
  const takes = state.takingOver !== undefined;
  return [
    ...(renews || takes ? ["clientSecret", "clientSecretExpiresAt"] : []),
    ...(takes && state.apiKeyId === undefined ? ["apiKeyId", "apiKey"] : []),
  ];
}
