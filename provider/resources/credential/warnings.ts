import type { IdentityProvider } from "../../idp/identity-provider";
import { changedProperties } from "../../lifecycle/diff";
import { wantedRegistration } from "../../lifecycle/drift";
import { expiryWarning } from "../../lifecycle/expiry";
import { credentialProperties } from "./properties";
import { isExpiring, isRenewalAsked } from "./secret";
import { type CredentialInputs, type CredentialState, hasSecret } from "./state";

const BY_KEY =
  "The client authenticates by its own key from now on: the client secret is refused as soon as this is applied, and is no output any more.";
const BY_SECRET =
  "The client authenticates by a client secret from now on, which is an output: what is signed with its key is refused as soon as this is applied.";

/** What a user should know of a credential, by the state and what its IdP can do. */
export function remark(state: CredentialState, idp: IdentityProvider | undefined): string | undefined {
  const { adopted, clientSecret, clientId } = state;
  if (adopted && clientSecret === undefined && clientId !== undefined && hasSecret(wantedRegistration(state))) {
    return (
      "The client secret is not known: the client was taken over, and the identity provider did not let its secret be read. " +
      "To have it renewed, and its output set, add renewSecret: true or rotationTriggers."
    );
  }
  const isRenewable = idp === undefined || idp.secrets !== undefined;
  return expiryWarning(state.clientSecretExpiresAt, Date.now() / 1000, isRenewable);
}

/** Why an update is due though the program is the same. */
export function expiring(state: CredentialState, inputs: CredentialInputs): string | undefined {
  if (!isExpiring(state, inputs, Date.now() / 1000)) return undefined;
  const end = new Date((state.clientSecretExpiresAt ?? 0) * 1000).toISOString();
  return `the client secret expires at ${end}, within the ${inputs.renewBeforeExpiryDays} days of renewBeforeExpiryDays: it is renewed.`;
}

/** What a user should know before an update ends the secret that is in use. */
export function renewalWarning(state: CredentialState, inputs: CredentialInputs): string | undefined {
  const [was, will] = [hasSecret(wantedRegistration(state)), hasSecret(wantedRegistration(inputs))];
  if (was && !will) return BY_KEY;
  if (!was && will) return BY_SECRET;
  if (!will) return undefined;
  const changed = changedProperties(credentialProperties, state, { ...inputs });
  if (inputs.overlap || !isRenewalAsked(state, inputs, changed, Date.now() / 1000)) return undefined;
  return (
    "The client secret is renewed, and the one in use is refused as soon as this is applied. With overlap: true, it works until the " +
    "next rotation."
  );
}
