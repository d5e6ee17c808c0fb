import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";

/** A key that signs RS256, or what is wrong with the text, in words that hold nothing of it. */
type Read = { key: KeyObject } | { trouble: string };

/** A private key as PEM (PKCS#1, PKCS#8) or JWK (RFC 7517). In an environment variable, the line ends of a PEM may be written out. */
export function readPrivateKey(text: string): Read {
  const input = text.trim().startsWith("{") ? jwk(text) : text.replaceAll("\\n", "\n");
  const key = input === undefined ? undefined : attempt(() => createPrivateKey(input));
  if (key?.asymmetricKeyType === "rsa") return { key };
  if (key) return { trouble: `is a key of the type ${key.asymmetricKeyType}, and RS256 needs an RSA key` };
  if (/^-+BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/m.test(text)) {
    return { trouble: "is encrypted: give it without a passphrase, since Pulumi encrypts it" };
  }
  if (input !== undefined && attempt(() => createPublicKey(input))) return { trouble: "is a public key" };
  return { trouble: "is not a private key: neither PEM (PKCS#1 or PKCS#8) nor a JWK" };
}

function jwk(text: string) {
  const key = attempt(() => JSON.parse(text) as JsonWebKey);
  return key && { key, format: "jwk" as const };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
