import { createServices } from "../../../provider/create-services";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { complaint, expectProblems, kinds, type Properties, services } from "../support";

const check = (inputs: Properties, on = services({ store: "workato" })) => kinds.DcrProvider.check(inputs, on);

const oidc = { name: "Okta", connection: { id: "12" }, authenticationMethod: "oidc", scopes: ["orders.read"] };
const introspection = { connection: { id: "13" }, endpointPath: "oauth2/introspect" };
const introspecting = { ...oidc, authenticationMethod: "introspection", introspection };
const at = (endpointPath: unknown) => ({ ...introspecting, introspection: { ...introspection, endpointPath } });

test.each<[string, Properties]>([
  ["oidc", oidc],
  ["oidc with all that is optional", { ...oidc, requiredClaims: ["iss", "aud"], apiKeyClaim: "workato_key" }],
  ["introspection", introspecting],
  ["another one to adopt", { ...oidc, adopt: { dcrProviderId: 7 } }],
])("a provider with %s is accepted", (_, inputs) => {
  expect(check(inputs).problems).toEqual([]);
});

test("ids may be numbers, at any depth", () => {
  const ids = { connection: { id: 12 }, introspection: { ...introspection, connection: { id: 13 } } };
  expect(check({ ...introspecting, ...ids }).inputs).toMatchObject({
    connection: { id: "12" },
    introspection: { connection: { id: "13" } },
  });
});

test.each<[string, Properties, [string, string][]]>([
  ["no name", { ...oidc, name: undefined }, [["name", "is required"]]],
  ["no method", { ...oidc, authenticationMethod: undefined }, [["authenticationMethod", '"oidc" or "introspection"']]],
  ["an unheard-of method", { ...oidc, authenticationMethod: "jwt" }, [["authenticationMethod", '"oidc" or']]],
  ["a connection that is an id alone", { ...oidc, connection: "12" }, [["connection", "HttpConnection or { id"]]],
  ["a connection without an id", { ...oidc, connection: {} }, [["connection.id", "must be an id"]]],
  ["a connection's id that is a name", { ...oidc, connection: { id: "Okta" } }, [["connection.id", "must be an id"]]],
  ["a claim that is empty", { ...oidc, requiredClaims: ["iss", ""] }, [["requiredClaims[1]", "must not be empty"]]],
  ["claims in one text", { ...oidc, requiredClaims: "iss,aud" }, [["requiredClaims", "must be a list"]]],
  ["an empty claim for the key", { ...oidc, apiKeyClaim: "" }, [["apiKeyClaim", "must not be empty"]]],
  ["scopes in one text", { ...oidc, scopes: "read write" }, [["scopes", "must be a list"]]],
  ["a flag that is a text", { ...oidc, manageClaim: "yes" }, [["manageClaim", "true or false"]]],
  ["a provider to adopt by its id alone", { ...oidc, adopt: "7" }, [["adopt", "must be { dcrProviderId }"]]],
  ["an IdP that is not configured", { ...oidc, identityProvider: "keycloak" }, [["identityProvider", "okta"]]],
  ["a misspelt property", { ...oidc, requiredClaim: ["iss"] }, [["requiredClaim.*", "no such property"]]],
  [
    "a misspelt property deep down, beside what is missing for it",
    { ...introspecting, introspection: { connection: { id: "13" }, endpointpath: "oauth2/introspect" } },
    [
      ["introspection.endpointPath", "is required"],
      ["introspection.endpointpath", "no such property"],
    ],
  ],
  ["an introspection without a path", at(undefined), [["introspection.endpointPath", "is required"]]],
  [
    "an introspection without a connection",
    { ...introspecting, introspection: { endpointPath: "oauth2/introspect" } },
    [["introspection.connection", "HttpConnection or { id"]],
  ],
  [
    "everything at once",
    { authenticationMethod: "introspection", requiredClaims: [1, "aud", ""], scopes: {}, extra: 1 },
    [
      ["name", "is required"],
      ["connection", "is required"],
      ["introspection", "is required"],
      ["requiredClaims[0]", "must be a string"],
      ["requiredClaims[2]", "must not be empty"],
      ["scopes", "must be a list"],
      ["extra.*", "no such property"],
    ],
  ],
])("%s is reported at its path", (_, inputs, problems) => {
  expectProblems(check(inputs).problems, problems);
});

test.each(["oauth2/introspect", "introspect", "oauth2/default/v1/introspect", "a..b/...", ".well-known/x", "a/%20b"])(
  "the endpoint path may be %s",
  (path) => {
    expect(check(at(path)).problems).toEqual([]);
  },
);

test.each([
  ["an absolute URL", "https://evil.com/introspect"],
  ["a URL without slashes", "javascript:alert(1)"],
  ["another host", "//evil.com/introspect"],
  ["another host by backslashes", "\\\\evil.com"],
  ["a leading slash", "/oauth2/introspect"],
  ["a leading backslash", "\\oauth2"],
  ["a step up", "../introspect"],
  ["a step up on the way", "oauth2/../introspect"],
  ["a step up at the end", "oauth2/.."],
  ["an encoded step up", "%2e%2e/introspect"],
  ["an encoded step up in capitals", "oauth2/%2E%2E/x"],
  ["a step up that is half encoded", "oauth2/.%2e/x"],
  ["a step up by a backslash", "oauth2\\..\\x"],
  ["a backslash", "oauth2\\introspect"],
  ["a query", "oauth2/introspect?token=x"],
  ["a fragment", "oauth2/introspect#x"],
  ["white space", "oauth2/ introspect"],
  ["a line end", "oauth2\nintrospect"],
  ["nothing", ""],
  ["a number", 7],
])("the endpoint path is refused when it has %s", (_, path) => {
  const { problems } = check(at(path));
  expect(problems).not.toEqual([]);
  for (const { property } of problems) expect(property).toBe("introspection.endpointPath");
});

