import { changedProperties } from "../../lifecycle/diff";
import { REGISTRATION_DEFAULTS } from "../../lifecycle/drift";
import { expiryWarning } from "../../lifecycle/expiry";
import { areKeptAt, type Properties } from "../../lifecycle/properties";
import { defined, orReset } from "../../lifecycle/state";
import type { Services } from "../../services";
import { storeOf } from "../../stores";
import type { Resource } from "../resource";
import { converge, type On, type Part, type StateOf } from "./converge";
import { credentialProperties } from "./properties";
import { otherIssuer, withinReach } from "./registration";
import {
  type CredentialInputs,
  type CredentialOutputs,
  type CredentialState,
  credentialOutputs,
  missingOutputs,
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
} satisfies Partial<Resource<CredentialInputs, CredentialOutputs>>;

export function on(mark: string, services: Services): On {
  return { mark, services, idp: services.identityProvider(), store: storeOf(services) };
}

/** Brings a credential to `inputs`, making what is missing. @param recorded what the state holds; empty for a new one */
export async function bringTo<I extends CredentialInputs>(
  inputs: I,
  recorded: StateOf<I>,
  mark: string,
  { parts, properties }: { parts: readonly Part<I>[]; properties: Properties },
  services: Services,
): Promise<StateOf<I> & CredentialOutputs> {
  const at = on(mark, services);
  // Asked first: a wrong issuer is found before anything is made.
  const metadata = await at.idp.metadata();
  const before = await withinReach(mark, recorded, services);
  const changed = new Set(changedProperties(properties, before, inputs as Readonly<Record<string, unknown>>));
  const changesClient = areKeptAt(properties, "idp", changed);
  const wanted = wantedClient(inputs, before);
  const made = await converge(parts, { ...at, before, inputs, changed, changesClient, wanted, metadata });
  const { issuer, token_endpoint: tokenEndpoint } = metadata;
  const { unconfirmed, takingOver, ...outputs } = made;
  // The inputs last: what was reset is there no more.
  const rest = Object.entries(outputs).filter(([name]) => !Object.hasOwn(properties, name));
  return {
    ...Object.fromEntries(rest),
    ...inputs,
    verifiedAsApplied: true,
    issuer,
    tokenEndpoint,
  } as unknown as StateOf<I> & CredentialOutputs;
}

function wantedClient(inputs: CredentialInputs, before: CredentialState) {
  const { adoptedDefaults: defaults } = before;
  const registration = {
    ...REGISTRATION_DEFAULTS,
    ...defined(defaults?.registration),
    ...defined(inputs.registration),
  };
  return {
    name: inputs.name,
    ...registration,
    logoUri: inputs.logoUri ?? defaults?.logoUri ?? orReset(before, "logoUri", undefined),
  };
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
