import { exportJWK, generateKeyPair, type JWK, type JWTPayload, jwtVerify, SignJWT } from "jose";

const ALG = "RS256";

export interface Signer {
  privateJwk: JWK;
  sign(claims: JWTPayload): Promise<string>;
  /** By a key that is published nowhere, under the same key id. */
  signForeign(claims: JWTPayload): Promise<string>;
  /** The claims of an unexpired token of one of those issuers, or undefined. */
  verify(token: string, issuers: string[]): Promise<JWTPayload | undefined>;
}

export async function createSigner(): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(ALG, { extractable: true });
  const kid = "sandbox";
  const header = { alg: ALG, typ: "at+jwt", kid };
  return {
    privateJwk: { ...(await exportJWK(privateKey)), kid, alg: ALG, use: "sig" },
    sign: (claims) => new SignJWT(claims).setProtectedHeader(header).sign(privateKey),
    signForeign: async (claims) =>
      new SignJWT(claims).setProtectedHeader(header).sign((await generateKeyPair(ALG)).privateKey),
    verify: async (token, issuers) => {
      try {
        return (await jwtVerify(token, publicKey, { issuer: issuers })).payload;
      } catch {
        return undefined;
      }
    },
  };
}
