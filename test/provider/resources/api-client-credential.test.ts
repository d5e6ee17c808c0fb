import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { previewAdoption } from "../../../provider/resources/adoption";
import { apiClientCredential } from "../../../provider/resources/api-client-credential";
import { expectProblems, kinds, MARK, OWNER, type Properties, services } from "../support";

const on = services();
const check = (inputs: Properties) => kinds.ApiClientCredential.check(inputs, on);

const ref = { dcrProviderId: "42", authenticationMethod: "oidc" };
const plain = { name: "EU gateway", apiClient: { id: MARK, dcrProvider: ref } };

test.each<[string, Properties]>([
  ["nothing else", {}],
  ["ranges and addresses", { ipAllowList: ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::1", "0.0.0.0/0"] }],
  ["an empty list of ranges", { ipAllowList: [] }],
  ["an unknown client", { apiClient: UNKNOWN }],
  ["a client whose provider is unknown", { apiClient: { id: MARK, dcrProvider: UNKNOWN } }],
])("a credential with %s is accepted", (_, changes) => {
  expect(check({ ...plain, ...changes }).problems).toEqual([]);
});

test.each([
  "10.0.0.0/33",
  "10.0.0/8",
  "10.0.0.0/",
  "10.0.0.0/8/8",
  "10.0.0.0/-1",
  "10.0.0.0/a",
  "2001:db8::/129",
  "256.0.0.1",
  "example.com",
  "10.0.0.1-10.0.0.9",
  " 10.0.0.1",
  "",
])("the range %j is refused", (range) => {
  const { problems } = check({ ...plain, ipAllowList: ["10.0.0.0/8", range] });
  expectProblems(problems, [["ipAllowList[1]", "CIDR range such as 10.0.0.0/8"]]);
});

test.each<[string, Properties, [string, string][]]>([
  ["no name", { name: undefined }, [["name", "is required"]]],
  ["no client", { apiClient: undefined }, [["apiClient", "must be an ApiClient"]]],
  ["a client that is an id", { apiClient: "42" }, [["apiClient", "must be an ApiClient"]]],
  [
    "a client whose provider is null",
    { apiClient: { id: MARK, dcrProvider: null } },
    [["apiClient.dcrProvider", "must be a DcrProvider"]],
  ],
  ["a range alone", { ipAllowList: "10.0.0.0/8" }, [["ipAllowList", "must be a list"]]],
  ["a trigger that is a list", { rotationTriggers: { a: [] } }, [["rotationTriggers.a", "a string, a number or"]]],
  ["a name that Okta would not take", { name: "x".repeat(101) }, [["name", "at most 100 characters"]]],
  ["a misspelt property", { ipAlowList: [] }, [["ipAlowList.*", "no such property"]]],
])("%s is reported at its path", (_, changes, problems) => {
  expectProblems(check({ ...plain, ...changes }).problems, problems);
});

test("an edit of the provider is no change of the credential", () => {
  const edited = { ...ref, requiredClaims: ["iss"], apiKeyClaim: "key", scopes: ["read"] };
  const { inputs } = check({ ...plain, apiClient: { id: MARK, dcrProvider: edited } });
  expect(inputs).toEqual(check(plain).inputs);
});

test("inputs hold no undefined, which the SDK's check fails on before it reports any problem", () => {
  const apiClient = { id: MARK, dcrProvider: { dcrProviderId: "42" } };
  const { inputs, problems } = kinds.ApiClientCredential.check({ ...plain, apiClient }, services({ store: "workato" }));
  expect(problems).toHaveLength(1);
  expect(inputs).toStrictEqual(JSON.parse(JSON.stringify(inputs)));
});

test("a preview says nothing of one that is adopted in the same `up` as its client, whose id is unknown", async () => {
  const on = services();
  on.apiClients.list = async () => [];
  const inputs = {
    ...plain,
    apiClient: {
      id: UNKNOWN,
      dcrProvider: { dcrProviderId: "42", authenticationMethod: "oidc" as const },
    },
    adopt: { apiKeyId: "1", clientId: "0oa1" },
    owner: OWNER,
  };
  await expect(previewAdoption(apiClientCredential, inputs, on)).resolves.toEqual([]);
});
