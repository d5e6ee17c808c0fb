import { ConfigurationError } from "../../../provider/errors";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { expectProblems, kinds, MARK, OWNER, type Properties, services } from "../support";

const connection = { name: "Okta DCR", baseUrl: "https://acme.okta.com", auth: { type: "none" } };
const provider = { name: "Okta", connection: { id: "12" }, authenticationMethod: "oidc", scopes: ["orders.read"] };
const introspection = { connection: { id: "13" }, endpointPath: "oauth2/introspect" };
const client = {
  name: "Orders",
  apiCollectionIds: ["11"],
  dcrProvider: { dcrProviderId: "42", authenticationMethod: "oidc" },
};
const credential = { name: "EU", apiClient: { id: MARK, dcrProvider: client.dcrProvider } };

describe("the method of a provider", () => {
  const on = services({ store: "workato" });
  const check = (olds: Properties, news: Properties) => kinds.DcrProvider.check(news, on, olds).problems;
  const asIntrospection = { ...provider, authenticationMethod: "introspection", introspection };

  test.each<[string, Properties, Properties]>([
    ["is free for a new provider", {}, asIntrospection],
    ["may stay", provider, provider],
    ["may stay while all else changes", provider, { ...provider, name: "New", scopes: [], apiKeyClaim: "key" }],
    ["may be unknown before apply", provider, { ...provider, authenticationMethod: UNKNOWN }],
  ])("%s", (_, olds, news) => {
    expect(check(olds, news)).toEqual([]);
  });

  test.each<[string, Properties]>([
    ["alone", asIntrospection],
    ["with other properties", { ...asIntrospection, name: "New", scopes: ["orders.write"], requiredClaims: ["iss"] }],
    ["with an unknown property", { ...asIntrospection, name: UNKNOWN }],
  ])("cannot change, %s, and the error says how to move on", (_, news) => {
    expectProblems(check(provider, news), [["authenticationMethod", "declare a second DcrProvider"]]);
    expect(check(provider, news)[0]?.reason).toContain('has "oidc" and cannot become "introspection"');
  });

  test("cannot change, and with the store stack the same message says that the other one needs the other store", () => {
    const { problems } = kinds.DcrProvider.check(asIntrospection, services(), provider);
    expectProblems(problems, [["authenticationMethod", "declare a second DcrProvider"]]);
    expect(problems[0]?.reason).toMatch(
      /Besides, "introspection" needs workato-dcr:dcrProviderStore = workato; .* could use another\. To move on/,
    );
  });

  test("that is none is told as such, and not that it cannot change", () => {
    expectProblems(check(provider, { ...provider, authenticationMethod: "jwt" }), [
      ["authenticationMethod", 'must be "oidc" or "introspection"'],
    ]);
  });

  test("cannot change the other way either", () => {
    expectProblems(check(asIntrospection, provider), [["authenticationMethod", "is permanent"]]);
  });
});

describe("the ownership mark", () => {
  const stored = "fedcba98.76543210fedc";

  test("of the state wins, so that a resource that is renamed is still found", () => {
    const { inputs, problems } = kinds.HttpConnection.check(connection, services(), { owner: stored });
    expect(problems).toEqual([]);
    expect(inputs.owner).toBe(stored);
  });

  test("of a new resource is the one that the SDK derives", () => {
    expect(kinds.HttpConnection.check(connection, services()).inputs.owner).toBe(OWNER);
  });

  test.each([undefined, "", "Okta", "01234567.0123456789AB"])("cannot be %j", (owner) => {
    const { problems } = kinds.HttpConnection.check({ ...connection, owner }, services());
    expectProblems(problems, [["owner", "is set by the SDK"]]);
  });
});

test.each<[keyof typeof kinds, Properties]>([
  ["DcrProvider", provider],
  ["ApiClient", client],
  ["ApiClientCredential", credential],
])("a preview of %s fails where the IdP is not configured", (name, inputs) => {
  const on = services({ identityProvider: false });
  expect(() => kinds[name].check(inputs, on)).toThrow(ConfigurationError);
  expect(() => kinds[name].check(inputs, on)).toThrow("pulumi config set --secret workato-dcr:oktaApiToken");
});

