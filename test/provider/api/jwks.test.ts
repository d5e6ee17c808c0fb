import { isSigningKey } from "../../../provider/api/jwks";

test.each([
  ["an RSA key for signatures", { kty: "RSA", use: "sig" }, true],
  ["an elliptic curve", { kty: "EC", use: "sig" }, true],
  ["a key that does not say what for", { kty: "RSA" }, true],
  ["a key that says null", { kty: "OKP", use: null }, true],
  ["a key for encryption, as Keycloak publishes one too", { kty: "RSA", use: "enc" }, false],
  ["a shared secret", { kty: "oct", use: "sig" }, false],
])("whether %s verifies signatures", (_, key, verifies) => {
  expect(isSigningKey(key)).toBe(verifies);
});
