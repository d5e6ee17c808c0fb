import type { IdentityProvider } from "../../../provider/idp/identity-provider";
import { oktaProvider } from "../../../provider/idp/okta";
import { oktaConfig } from "../../../provider/idp/okta/config";
import { claimRules, credentialRules, noticesOf } from "../../../provider/resources/capabilities";
import { expectProblems, type Properties } from "../support";

const settings: Record<string, string> = {
  "workato-dcr:oktaOrgUrl": "https://acme.okta.com",
  "workato-dcr:oktaApiToken": "token-of-okta",
};
const whole = oktaProvider(
  "okta",
  oktaConfig((key) => settings[key], {}),
  () => {},
);
const { binder: _binder, secrets: _secrets, listMarked: _list, ...rest } = whole;
const least: IdentityProvider = { ...rest, name: "acme" };
const single: IdentityProvider = {
  ...whole,
  secrets: { ...(whole.secrets as object), noOverlap: "there is one secret" } as never,
};

test.each<[string, IdentityProvider, Properties, [string, string][]]>([
  ["no renewal, and none asked for", least, {}, []],
  [
    "no renewal, and triggers",
    least,
    { rotationTriggers: { a: 1 } },
    [["rotationTriggers", "identityProviders.acme.renewSecret"]],
  ],
  ["no renewal, and a time for it", least, { renewBeforeExpiryDays: 3 }, [["renewBeforeExpiryDays", "RFC 7591"]]],
  ["overlap where there is one secret", single, { overlap: true }, [["overlap", "there is one secret"]]],
  ["no overlap where there is one secret", single, { overlap: false, rotationTriggers: {} }, []],
  ["everything, at who can do everything", whole, { overlap: true, rotationTriggers: {} }, []],
])("%s", (_, idp, inputs, problems) => {
  expectProblems(credentialRules(inputs, idp), problems);
});

const key = { kty: "RSA", e: "AQAB", n: "one" };
const jwks = { keys: [key] };
const keyed = { tokenEndpointAuthMethod: "private_key_jwt" };

test.each<[string, Properties, [string, string][]]>([
  ["keys", { registration: { ...keyed, jwks } }, []],
  ["an address of keys", { registration: { ...keyed, jwksUri: "https://acme.test/jwks" } }, []],
  ["neither", { registration: keyed }, [["registration", "either jwks or jwksUri"]]],
  [
    "both",
    { registration: { ...keyed, jwks, jwksUri: "https://acme.test" } },
    [["registration", "either jwks or jwksUri"]],
  ],
  [
    "keys of a client with a secret",
    { registration: { jwks } },
    [["registration.jwks", "is for tokenEndpointAuthMethod"]],
  ],
  [
    "a private key",
    { registration: { ...keyed, jwks: { keys: [{ ...key, d: "very-private" }] } } },
    [["registration.jwks.keys", "holds a private key (d)"]],
  ],
  ["keys that are none", { registration: { ...keyed, jwks: { keys: [null] } } }, []],
  [
    "what is about secrets",
    { registration: { ...keyed, jwks }, overlap: true, rotationTriggers: {}, verify: true },
    [
      ["overlap", "there is no secret"],
      ["rotationTriggers", "there is no secret"],
      ["verify", "which only the consumer has"],
    ],
  ],
])("a client that signs, with %s", (_, inputs, problems) => {
  expectProblems(credentialRules(inputs, whole), problems);
  for (const { reason } of credentialRules(inputs, whole)) expect(reason).not.toContain("very-private");
});

test("who cannot put keys into tokens is told of, and refuses to promise it", () => {
  expect(noticesOf(least, true)).toEqual([
    expect.stringContaining("manageClaim: at the identity provider acme"),
    expect.stringContaining("lists no clients"),
  ]);
  expect(noticesOf(least, false)).toHaveLength(1);
  expect(noticesOf(whole, true)).toEqual([]);
  expectProblems(claimRules({ manageClaim: true }, least), [["manageClaim", "Put the output apiKey"]]);
  expect(claimRules({ manageClaim: true }, whole)).toEqual([]);
});
