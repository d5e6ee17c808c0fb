/** What the gateway wants of a token of the method `oidc`. */
export interface ExpectedToken {
  issuer: string;
  /** Claims that must be there, all of them. */
  requiredClaims: readonly string[];
  /** The claim that carries the API key, where one must; its value is compared where `apiKey` is given. */
  apiKeyClaim?: string | undefined;
  apiKey?: string | undefined;
  /** Seconds since the epoch. */
  now: number;
}

/** Where a user mends what is wrong with tokens: the end of a sentence each, such as "add it to …". */
export interface TokenAdvice {
  issuer: string;
  claim: string;
  keyClaim: string;
  keyValue: string;
  /** Of a token that names no audience. */
  audience?: string;
}

/** Seconds by which clocks may differ. */
const SKEW = 60;

/**
 * Why the gateway would refuse an access token, each with what to do about it; empty where nothing speaks against it. The
 * texts hold no value of the token but its issuer and times.
 */
export function tokenTroubles(token: string, expected: ExpectedToken, advice: TokenAdvice): string[] {
  const claims = payloadOf(token);
  if (!claims) return ["it is not a JWT: the issuer must be a custom authorization server that issues JWTs"];
  const troubles: string[] = [];
  if (claims.iss !== expected.issuer) {
    troubles.push(`its issuer is ${JSON.stringify(claims.iss)}, not ${expected.issuer}: ${advice.issuer}`);
  }
  if (typeof claims.exp !== "number") troubles.push("it has no expiry (exp)");
  else if (claims.exp < expected.now - SKEW) {
    troubles.push(`it expired ${Math.round(expected.now - claims.exp)} s ago: compare the clocks`);
  }
  if (typeof claims.iat === "number" && claims.iat > expected.now + SKEW) {
    troubles.push(`it was issued ${Math.round(claims.iat - expected.now)} s in the future: compare the clocks`);
  }
  if (typeof claims.nbf === "number" && claims.nbf > expected.now + SKEW) {
    troubles.push(`it is not valid for another ${Math.round(claims.nbf - expected.now)} s (nbf): compare the clocks`);
  }
  if (isEmpty(claims.aud))
    troubles.push(`it names no audience (aud): ${advice.audience ?? "set one for the authorization server"}`);
  for (const claim of expected.requiredClaims) {
    if (claim !== "aud" && isEmpty(claims[claim])) {
      troubles.push(`it lacks the enforced claim "${claim}": ${advice.claim}`);
    }
  }
  const { apiKeyClaim: key } = expected;
  if (key !== undefined && isEmpty(claims[key])) {
    troubles.push(`it lacks "${key}", the claim with the API key: ${advice.keyClaim}`);
  } else if (key !== undefined && expected.apiKey !== undefined && claims[key] !== expected.apiKey) {
    troubles.push(`its claim "${key}" does not hold the client's API key: ${advice.keyValue}`);
  }
  return troubles;
}

function payloadOf(token: string): Record<string, unknown> | undefined {
  const [, payload] = token.split(".");
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return claims !== null && typeof claims === "object" ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
