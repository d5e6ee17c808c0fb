import { identityProviders } from "../../../provider/idp";
import { complaint } from "../support";

const OKTA = { "workato-dcr:oktaOrgUrl": "https://acme.okta.com", "workato-dcr:oktaApiToken": "token-of-okta" };
const two = { type: "okta", orgUrl: "https://two.okta.com", apiToken: "token-of-two" };

const of = (idps: unknown, more: Record<string, string> = {}, env: NodeJS.ProcessEnv = {}) => {
  const text = typeof idps === "string" ? idps : JSON.stringify(idps);
  const settings: Record<string, string> = { ...more, "workato-dcr:identityProviders": text };
  return identityProviders(
    (key) => settings[key],
    env,
    () => {},
  );
};

test("several are used beside each other, each by its own settings", () => {
  const { names, get, usable } = of(
    { two, three: { ...two, orgUrl: "https://three.okta.com", authorizationServerId: "x" } },
    OKTA,
  );
  expect(names).toEqual(["okta", "two", "three"]);
  expect(usable().map(({ home }) => home)).toEqual([
    "https://acme.okta.com",
    "https://two.okta.com",
    "https://three.okta.com",
  ]);
  expect(get("two")).toBe(get("two"));
});

test("the settings of okta are needed only by who uses it", () => {
  const { names, get } = of({ two });
  expect(names).toEqual(["two"]);
  expect(get("two").home).toBe("https://two.okta.com");
  expect(complaint(() => get(undefined))).toContain("workato-dcr:oktaOrgUrl is missing");
});

test("the environment of okta is not that of another org", () => {
  const { get } = of(
    { two: { type: "okta", orgUrl: "https://two.okta.com" } },
    {},
    { OKTA_API_TOKEN: "token-of-okta" },
  );
  expect(complaint(() => get("two"))).toMatch(
    /workato-dcr:identityProviders\.two\.apiToken is missing\. Run: pulumi config set --secret --path 'workato-dcr:identityProviders\.two\.apiToken' <token>/,
  );
});

test.each<[string, unknown, string]>([
  ["no JSON", "{", "is not a JSON object of identity providers by name"],
  ["a list", [two], "is not a JSON object"],
  ["no type", { two: { orgUrl: "https://two.okta.com" } }, "each with a type (at two.type)"],
  ["an unknown type", { two: { type: "ping" } }, 'two.type is "ping", not one of okta'],
  ["the name of another setting", { okta: two }, '"okta" cannot be a name there: its settings are workato-dcr:okta'],
  ["a name with a dot", { "a.b": two }, '"a.b" cannot be a name there'],
  [
    "an address that is none",
    { two: { ...two, orgUrl: "two" } },
    "workato-dcr:identityProviders.two.orgUrl is not an https URL",
  ],
  [
    "a setting of another type",
    { two: { ...two, realm: "x" } },
    "workato-dcr:identityProviders.two.realm is no setting of this type",
  ],
  [
    "two credentials",
    { two: { ...two, clientId: "0oa" } },
    "two.apiToken and workato-dcr:identityProviders.two.clientId are both set",
  ],
])("%s is refused, and says where", (_, idps, message) => {
  const text = complaint(() => of(idps).get("two"));
  expect(text).toContain(message);
  expect(text).not.toContain("token-of-two");
});

test("the environment stands in where the stack says nothing", () => {
  const env = { WORKATO_DCR_IDENTITY_PROVIDERS: JSON.stringify({ two }) };
  expect(
    identityProviders(
      () => undefined,
      env,
      () => {},
    ).names,
  ).toEqual(["two"]);
  expect(of({ three: two }, {}, env).names).toEqual(["three"]);
});

test("a name that is not there is told with those that are", () => {
  expect(complaint(() => of({ two }, OKTA).get("three"))).toContain(
    'no identity provider "three" in the configuration; those that are there: okta, two',
  );
});
