import { isSigningKey, type PublishedKey } from "../../../provider/api/jwks";
import { fail, ok, type Verdict } from "../check";

/** Whether tokens can be checked with what the issuer publishes. */
export function keysVerdict(uri: string, keys: readonly PublishedKey[]): Verdict {
  const signing = keys.filter(isSigningKey).length;
  const seen = `${signing} of ${keys.length} keys at ${uri} verify signatures`;
  if (signing > 0) return ok(seen);
  return fail(seen, "The gateway could check no token: choose an authorization server that publishes its keys");
}
