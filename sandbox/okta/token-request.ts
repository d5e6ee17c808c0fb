import { ACCESS_TOKEN_SECONDS } from "../presets";
import type { Store } from "../store";
import { ruleFor } from "./access-policy";

/** What becomes of a request for a token. */
export type Grant =
  | { scopes: readonly string[]; seconds: number }
  | { error: "invalid_scope" | "access_denied"; description: string };

/** A request by client_credentials to the custom authorization server. What it names no scope for is its default ones. */
export function customGrant(named: readonly string[], clientId: string, held: Store["okta"]): Grant {
  const all = [...held.scopes.values()];
  const scopes = named.length > 0 ? named : all.filter((scope) => scope.default).map(({ name }) => name);
  const refuse = (description: string): Grant => ({ error: "invalid_scope", description });
  if (scopes.length === 0) return refuse("No default scopes are configured, 'scope' must be provided.");
  const asked = scopes.map((name) => all.find((scope) => scope.name === name));
  if (asked.some((scope) => scope === undefined || scope.system)) {
    return refuse("One or more scopes are not configured.");
  }
  if (asked.some((scope) => scope?.consent === "REQUIRED")) {
    return refuse("A scope requires consent, and no user is there to give it.");
  }
  const rule = ruleFor(clientId, scopes, held);
  if (!rule) return { error: "access_denied", description: "Policy evaluation failed for this request." };
  return { scopes, seconds: rule.actions.token.accessTokenLifetimeMinutes * 60 };
}

/** A request to the org's own server. */
export function managementGrant(scopes: readonly string[], authMethod: string | undefined): Grant {
  if (authMethod !== "private_key_jwt") {
    return {
      error: "invalid_scope",
      description: "Management scopes are for clients that authenticate by private_key_jwt.",
    };
  }
  if (scopes.length === 0 || !scopes.every((scope) => scope.startsWith("okta."))) {
    return { error: "invalid_scope", description: "Not a management scope." };
  }
  return { scopes, seconds: ACCESS_TOKEN_SECONDS };
}
