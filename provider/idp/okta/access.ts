import type { AccessPolicy, AuthorizationServer, Scope } from "../../api/okta/authorization-server";
import { ProviderError } from "../../errors";

/**
 * Whether each scope is there, and newly registered clients can get a token for it.
 * @param server absent for the org server, which has neither
 * @throws ProviderError `authorization_server_unfit`
 */
export async function requireAccess(scopes: readonly string[], server: AuthorizationServer | undefined): Promise<void> {
  if (!server) return;
  const [existing, policies] = await Promise.all([server.scopes(), server.policies()]);
  const missing = missingAccess(scopes, { scopes: existing, policies });
  if (missing.length === 0) return;
  throw new ProviderError(
    "authorization_server_unfit",
    `scopes: the authorization server at Okta is not ready for the API clients: ${missing.join("; ")}`,
    "Add what is missing in Okta (Security, API, Authorization Servers), or choose other scopes",
  );
}

type Rule = Omit<AccessPolicy["rules"][number], "id">;
type Policy = Omit<AccessPolicy, "id" | "rules"> & { rules: readonly Rule[] };

/** What an authorization server has to say about token requests. */
export interface AccessRules {
  scopes: readonly Omit<Scope, "id">[];
  policies: readonly Policy[];
}

/**
 * What an authorization server of Okta lacks so that a newly registered service client gets a token for `scopes`, all in one
 * request: the scopes themselves, that no user has to consent to them, and a rule. Empty when it lacks nothing.
 *
 * Okta applies the first policy and rule, by priority, that match the client, the grant and all scopes of the request; where none of
 * a policy matches, it goes on to the next one. Rules only allow, so that any match is enough here, whatever its priority.
 */
export function missingAccess(scopes: readonly string[], { scopes: existing, policies }: AccessRules): string[] {
  const rules = policies.filter(coversNewClients).flatMap((policy) => policy.rules.filter(isForServices));
  const isGiven = (...requested: string[]) => rules.some((rule) => covers(rule, requested));
  const there = scopes.filter((name) => existing.some((scope) => scope.name === name));
  const absent = scopes.filter((name) => !there.includes(name));
  const asking = there.filter((name) => existing.some((scope) => scope.name === name && scope.consent === "REQUIRED"));
  const barred = there.filter((scope) => !isGiven(scope));
  const apart = barred.length === 0 && !isGiven(...there) ? there : [];
  return [
    ...because(absent, (names) => `there is no scope ${names}`),
    ...because(asking, (names) => `a user has to consent to ${names}, and with client_credentials there is none`),
    ...because(barred, (names) => `no access rule lets all clients get ${names} by client_credentials`),
    ...because(apart, (names) => `no access rule has all of ${names}, and a request needs one that has all its scopes`),
  ];
}

function because(scopes: readonly string[], tell: (names: string) => string): string[] {
  return scopes.length === 0 ? [] : [tell(scopes.map((scope) => `"${scope}"`).join(", "))];
}

function coversNewClients({ status, conditions }: Policy): boolean {
  return status === "ACTIVE" && (conditions?.clients?.include ?? []).includes("ALL_CLIENTS");
}

/** A rule for the members of certain groups is passed over, since no user is there. */
function isForServices({ status, conditions }: Rule): boolean {
  const groups = conditions?.people?.groups?.include ?? [];
  const grants = conditions?.grantTypes?.include ?? [];
  const forAnybody = groups.length === 0 || groups.includes("EVERYONE");
  return status === "ACTIVE" && forAnybody && grants.includes("client_credentials");
}

function covers({ conditions }: Rule, scopes: readonly string[]): boolean {
  const include = conditions?.scopes?.include ?? [];
  return include.includes("*") || scopes.every((scope) => include.includes(scope));
}
