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