describe("an update is needed", () => {
  const made = {
    clientId: "0oa1",
    clientSecret: "s",
    apiKeyId: "1",
    apiKey: "k",
    boundTo: "stack:0oa1",
    apiClientId: "7",
    verifiedAsApplied: true,
  };
  const taken = { ...made, adopted: true, clientSecret: undefined, apiKey: undefined };

  test.each<[string, keyof typeof kinds, Properties, Properties, boolean]>([
    ["not for a client as it is", "ApiClient", { ...client, ...made }, client, false],
    [
      "not for ids in another order",
      "ApiClient",
      { ...client, ...made, apiCollectionIds: ["2", "1"] },
      { ...client, apiCollectionIds: ["1", "2"] },
      false,
    ],
    ["for a client of another name", "ApiClient", { ...client, ...made }, { ...client, name: "New" }, true],
    ["for an optional property that is gone", "ApiClient", { ...client, ...made, email: "a@b.com" }, client, true],
    [
      "for another trigger",
      "ApiClient",
      { ...client, ...made, rotationTriggers: { q: 1 } },
      { ...client, rotationTriggers: { q: 2 } },
      true,
    ],
    ["for something unknown", "ApiClient", { ...client, ...made }, { ...client, apiPolicyId: UNKNOWN }, true],
    [
      "for a client whose mark is gone",
      "ApiClient",
      { ...client, ...made, verifiedAsApplied: undefined },
      client,
      true,
    ],
    ["for a client that is gone", "ApiClient", { ...client, ...made, apiClientId: undefined }, client, true],
    ["for a registration that is gone", "ApiClient", { ...client, ...made, clientId: undefined }, client, true],
    ["for a secret that nobody holds", "ApiClient", { ...client, ...made, clientSecret: undefined }, client, true],
    ["for a key that is gone", "ApiClient", { ...client, ...made, apiKeyId: undefined }, client, true],
    ["for a key whose token nobody holds", "ApiClient", { ...client, ...made, apiKey: undefined }, client, true],
    [
      "not for the secrets of what was taken over, which cannot be read",
      "ApiClient",
      { ...client, ...taken },
      client,
      false,
    ],
    [
      "for a key that was taken over and is gone",
      "ApiClient",
      { ...client, ...taken, apiKeyId: undefined },
      client,
      true,
    ],
    [
      "not for adopt, once it is done",
      "ApiClient",
      { ...client, ...made },
      { ...client, adopt: { apiClientId: "7", clientId: "0oa1" } },
      false,
    ],
    ["for a key that is not bound", "ApiClient", { ...client, ...made, boundTo: undefined }, client, true],
    ["not for a credential as it is", "ApiClientCredential", { ...credential, ...made }, credential, false],
    [
      "for a credential that is revoked",
      "ApiClientCredential",
      { ...credential, ...made, clientId: undefined },
      credential,
      true,
    ],
    ["not for a provider as it is", "DcrProvider", { ...provider, store: "stack", claimId: "ocl1" }, provider, false],
    ["for a provider whose claim is gone", "DcrProvider", { ...provider, store: "stack" }, provider, true],
    [
      "not for a claim that the provider does not manage",
      "DcrProvider",
      { ...provider, store: "stack", manageClaim: false },
      { ...provider, manageClaim: false },
      false,
    ],
    ["not for a claim with the store workato", "DcrProvider", { ...provider, store: "workato" }, provider, false],
    [
      "not for scopes in another order",
      "DcrProvider",
      { ...provider, store: "workato", scopes: ["b", "a"] },
      { ...provider, scopes: ["a", "b"] },
      false,
    ],
    ["not for a connection as it is", "HttpConnection", { ...connection, connectionId: "1" }, connection, false],
    [
      "for other credentials",
      "HttpConnection",
      connection,
      { ...connection, auth: { type: "basic", username: "a", password: "b" } },
      true,
    ],
  ])("%s", async (_, name, olds, news, needed) => {
    expect(await kinds[name].needsUpdate(olds, news)).toBe(needed);
  });
});
