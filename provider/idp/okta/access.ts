import type { AuthorizationServer } from "../../api/okta/authorization-server";
import { ProviderError } from "../../errors";

/**
 * Whether each scope is there, and newly registered clients can get a token for it.
 * @param server absent for the org server, which has neither
 * @throws ProviderError `authorization_server_unfit`
 */
export async function requireAccess(scopes: readonly string[], server: AuthorizationServer | undefined): Promise<void> {
  if (!server) return;
  const [held, policies] = await Promise.all([server.scopes(), server.policies()]);
  const missing = missingAccess(scopes, { scopes: held, policies });
  if (missing.length === 0) return;
  throw new ProviderError(
    "authorization_server_unfit",
    `scopes: the authorization server at Okta is not ready for the API clients: ${missing.join("; ")}`,
    "Add what is missing in Okta (Security, API, Authorization Servers), or choose other scopes",
  );
}

interface Policy {
  status: string;
  conditions?: { clients?: { include?: string[] | null | undefined } | null | undefined } | null | undefined;
  rules: {
    status: string;
    conditions?:
      | {
          grantTypes?: { include?: string[] | null | undefined } | null | undefined;
          scopes?: { include?: string[] | null | undefined } | null | undefined;
        }
      | null
      | undefined;
  }[];
}

/**
 * What an authorization server of Okta lacks so that a newly registered service client gets a token for each of `scopes`:
 * the scopes themselves, and an active rule for client_credentials in a policy that covers all clients. Empty when it lacks
 * nothing.
 */
export function missingAccess(
  scopes: readonly string[],
  server: { scopes: readonly string[]; policies: readonly Policy[] },
): string[] {
  const absent = scopes.filter((scope) => !server.scopes.includes(scope));
  const rules = server.policies
    .filter(({ status, conditions }) => status === "ACTIVE" && conditions?.clients?.include?.includes("ALL_CLIENTS"))
    .flatMap(({ rules }) => rules)
    .filter(
      ({ status, conditions }) =>
        status === "ACTIVE" && conditions?.grantTypes?.include?.includes("client_credentials"),
    );
  const covered = (scope: string) =>
    rules.some(({ conditions }) => {
      const include = conditions?.scopes?.include ?? [];
      return include.includes("*") || include.includes(scope);
    });
  const barred = scopes.filter((scope) => !absent.includes(scope) && !covered(scope));
  return [
    ...absent.map((scope) => `there is no scope "${scope}"`),
    ...barred.map((scope) => `no access rule lets all clients get "${scope}" by client_credentials`),
  ];
}
