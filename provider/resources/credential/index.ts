import { changedProperties } from "../../lifecycle/diff";
import { wantedRegistration } from "../../lifecycle/drift";
import { expiryWarning } from "../../lifecycle/expiry";
import { areKeptAt, type Properties } from "../../lifecycle/properties";
import { orReset } from "../../lifecycle/state";
import { newMark } from "../../mark";
import type { Services } from "../../services";
import { storeOf } from "../../stores";
import type { Adoption, Resource } from "../resource";
import { converge, observe, remove } from "./converge";
import { findLeftOver, removeOthers } from "./left-over";
import { withoutAnswer } from "./ownership";
import type { On, Part, Seen } from "./part";
import { credentialProperties } from "./properties";
import { otherIssuer, withinReach } from "./registration";
import {
  type CredentialInputs,
  type CredentialOutputs,
  type CredentialState,
  credentialOutputs,
  missingOutputs,
  type StateOf,
} from "./state";

/** What every resource with a credential has in common. */
export const withCredential = {
  secretOutputs: ["clientSecret", "apiKey"],
  outputs: credentialOutputs,
  needsIdentityProvider: true,
  missing: missingOutputs,
  outdated: otherIssuer,
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
    await made.prove?.(inputs, before, state, on(mark, services));
    return state;
  };
  return {
    adopt,
    async create(inputs: I, services: Services) {
      const id = newMark(inputs.owner);
      const adoption = await adopt(inputs, services);
      const left = adoption ? undefined : await findLeftOver(inputs.owner, ownsClient, services);
      const state = await bring(inputs, adoption?.state ?? (left?.state as StateOf<I>) ?? {}, id, services);
      if (left) await removeOthers(inputs.owner, left, services);
      return { id, state };
    },
    update: (id: string, state: StateOf<I>, inputs: I, services: Services) => bring(inputs, state, id, services),
    delete: (id: string, state: StateOf<I>, services: Services) => remove(parts, state, on(id, services)),
  };
}

export function on(mark: string, services: Services): On {
  return { mark, services, idp: services.identityProvider(), store: storeOf(services) };
}

/** The credential as a refresh finds it, beside what is seen of Workato's side. */
export async function look<I extends CredentialInputs>(
  mark: string,
  state: StateOf<I>,
  { parts, properties }: Pick<Made<I>, "parts" | "properties">,
  atWorkato: Omit<Seen, "registered">,
  services: Services,
): Promise<StateOf<I>> {
  const at = on(mark, services);
  // Of a run that failed, the answer may not have come.
  const clientId = state.clientId ?? (state.unconfirmed && (await withoutAnswer(mark, at.idp.marks)));
  const registered = clientId === undefined ? undefined : await at.idp.read(clientId);
  const held = { ...state, clientId };
  // The gateway knows the one that was applied.
  const { issuer } = await at.idp.metadata();
  const isStale = state.issuer !== undefined && state.issuer !== issuer;
  const seen = Object.entries(observe(parts, held, { ...atWorkato, registered }, at));
  // A client at the IdP may have more than the resource has properties, such as a logo.
  const known = seen.filter(([name]) => name in properties || OUTPUTS.includes(name));
  return { ...held, ...Object.fromEntries(known), ...(isStale && { verifiedAsApplied: undefined }) };
}

/** Brings a credential to `inputs`, making what is missing. @param recorded what the state holds; empty for a new one */
async function bringTo<I extends CredentialInputs>(
  inputs: I,
  recorded: StateOf<I>,
  mark: string,
  { parts, properties }: Made<I>,
  services: Services,
): Promise<StateOf<I> & CredentialOutputs> {
  const at = on(mark, services);
  // Asked first: a wrong issuer is found before anything is made.
  const metadata = await at.idp.metadata();
  const before = await withinReach(mark, recorded, services);
  const changed = new Set(changedProperties(properties, before, inputs as Readonly<Record<string, unknown>>));
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

/** What a user should know of a credential, by the state alone. */
function remark(state: CredentialState): string | undefined {
  if (state.adopted && state.clientSecret === undefined && state.clientId !== undefined) {
    return (
      "The client secret is not known: the client was taken over, and the identity provider did not let its secret be read. " +
      "To have it renewed, and its output set, add renewSecret: true or rotationTriggers."
    );
  }
  return expiryWarning(state.clientSecretExpiresAt, Date.now() / 1000);
}

/** What a user should know before an update ends the secret that is in use. */
function renewalWarning(state: CredentialState, inputs: CredentialInputs): string | undefined {
  const changed = changedProperties(credentialProperties, state, { ...inputs });
  const ends = "The client secret is renewed, and the one in use is refused as soon as this is applied.";
  if (state.adopted && changed.includes("renewSecret")) return ends;
  if (inputs.overlap || !changed.includes("rotationTriggers")) return undefined;
  return `${ends} With overlap: true, it works until the next rotation.`;
}

/** The outputs of a credential that an update makes anew because of a change in the program. */
export function remadeCredential(
  state: CredentialState,
  _inputs: Readonly<Record<string, unknown>>,
  changed: readonly string[],
): string[] {
  const renews = changed.includes("rotationTriggers") || (state.adopted && changed.includes("renewSecret"));
  // What is taken over gets its secret read, or renewed, and its key.
  const takes = state.takingOver !== undefined;
  return [
    ...(renews || takes ? ["clientSecret", "clientSecretExpiresAt"] : []),
    ...(takes && state.apiKeyId === undefined ? ["apiKeyId", "apiKey"] : []),
  ];
}
