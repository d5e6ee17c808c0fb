import type { Store } from "../store";
import type { AccessPolicy, AccessRule } from "./model";

type Rules = Pick<Store["okta"], "policies" | "rules">;

const inOrder = <T extends { priority: number; status: string }>(all: Iterable<T>): T[] =>
  [...all].filter(({ status }) => status === "ACTIVE").sort((one, other) => one.priority - other.priority);

/**
 * The rule for a request by client_credentials: of the first policy, by priority, that has one for the client and for all scopes of
 * the request together. Where none of a policy matches, the next policy has its turn.
 */
export function ruleFor(clientId: string, scopes: readonly string[], held: Rules): AccessRule | undefined {
  return inOrder(held.policies.values())
    .filter((policy) => isFor(clientId, policy))
    .flatMap(({ id }) => inOrder([...held.rules.values()].filter(({ policyId }) => policyId === id)))
    .find((rule) => matches(rule, scopes));
}

function isFor(clientId: string, { conditions }: AccessPolicy): boolean {
  const { include } = conditions.clients;
  return include.includes("ALL_CLIENTS") || include.includes(clientId);
}

/** A client is in no group but that of everyone. */
function matches({ conditions }: AccessRule, scopes: readonly string[]): boolean {
  const { grantTypes, people } = conditions;
  const groups = people?.groups?.include ?? [];
  const covered = conditions.scopes.include;
  return (
    grantTypes.include.includes("client_credentials") &&
    (groups.length === 0 || groups.includes("EVERYONE")) &&
    (covered.includes("*") || scopes.every((scope) => covered.includes(scope)))
  );
}
