import type { JWTPayload } from "jose";
import { customClaims } from "./claim-expression";
import type { Claim, OAuthClient } from "./model";

/** The claims of an access token as Okta's authorization servers issue it, from those that RFC 9068 names. */
export function oktaAccessToken(
  { iss, aud, iat, exp, jti, sub, scope }: JWTPayload,
  client: OAuthClient | undefined,
  claims: Iterable<Claim>,
): JWTPayload {
  const scp = typeof scope === "string" ? scope.split(" ") : [];
  const issued = { ver: 1, jti: `AT.${jti}`, iss, aud, iat, exp, cid: sub, scp, sub };
  return { ...issued, ...(client && customClaims(claims, client, scp)) } as JWTPayload;
}
