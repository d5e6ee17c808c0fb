import type { Bag } from "../../bag";
import { configSet } from "../../config-set";
import type { Problem } from "../../errors";
import { nameRule } from "../name-rule";
import { LONGEST_NAME } from "./client-metadata";

/**
 * @param keyInTokens whether tokens are to hold the API key
 * @param emptySetting by which the user can name a custom authorization server, where none issues them
 */
export function providerRules(
  { authenticationMethod, scopes }: Bag,
  keyInTokens: boolean,
  emptySetting: string | undefined,
): Problem[] {
  const problems: Problem[] = [];
  if (emptySetting !== undefined && authenticationMethod === "oidc") {
    const reason =
      `"oidc" needs a custom authorization server, and ${emptySetting} is empty: the org server publishes no keys for its access ` +
      `tokens. Run: ${configSet(emptySetting)} default`;
    problems.push({ property: "authenticationMethod", reason });
  }
  if (keyInTokens && (scopes === undefined || (Array.isArray(scopes) && scopes.length === 0))) {
    const reason = "needs at least one custom scope of the authorization server: Okta issues no token without one";
    problems.push({ property: "scopes", reason });
  }
  return problems;
}

/** An app of a longer name is refused. */
export const clientRules = nameRule(LONGEST_NAME, ", which is what Okta takes");
