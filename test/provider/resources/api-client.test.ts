import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { expectProblems, kinds, type Properties, services } from "../support";

const check = (inputs: Properties, on = services()) => kinds.ApiClient.check(inputs, on);

const ref = { dcrProviderId: "0123456789abcdef", authenticationMethod: "oidc" };
const made = {
  clientId: "0oa1",
  clientSecret: "s",
  apiKeyId: "1",
  apiKey: "k",
  boundTo: "b",
  verifiedAsApplied: true,
  apiClientId: "7",
};
const plain = { name: "Orders portal", apiCollectionIds: ["11", "12"], dcrProvider: ref };

test.each<[string, Properties]>([
  ["collections", {}],
  ["no collections", { apiCollectionIds: [] }],
  ["the longest name", { name: "x".repeat(100) }],
  ["a portal and an e-mail address", { portalId: "7", email: "team@example.com" }],
  ["a portal that may turn out to be none", { portalId: UNKNOWN }],
  ["an e-mail address without a portal", { email: "team@example.com" }],
  ["a description and a logo", { description: "For partners", logoUri: "https://acme.com/logo.png?v=2" }],
  ["a policy and a project", { apiPolicyId: 3, projectId: 9 }],
  [
    "client metadata",
    { registration: { grantTypes: ["client_credentials"], tokenEndpointAuthMethod: "client_secret_post" } },
  ],
  ["rotation triggers", { rotationTriggers: { quarter: "2026Q4", count: 3, now: true } }],
  ["no rotation triggers", { rotationTriggers: {} }],
  ["rotation that overlaps", { rotationTriggers: { q: 1 }, overlap: true }],
  ["another one to adopt", { adopt: { apiClientId: 12, clientId: "0oa1" }, renewSecret: true }],
  ["verification", { verify: true }],
  [
    "all of a provider's ref",
    { dcrProvider: { ...ref, requiredClaims: ["iss"], apiKeyClaim: "key", scopes: ["read"] } },
  ],
])("an API client with %s is accepted", (_, changes) => {
  expect(check({ ...plain, ...changes }).problems).toEqual([]);
});

test("ids may be numbers and texts, in lists too", () => {
  const { inputs } = check({ ...plain, apiCollectionIds: [11, "12"], portalId: 7, email: "a@b.com", apiPolicyId: 3 });
  expect(inputs).toMatchObject({ apiCollectionIds: ["11", "12"], portalId: "7", apiPolicyId: "3" });
});

