import { holdsKeys, type Jwk, privateMembers } from "../../../provider/lifecycle/jwks";

const a = { kty: "RSA", kid: "a", e: "AQAB", n: "one" };
const b = { kty: "EC", kid: "b", crv: "P-256", x: "x", y: "y" };

test.each<[string, Jwk[], Jwk[], boolean]>([
  ["the same keys", [a, b], [a, b], true],
  ["the same keys in another order", [b, a], [a, b], true],
  ["members that the server adds", [{ ...a, status: "ACTIVE", id: "pks1", created: "2026" }], [a], true],
  ["an id that the server gave", [a], [{ kty: "RSA", e: "AQAB", n: "one" }], true],
  ["another id of the same key", [{ ...a, kid: "z" }], [a], false],
  ["another key of the same id", [{ ...a, n: "two" }], [a], false],
  ["one key more", [a, b], [a], false],
  ["one key less", [a], [a, b], false],
  ["a key that was deactivated by hand", [{ ...a, status: "INACTIVE" }], [a], false],
  ["one more that does not count, since it is not active", [a, { ...b, status: "INACTIVE" }], [a], true],
])("%s", (_, held, wanted, same) => {
  expect(holdsKeys({ keys: held }, { keys: wanted })).toBe(same);
});

test.each<[string, Jwk, string[]]>([
  ["a public key", a, []],
  ["a private RSA key", { ...a, d: "1", p: "2", q: "3" }, ["d", "p", "q"]],
  ["a symmetric key", { kty: "oct", k: "1" }, ["k"]],
])("%s", (_, key, members) => {
  expect(privateMembers({ keys: [b, key] })).toEqual(members);
});
