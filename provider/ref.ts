import type { Bag } from "./bag";

/** The inputs of a DCR provider that its API clients need to know, see `DcrProviderRef` of the SDK. */
export const SETTINGS = [
  "authenticationMethod",
  "identityProvider",
  "requiredClaims",
  "apiKeyClaim",
  "scopes",
] as const;

/** The part of a ref that is made of the provider's inputs; what is absent was not given. */
export function refSettings(inputs: Bag): Record<string, unknown> {
  const given = SETTINGS.filter((property) => inputs[property] !== undefined);
  return Object.fromEntries(given.map((property) => [property, inputs[property]]));
}

/** What a DCR provider shows to API clients, of this stack and of others. */
export function refOf<Id, Settings extends object>(dcrProviderId: Id, settings: Settings) {
  return { dcrProviderId, ...settings };
}