test.each<[string, Properties, [string, string][]]>([
  ["no name", { name: undefined }, [["name", "is required"]]],
  ["a name that Okta would not take", { name: "x".repeat(101) }, [["name", "at most 100 characters"]]],
  ["a portal without an e-mail address", { portalId: 7 }, [["email", "is required with portalId"]]],
  ["an e-mail address that is none", { email: "team" }, [["email", "e-mail address"]]],
  ["an e-mail address that is none, with a portal", { portalId: 7, email: "team" }, [["email", "e-mail address"]]],
  ["a portal that is a name", { portalId: "Partners", email: "a@b.com" }, [["portalId", "must be an id"]]],
  ["a description that is empty", { description: "" }, [["description", "must not be empty"]]],
  ["a logo without TLS", { logoUri: "http://acme.com/logo.png" }, [["logoUri", "https URL"]]],
  ["a logo that is a path", { logoUri: "logo.png" }, [["logoUri", "https URL"]]],
  ["no list of collections", { apiCollectionIds: undefined }, [["apiCollectionIds", "it may be empty"]]],
  ["a collection alone", { apiCollectionIds: 11 }, [["apiCollectionIds", "must be a list of ids"]]],
  [
    "collections that are names",
    { apiCollectionIds: [11, "Orders", 0] },
    [
      ["apiCollectionIds[1]", "must be an id"],
      ["apiCollectionIds[2]", "must be an id"],
    ],
  ],
  ["a collection beside an unknown one", { apiCollectionIds: [UNKNOWN, true] }, [["apiCollectionIds[1]", "an id"]]],
  [
    "a trigger beside an unknown one",
    { rotationTriggers: { a: UNKNOWN, b: {} } },
    [["rotationTriggers.b", "a string"]],
  ],
  ["a collection that is an object", { apiCollectionIds: [{ id: 11 }] }, [["apiCollectionIds[0]", "must be an id"]]],
  ["no provider", { dcrProvider: undefined }, [["dcrProvider", "must be a DcrProvider"]]],
  ["a provider that is an id", { dcrProvider: "42" }, [["dcrProvider", "must be a DcrProvider"]]],
  [
    "a grant that a service client has not",
    { registration: { grantTypes: ["client_credentials", "password"] } },
    [["registration.grantTypes[1]", '"client_credentials"']],
  ],
  ["no grant at all", { registration: { grantTypes: [] } }, [["registration.grantTypes", "must not be empty"]]],
  [
    "a client without a secret",
    { registration: { tokenEndpointAuthMethod: "none" } },
    [["registration.tokenEndpointAuthMethod", '"client_secret_post" or "private_key_jwt"']],
  ],
  [
    "metadata that is not offered",
    { registration: { redirectUris: [] } },
    [["registration.redirectUris", "no such property"]],
  ],
  ["a trigger that is an object", { rotationTriggers: { a: {} } }, [["rotationTriggers.a", "a string, a number or"]]],
  ["triggers that are a text", { rotationTriggers: "now" }, [["rotationTriggers", "must be an object"]]],
  ["half of what is to be adopted", { adopt: { apiClientId: 12 } }, [["adopt.clientId", "is required"]]],
  ["a flag that is a text", { verify: "true" }, [["verify", "true or false"]]],
  ["a misspelt property", { apiCollectionsIds: [] }, [["apiCollectionsIds.*", "no such property"]]],
  [
    "everything at once",
    { name: "", portalId: 7, logoUri: "x", apiCollectionIds: ["x"], dcrProvider: null, registration: 1 },
    [
      ["name", "must not be empty"],
      ["email", "is required with portalId"],
      ["logoUri", "https URL"],
      ["apiCollectionIds[0]", "must be an id"],
      ["dcrProvider", "must be a DcrProvider"],
      ["registration", "client metadata"],
    ],
  ],
])("%s is reported at its path", (_, changes, problems) => {
  expectProblems(check({ ...plain, ...changes }).problems, problems);
});

test("with the store workato, an edit of the provider is no change of its clients", () => {
  const on = services({ store: "workato" });
  const before = check({ ...plain, dcrProvider: { ...ref, requiredClaims: ["iss"] } }, on).inputs;
  const after = check(
    { ...plain, dcrProvider: { ...ref, requiredClaims: ["iss", "aud"], scopes: ["read"] } },
    on,
  ).inputs;
  expect(after).toEqual(before);
});

test("with the store stack, newly enforced claims are a change of the clients, which hold them", () => {
  const before = check({ ...plain, dcrProvider: { ...ref, requiredClaims: ["iss"] } }).inputs;
  const after = check({ ...plain, dcrProvider: { ...ref, requiredClaims: ["iss", "aud"] } }).inputs;
  expect(after).not.toEqual(before);
});

test("the order of a provider's claims and scopes means nothing to its clients", async () => {
  const before = check({
    ...plain,
    dcrProvider: { ...ref, requiredClaims: ["iss", "aud"], scopes: ["a", "b"] },
  }).inputs;
  const after = check({ ...plain, dcrProvider: { ...ref, requiredClaims: ["aud", "iss"], scopes: ["b", "a"] } }).inputs;
  expect(await kinds.ApiClient.needsUpdate({ ...before, ...made }, after)).toBe(false);
});

test("inputs hold no undefined, which the SDK's check fails on before it reports any problem", () => {
  const half = { ...plain, dcrProvider: { dcrProviderId: "42" } };
  const { inputs, problems } = check(half, services({ store: "workato" }));
  expect(problems).toHaveLength(1);
  expect(inputs).toStrictEqual(JSON.parse(JSON.stringify(inputs)));
});
