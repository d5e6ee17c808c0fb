import type { Bag } from "../bag";
import type { Problem } from "../errors";
import type { IdentityProvider } from "../idp/identity-provider";
import { privateMembers } from "../lifecycle/jwks";
import { hasUnknown, UNKNOWN } from "../lifecycle/unknown";

/*
 * What it means for a program that a type of identity provider lacks something, told at preview:
 *
 * | missing | what is said |
 * |---|---|
 * | `binder`, where tokens are to hold the API key | `manageClaim: true` is refused; otherwise a warning: it is for the user to see to |
 * | `secrets` | `rotationTriggers`, `renewBeforeExpiryDays` and `overlap` are refused |
 * | overlapping secrets | `overlap` is refused |
 * | `listMarked` | a warning: what stays behind, and when |
 */

/** Whose `manageClaim` nobody can fulfil. */
export function claimRules({ manageClaim }: Bag, { name, binder }: IdentityProvider): Problem[] {
  if (binder !== undefined || manageClaim !== true) return [];
  return [{ property: "manageClaim", reason: `cannot be true: at the identity provider ${name}, ${BY_HAND}` }];
}

const BY_HAND =
  "it is for you to see to that a claim of the tokens holds the API key. Put the output apiKey of each client into it, and set verify: true";

/** @param needsClaim whether tokens are to hold the API key, and the program does not say that it sees to that */
export function noticesOf({ name, binder, listMarked }: IdentityProvider, needsClaim: boolean): string[] {
  return [
    ...(needsClaim && binder === undefined ? [`manageClaim: at the identity provider ${name}, ${BY_HAND}.`] : []),
    ...(listMarked === undefined
      ? [
          `The identity provider ${name} lists no clients: one whose registration was interrupted cannot be found again and stays there, ` +
            "which the next apply tells; pulumi-workato-dcr orphans cannot see it.",
        ]
      : []),
  ];
}

/** Mistakes in the inputs of a credential, but for those that one property has alone. */
export function credentialRules(inputs: Bag, idp: IdentityProvider | undefined): Problem[] {
  return [...keyRules(inputs), ...(idp ? [...secretRules(inputs, idp), ...idp.clientRules(inputs)] : [])];
}

/** What asks for another secret, or for two. */
const ABOUT_SECRETS = ["rotationTriggers", "overlap", "renewSecret", "renewBeforeExpiryDays"];

function secretRules(inputs: Bag, { name, secrets }: IdentityProvider): Problem[] {
  if (methodOf(inputs) === "private_key_jwt") return [];
  if (secrets === undefined) {
    const reason =
      `needs a way to renew the client secret, and the identity provider ${name} has none: RFC 7591 knows no renewal. Configure one ` +
      `(workato-dcr:identityProviders.${name}.renewSecret), or hand out a second credential (ApiClientCredential) and remove this one later`;
    return given(inputs, ABOUT_SECRETS).map((property) => ({ property, reason }));
  }
  if (secrets.noOverlap === undefined) return [];
  return given(inputs, ["overlap"]).map((property) => ({ property, reason: `cannot be true: ${secrets.noOverlap}` }));
}

/** RFC 7591 section 2 and RFC 7523 section 2.2: a client that signs has its keys known, in one of two ways. */
function keyRules(inputs: Bag): Problem[] {
  const { registration } = inputs;
  if (registration === undefined || registration === UNKNOWN || typeof registration !== "object") return [];
  const { jwks, jwksUri } = registration as { jwks?: unknown; jwksUri?: unknown };
  const method = methodOf(inputs);
  if (method === UNKNOWN) return [];
  if (method !== "private_key_jwt") {
    return Object.entries({ jwks, jwksUri })
      .filter(([, value]) => value !== undefined)
      .map(([name]) => ({
        property: `registration.${name}`,
        reason: 'is for tokenEndpointAuthMethod "private_key_jwt": remove it, or choose that method',
      }));
  }
  const problems = given(inputs, [...ABOUT_SECRETS, "verify"]).map((property) => ({
    property,
    reason:
      property === "verify"
        ? 'is not for "private_key_jwt": a token takes the private key, which only the consumer has'
        : 'is not for "private_key_jwt": there is no secret. To change the keys, change registration.jwks',
  }));
  if ((jwks === undefined) === (jwksUri === undefined)) {
    const reason = '"private_key_jwt" needs the public keys of the client: either jwks or jwksUri';
    problems.push({ property: "registration", reason });
  }
  const secret = jwks === undefined || hasUnknown(jwks) || !isJwks(jwks) ? [] : privateMembers(jwks);
  if (secret.length > 0) {
    const reason = `holds a private key (${secret.join(", ")}), which nobody but the consumer should have: give the public part, and make a new pair`;
    problems.push({ property: "registration.jwks.keys", reason });
  }
  return problems;
}

function given(inputs: Bag, properties: readonly string[]): string[] {
  return properties.filter((property) => inputs[property] !== undefined && inputs[property] !== false);
}

function methodOf({ registration }: Bag): unknown {
  if (registration === null || typeof registration !== "object") return registration;
  return (registration as { tokenEndpointAuthMethod?: unknown }).tokenEndpointAuthMethod;
}

function isJwks(jwks: unknown): jwks is { keys: Record<string, unknown>[] } {
  const keys: unknown = typeof jwks === "object" && jwks !== null ? (jwks as { keys?: unknown }).keys : undefined;
  return Array.isArray(keys) && keys.every((key) => typeof key === "object" && key !== null);
}
