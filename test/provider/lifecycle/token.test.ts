import { type ExpectedToken, tokenTroubles } from "../../../provider/lifecycle/token";

const NOW = 1_800_000_000;
const ISSUER = "https://acme.okta.com/oauth2/default";
const KEY = "key-hunter2";

const ADVICE = { issuer: "check the server", claim: "add it", keyClaim: "map the key", keyValue: "check the key" };

const jwt = (payload: unknown) => `header.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.signature`;
const good = { iss: ISSUER, aud: "api://default", exp: NOW + 3600, iat: NOW, department: "sales", workato_sub: KEY };
const expected: ExpectedToken = {
  issuer: ISSUER,
  requiredClaims: ["iss", "aud", "department"],
  apiKeyClaim: "workato_sub",
  apiKey: KEY,
  now: NOW,
};

test.each<[string, object, Partial<ExpectedToken>]>([
  ["has all that is wanted", {}, {}],
  ["has a list of audiences", { aud: ["api://default"] }, {}],
  ["has an enforced claim that is false or zero", { department: 0 }, {}],
  ["expired within the skew of clocks", { exp: NOW - 59 }, {}],
  ["was issued ahead within the skew of clocks", { iat: NOW + 59 }, {}],
  ["became valid before", { nbf: NOW - 600 }, {}],
  ["becomes valid within the skew of clocks", { nbf: NOW + 59 }, {}],
  ["says nothing of when it was issued", { iat: undefined }, {}],
  ["holds the key in a claim whose value nobody knows", { workato_sub: "other" }, { apiKey: undefined }],
  ["needs no key in it", { workato_sub: undefined }, { apiKeyClaim: undefined }],
])("the gateway takes a token that %s", (_, claims, wanted) => {
  expect(tokenTroubles(jwt({ ...good, ...claims }), { ...expected, ...wanted }, ADVICE)).toEqual([]);
});

test.each<[string, object, RegExp]>([
  ["another issuer", { iss: "https://acme.okta.com" }, /issuer is "https:\/\/acme.okta.com", not .*: check the server/],
  ["no issuer", { iss: undefined }, /issuer is undefined/],
  ["no expiry", { exp: undefined }, /no expiry/],
  ["an expiry that is no number", { exp: "later" }, /no expiry/],
  ["an expiry in the past", { exp: NOW - 120 }, /expired 120 s ago/],
  ["an issue in the future", { iat: NOW + 120 }, /issued 120 s in the future/],
  ["a validity that begins later", { nbf: NOW + 120 }, /not valid for another 120 s \(nbf\)/],
  ["no audience", { aud: undefined }, /no audience/],
  ["an empty list of audiences", { aud: [] }, /no audience/],
  ["no enforced claim", { department: undefined }, /lacks the enforced claim "department"/],
  ["an empty enforced claim", { department: "" }, /lacks the enforced claim "department"/],
  ["no key", { workato_sub: undefined }, /lacks "workato_sub".*: map the key/],
  ["another key", { workato_sub: "key-other" }, /"workato_sub" does not hold the client's API key/],
])("a token with %s is refused, once told", (_, claims, trouble) => {
  const troubles = tokenTroubles(
    jwt({ ...good, ...claims }),
    { ...expected, requiredClaims: ["aud", "department"] },
    ADVICE,
  );
  expect(troubles).toEqual([expect.stringMatching(trouble)]);
});

test.each([
  ["an opaque token", "hunter2"],
  ["a payload that is no JSON", "a.hunter2.c"],
  ["a payload that is no object", jwt("hunter2")],
  ["an empty token", ""],
])("%s is no JWT", (_, token) => {
  expect(tokenTroubles(token, expected, ADVICE)).toEqual([expect.stringContaining("not a JWT")]);
});

test("all troubles are told at once, without the key", () => {
  const troubles = tokenTroubles(jwt({ workato_sub: "hunter2" }), expected, ADVICE);
  expect(troubles.length).toBeGreaterThanOrEqual(5);
  expect(troubles.join()).not.toContain("hunter2");
});
