import { clientRules, providerRules } from "../../../../provider/idp/okta/rules";
import { UNKNOWN } from "../../../../provider/lifecycle/unknown";
import { expectProblems } from "../../support";

const oidc = { authenticationMethod: "oidc", scopes: ["orders.read"] };

test.each<[string, object, boolean, boolean, [string, string][]]>([
  ["a scope and a custom server", oidc, true, true, []],
  ["no scopes", { ...oidc, scopes: undefined }, true, true, [["scopes", "at least one custom scope"]]],
  ["an empty list of scopes", { ...oidc, scopes: [] }, true, true, [["scopes", "at least one custom scope"]]],
  ["unknown scopes", { ...oidc, scopes: UNKNOWN }, true, true, []],
  ["no scopes, where tokens need not hold the key", { ...oidc, scopes: undefined }, false, true, []],
  ["the org server", oidc, false, false, [["authenticationMethod", "needs a custom authorization server"]]],
  ["the org server, and introspection", { ...oidc, authenticationMethod: "introspection" }, false, false, []],
])("a DCR provider with %s", (_, inputs, keyInTokens, custom, expected) => {
  const emptySetting = custom ? undefined : "workato-dcr:oktaAuthorizationServerId";
  expectProblems(providerRules({ ...inputs }, keyInTokens, emptySetting), expected);
});

test.each<[string, unknown, [string, string][]]>([
  ["the longest name", "x".repeat(100), []],
  ["a longer one", "x".repeat(101), [["name", "at most 100 characters"]]],
  ["an unknown one", UNKNOWN, []],
])("a client with %s", (_, name, expected) => {
  expectProblems(clientRules({ name }), expected);
});
