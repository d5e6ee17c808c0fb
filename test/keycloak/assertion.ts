import { generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";

/** A consumer's key pair, its public half as a JWK. */
export function keyPair(kid: string) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    privateKey,
    kid,
    jwk: { ...publicKey.export({ format: "jwk" }), kty: "RSA", kid, use: "sig", alg: "RS256" },
  };
}

/** What a client with a key of its own sends to the token endpoint in place of a secret, RFC 7523 section 2.2. */
export function assertion(
  clientId: string,
  audience: string,
  { privateKey, kid }: { privateKey: KeyObject; kid: string },
) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: audience, iat: now, exp: now + 60, jti: randomUUID() };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", typ: "JWT", kid })}.${part(claims)}`;
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`,
  };
}
