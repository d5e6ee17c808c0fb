import type { Bag } from "../bag";
/** A JSON Web Key Set, RFC 7517 section 5. */
export interface Jwks {
  keys: readonly Jwk[];
}

export type Jwk = Bag;

/** What makes a key the one that it is, RFC 7638 section 3.2; `kty` besides. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  RSA: ["e", "n"],
  EC: ["crv", "x", "y"],
  OKP: ["crv", "x"],
};

/** Members that only a private or symmetric key has, RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1. */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/** The members that must never leave the consumer, of any of the keys. */
export function privateMembers({ keys }: Jwks): string[] {
  return PRIVATE_MEMBERS.filter((member) => keys.some((key) => member in key));
}

/** Whether a server holds the keys that are wanted, and no other one. It orders them in its own way, and adds members such as a status. */
export function holdsKeys(found: Jwks | undefined, wanted: Jwks | undefined): boolean {
  const inUse = (found?.keys ?? []).filter(({ status }) => status !== "INACTIVE");
  const keys = wanted?.keys ?? [];
  return keys.length === inUse.length && keys.every((key) => inUse.some((it) => isKey(it, key)));
}

function isKey(found: Jwk, wanted: Jwk): boolean {
  const members = ["kty", ...(MEMBERS[String(wanted.kty)] ?? [])];
  // A server may give an id to a key that has none.
  const compared = wanted.kid === undefined ? members : [...members, "kid"];
  return compared.every((member) => found[member] === wanted[member]);
}
