import { wantedRegistration } from "../../lifecycle/drift";
import { tokenTroubles } from "../../lifecycle/token";
import type { ApiClientInputs } from "../api-client-properties";
import type { On } from "./part";
import type { CredentialOutputs } from "./state";

/**
 * Fetches a token with new credentials and holds it against what the gateway wants. Never fails: what would be refused is a
 * warning, since the credentials are made and the mend is usually at the IdP.
 */
export async function verifyCredential(
  inputs: ApiClientInputs,
  { clientId, clientSecret, tokenEndpoint, issuer, apiKey, adoptedDefaults }: CredentialOutputs,
  { idp, store, services }: On,
): Promise<void> {
  const { dcrProvider } = inputs;
  // Of what was taken over, it may not be known.
  if (clientSecret === undefined) return;
  try {
    const enforced = await store.enforced(dcrProvider, services);
    const { tokenEndpointAuthMethod: method } = wantedRegistration({ ...inputs, adoptedDefaults });
    const token = await idp.fetchToken({ tokenEndpoint, clientId, clientSecret, method, scopes: enforced.scopes });
    // An opaque token is the IdP's to judge, at each call.
    if (dcrProvider.authenticationMethod === "introspection") return;
    const troubles = tokenTroubles(token, { ...enforced, issuer, apiKey, now: Date.now() / 1000 }, idp.tokenAdvice);
    if (troubles.length === 0) return;
    services.warn(`The gateway would refuse its tokens: ${troubles.join("; ")}.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    services.warn(`Its credentials could not be verified: ${reason}`);
  }
}
