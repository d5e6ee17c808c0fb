import { DEFAULT_CLAIM } from "../idp/okta/claim-plan";
import { tokenTroubles } from "../lifecycle/token";
import type { Services } from "../services";
import type { DcrProviderRef } from "../stores/dcr-provider";
import type { ApiClientInputs } from "./api-client";
import type { CredentialOutputs } from "./credential-run";

/**
 * Fetches a token with new credentials and holds it against what the gateway wants. Never fails: what would be refused is a
 * warning, since the credentials are made and the mend is usually at the IdP.
 */
export async function verifyCredential(
  inputs: ApiClientInputs,
  { clientId, clientSecret, tokenEndpoint, issuer, apiKey }: CredentialOutputs,
  services: Services,
): Promise<void> {
  const { dcrProvider } = inputs;
  try {
    const enforced = await enforcedBy(dcrProvider, services);
    const method = inputs.registration?.tokenEndpointAuthMethod ?? "client_secret_basic";
    const request = { tokenEndpoint, clientId, clientSecret, method, scopes: enforced.scopes };
    const token = await services.identityProvider().fetchToken(request);
    // An opaque token is the IdP's to judge, at each call.
    if (dcrProvider.authenticationMethod === "introspection") return;
    const troubles = tokenTroubles(token, { ...enforced, issuer, apiKey, now: Date.now() / 1000 });
    if (troubles.length === 0) return;
    services.warn(`The gateway would refuse its tokens: ${troubles.join("; ")}.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    services.warn(`Its credentials could not be verified: ${reason}`);
  }
}

/** What the provider enforces; with the store `workato`, Workato knows it. */
async function enforcedBy(ref: DcrProviderRef, services: Services) {
  if (services.store.name === "stack") {
    const { requiredClaims = [], scopes = [], apiKeyClaim = DEFAULT_CLAIM } = ref;
    return { requiredClaims, scopes, apiKeyClaim };
  }
  const found = await services.dcrProviders.find(ref.dcrProviderId);
  const { requiredClaims = [], scopes = [], apiKeyClaim } = found ?? {};
  return { requiredClaims, scopes, apiKeyClaim };
}
