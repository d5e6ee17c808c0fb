import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { stackStore } from "../../../provider/stores/stack";
import type { Properties } from "../support";

const oidc = { name: "Okta", authenticationMethod: "oidc", scopes: ["orders.read"] };
const introspection = { connection: { id: "1" }, endpointPath: "oauth2/introspect" };

test.each<[string, Properties]>([
  ["oidc with a scope", oidc],
  ["a connection, which it does not need", { ...oidc, connection: { id: "1" } }],
  ["an unknown method", { ...oidc, authenticationMethod: UNKNOWN }],
  ["unknown scopes", { ...oidc, scopes: UNKNOWN }],
  ["one unknown scope", { ...oidc, scopes: [UNKNOWN] }],
  ["an introspection that may turn out to be none", { ...oidc, introspection: UNKNOWN }],
])("the rules have nothing against %s", (_, inputs) => {
  expect(stackStore.rules(inputs)).toEqual([]);
});

test.each<[string, Properties, string, string]>([
  [
    "introspection, for which Workato publishes nothing",
    { ...oidc, authenticationMethod: "introspection", introspection },
    "authenticationMethod",
    "workato-dcr:dcrProviderStore = workato",
  ],
  ["settings of another method", { ...oidc, introspection }, "introspection", "remove it"],
  ["an adoption", { ...oidc, adopt: { dcrProviderId: "5" } }, "adopt", "there is nothing to adopt"],
])("the rules refuse %s", (_, inputs, property, reason) => {
  expect(stackStore.rules(inputs)).toEqual([{ property, reason: expect.stringContaining(reason) }]);
});

const metadata = {
  issuer: "https://acme.okta.com/oauth2/default",
  token_endpoint: "https://acme.okta.com/oauth2/default/v1/token",
  jwks_uri: "https://acme.okta.com/oauth2/default/v1/keys",
};
const ref = { dcrProviderId: "0123456789abcdef", authenticationMethod: "oidc" as const };

test("an API client is made of published fields, with the claim that the gateway looks for anyway", () => {
  expect(stackStore.clientBody(ref, metadata)).toEqual({
    auth_type: "oidc",
    oidc_issuer: "https://acme.okta.com/oauth2/default/.well-known/openid-configuration",
    oidc_jwks_uri: "https://acme.okta.com/oauth2/default/v1/keys",
    allowed_issuers: ["https://acme.okta.com/oauth2/default"],
    required_claims: [],
    access_profile_claim: "workato_sub",
  });
});

test("an API client enforces the claims of its provider, and holds its key in the claim of its provider", () => {
  const body = stackStore.clientBody({ ...ref, requiredClaims: ["iss", "aud"], apiKeyClaim: "workato_key" }, metadata);
  expect(body).toMatchObject({ required_claims: ["iss", "aud"], access_profile_claim: "workato_key" });
});

test("an API key is made of published fields", () => {
  expect(stackStore.keyBody("0oa1")).toEqual({});
});