test.each<["stack" | "workato", string, Properties, string[]]>([
  ["workato", "a connection is required", { ...oidc, connection: undefined }, ["connection"]],
  ["stack", "a connection is optional", { ...oidc, connection: undefined }, []],
  ["stack", "scopes are required", { ...oidc, scopes: undefined }, ["scopes"]],
  ["workato", "scopes are optional", { ...oidc, scopes: undefined }, []],
  ["workato", "a provider can be adopted", { ...oidc, adopt: { dcrProviderId: "7" } }, []],
  ["stack", "there is no provider to adopt", { ...oidc, adopt: { dcrProviderId: "7" } }, ["adopt"]],
  ["stack", "an adopt may turn out to be none", { ...oidc, adopt: UNKNOWN }, []],
  ["workato", "introspection works", introspecting, []],
  ["stack", "introspection does not work", introspecting, ["authenticationMethod"]],
])("with the store %s, %s", (store, _, inputs, properties) => {
  expect(check(inputs, services({ store })).problems.map(({ property }) => property)).toEqual(properties);
});

describe("Okta's org server, which publishes no keys for its access tokens,", () => {
  test.each(["stack", "workato"] as const)("does not serve oidc in the store %s", (store) => {
    const { problems } = check(oidc, services({ store, orgServer: true }));
    expectProblems(problems, [["authenticationMethod", "workato-dcr:oktaAuthorizationServerId default"]]);
  });

  test("serves introspection", () => {
    expect(check(introspecting, services({ store: "workato", orgServer: true })).problems).toEqual([]);
  });

  test.each(["stack", "workato"] as const)("fails no preview of an unknown method in the store %s", (store) => {
    const unknown = { ...oidc, authenticationMethod: UNKNOWN };
    expect(check(unknown, services({ store, orgServer: true })).problems).toEqual([]);
  });
});

describe("names are unique in a program", () => {
  const other = "fedcba98.76543210fedc";

  test.each([
    ["the same name", "Okta", [["name", 'another DcrProvider of this program, DcrProvider "Okta"']]],
    ["a name that differs in case", "oKTA", [["name", 'another DcrProvider of this program, DcrProvider "Okta"']]],
    ["another name", "Okta EU", []],
    ["an unknown name", UNKNOWN, []],
  ] as const)("%s for a second provider", (_, name, problems) => {
    const on = services({ store: "workato" });
    expect(check(oidc, on).problems).toEqual([]);
    expectProblems(check({ ...oidc, name, owner: other }, on).problems, problems);
  });

  test("a provider that is checked twice is no second one", () => {
    const on = services({ store: "workato" });
    for (const inputs of [oidc, oidc]) expect(check(inputs, on).problems).toEqual([]);
  });

  test("unknown names of two providers are not the same", () => {
    const on = services({ store: "workato" });
    for (const owner of [other, "00000000.000000000000"]) {
      expect(check({ ...oidc, name: UNKNOWN, owner }, on).problems).toEqual([]);
    }
  });
});

test("a preview invents nothing: `introspection` is reported only where an apply would report it, too", () => {
  const paths = (inputs: Properties) => check(inputs, services()).problems.map(({ property }) => property);
  const late = paths({ ...oidc, authenticationMethod: "introspection", introspection });
  const early = paths({ ...oidc, authenticationMethod: UNKNOWN, introspection });
  expect(late).toEqual(expect.arrayContaining(early));
});

test("while a name is not known, the rest is judged by the only one that there is; beside the name of another one, not", () => {
  const wrong = { name: "Okta", authenticationMethod: "oidc", requiredClaims: [undefined] };
  const on = () => services({ store: "stack" });
  const scopes = ({ problems }: ReturnType<typeof check>) => problems.filter(({ property }) => property === "scopes");
  const before = scopes(check({ ...wrong, identityProvider: UNKNOWN }, on()));
  expect(before).toHaveLength(1);
  for (const identityProvider of [[], "", " "]) {
    const found = check({ ...wrong, identityProvider }, on());
    expect(scopes(found)).toEqual(before);
    expect(JSON.stringify(found.problems)).not.toContain("has no such identity provider");
  }
  expect(scopes(check({ ...wrong, identityProvider: "keycloak" }, on()))).toEqual([]);
});

test("a setting of identity providers that cannot be read is told as such, and no name is called unknown", () => {
  const settings: Record<string, string> = {
    "workato-dcr:apiToken": "token-of-workato",
    "workato-dcr:identityProviders": JSON.stringify({ kc: { issuer: "https://sso.example.com/realms/api" } }),
  };
  const on = createServices(
    (key) => settings[key],
    {},
    () => {},
  );
  const inputs = { name: "Keycloak", authenticationMethod: "oidc", identityProvider: "kc" };
  expect(complaint(() => kinds.DcrProvider.check(inputs, on))).toContain("each with a type (at kc.type)");
});
