import { clientBinding, type DcrProviderSettings, dcrProviderBody } from "../../../../provider/api/workato/assumed";

const settings: DcrProviderSettings = {
  name: "Okta",
  connectionId: "12",
  requiredClaims: ["iss"],
  apiKeyClaim: "workato_key",
  introspectionConnectionId: "13",
  introspectionEndpointPath: "oauth2/introspect",
  scopes: ["orders.read"],
};
/** As it is on the wire. */
const body = (changes: Partial<DcrProviderSettings>, method?: "oidc" | "introspection") =>
  JSON.parse(JSON.stringify(dcrProviderBody({ ...settings, ...changes }, method))) as object;

test.each([
  ["oidc", "oidc"],
  ["introspection", "oauth2_introspection"],
] as const)("a provider is created with the method %s as %s, and with ids as numbers", (method, auth_method) => {
  expect(body({}, method)).toEqual({
    name: "Okta",
    auth_method,
    connection_id: 12,
    required_claims: ["iss"],
    access_profile_claim: "workato_key",
    introspection_connection_id: 13,
    introspection_endpoint_path: "oauth2/introspect",
    scopes: ["orders.read"],
  });
});

test("an update does not mention the permanent method", () => {
  expect(body({})).not.toHaveProperty("auth_method");
});

test("what the program does not set is not sent", () => {
  const unset = { requiredClaims: undefined, apiKeyClaim: undefined, scopes: undefined };
  const none = { introspectionConnectionId: undefined, introspectionEndpointPath: undefined };
  expect(body({ ...unset, ...none })).toEqual({ name: "Okta", connection_id: 12 });
});

test("what the program does not set any more is reset", () => {
  expect(body({ requiredClaims: null, apiKeyClaim: null, scopes: null })).toMatchObject({
    required_claims: [],
    access_profile_claim: null,
    scopes: [],
  });
});

test.each([
  ["oidc", "oidc"],
  ["introspection", "oauth2_introspection"],
] as const)("an API client is bound to its provider, and follows the method %s", (method, auth_type) => {
  expect(clientBinding("42", method)).toEqual({ dcr_provider_id: 42, auth_type });
});
