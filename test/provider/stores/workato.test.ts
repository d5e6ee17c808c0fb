import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { workatoStore } from "../../../provider/stores/workato";
import type { Properties } from "../support";

const oidc = { name: "Okta", authenticationMethod: "oidc", connection: { id: "1" } };
const introspection = { connection: { id: "2" }, endpointPath: "oauth2/introspect" };
const introspecting = { ...oidc, authenticationMethod: "introspection", introspection };

test.each<[string, Properties]>([
  ["oidc, with or without scopes", oidc],
  ["introspection with its settings", introspecting],
  ["an unknown connection", { ...oidc, connection: UNKNOWN }],
  ["an unknown method without settings", { ...oidc, authenticationMethod: UNKNOWN }],
  ["an unknown method with settings", { ...introspecting, authenticationMethod: UNKNOWN }],
  ["unknown settings, which may turn out to be none", { ...oidc, introspection: UNKNOWN }],
  ["unknown settings for introspection", { ...introspecting, introspection: UNKNOWN }],
])("the rules have nothing against %s", (_, inputs) => {
  expect(workatoStore.rules(inputs)).toEqual([]);
});

test.each<[string, Properties, string, string]>([
  ["no connection", { ...oidc, connection: undefined }, "connection", "is required"],
  [
    "introspection without its settings",
    { ...introspecting, introspection: undefined },
    "introspection",
    "is required",
  ],
  ["introspection settings with oidc", { ...oidc, introspection }, "introspection", "remove it"],
])("the rules refuse %s", (_, inputs, property, reason) => {
  expect(workatoStore.rules(inputs)).toEqual([{ property, reason: expect.stringContaining(reason) }]);
});

test("every mistake is told at once", () => {
  const problems = workatoStore.rules({ name: "Okta", authenticationMethod: "introspection" });
  expect(problems.map(({ property }) => property).sort()).toEqual(["connection", "introspection"]);
});

test("an API client depends on which provider it has, and on nothing else of it", () => {
  const ref = { dcrProviderId: "42", authenticationMethod: "oidc" as const, requiredClaims: ["iss"], scopes: ["read"] };
  expect(workatoStore.relevant({ ...ref, apiKeyClaim: "workato_key", identityProvider: "okta" })).toEqual({
    dcrProviderId: "42",
    authenticationMethod: "oidc",
    identityProvider: "okta",
  });
});

test("an API key names the client that is registered for it", () => {
  expect(workatoStore.keyBody("0oa1")).toEqual({ external_client_id: "0oa1" });
});
