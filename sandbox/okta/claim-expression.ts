import type { Claim, OAuthClient } from "./model";

/** The part of Okta's expression language that the sandbox knows: `app.id`, `app.clientId`, `app.profile.<name>`, literals. */
type Expression = (client: OAuthClient) => unknown;

export function parseExpression(source: string): Expression | undefined {
  const text = source.trim();
  if (text === "app.id" || text === "app.clientId") return (client) => client.metadata.client_id;
  const attribute = /^app\.profile\.([A-Za-z_]\w*)$/.exec(text)?.[1];
  if (attribute !== undefined) return (client) => client.profile[attribute];
  const literal = /^(["'])(.*)\1$/.exec(text)?.[2];
  if (literal !== undefined) return () => literal;
  return undefined;
}

/** The custom claims of a client's access token: those in force for one of its scopes, without what has no value. */
export function customClaims(
  claims: Iterable<Claim>,
  client: OAuthClient,
  scopes: readonly string[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name, status, claimType, value, conditions } of claims) {
    const applies = conditions.scopes.length === 0 || conditions.scopes.some((scope) => scopes.includes(scope));
    if (status !== "ACTIVE" || claimType !== "RESOURCE" || !applies) continue;
    const result = parseExpression(value)?.(client);
    if (result !== undefined && result !== null) values[name] = result;
  }
  return values;
}
