import { type AccessRules, missingAccess } from "../../../../provider/idp/okta/access";

type Policy = AccessRules["policies"][number];
type Rule = Policy["rules"][number];

const rule = (scopes: string[], grants = ["client_credentials"], status = "ACTIVE", groups?: string[]): Rule => ({
  status,
  conditions: {
    grantTypes: { include: grants },
    scopes: { include: scopes },
    ...(groups && { people: { groups: { include: groups } } }),
  },
});
const policy = (rules: Rule[], clients: string[] = ["ALL_CLIENTS"], status = "ACTIVE"): Policy => ({
  status,
  conditions: { clients: { include: clients } },
  rules,
});
const scopes = [
  { name: "read", consent: "IMPLICIT" },
  { name: "write", consent: "FLEXIBLE" },
  { name: "old" },
  { name: "asks", consent: "REQUIRED" },
];

test.each<[string, string[], Policy[]]>([
  ["a rule for every scope", ["read", "write", "old"], [policy([rule(["*"])])]],
  ["a rule for these scopes", ["read", "write"], [policy([rule(["write", "read", "other"])])]],
  ["rules for each, and one for both", ["read", "write"], [policy([rule(["read"]), rule(["write", "read"])])]],
  ["a later policy that has both", ["read", "write"], [policy([rule(["read"])]), policy([rule(["read", "write"])])]],
  ["a rule for more grants", ["read"], [policy([rule(["*"], ["authorization_code", "client_credentials"])])]],
  ["a rule for everyone", ["read"], [policy([rule(["*"], undefined, undefined, ["EVERYONE"])])]],
  ["a rule that names no people", ["read"], [policy([rule(["*"], undefined, undefined, [])])]],
  ["a policy of no use beside one that covers it", ["read"], [policy([]), policy([rule(["*"])])]],
  ["no scope to cover", [], []],
])("nothing is missing with %s", (_, wanted, policies) => {
  expect(missingAccess(wanted, { scopes, policies })).toEqual([]);
});

test.each<[string, Policy[]]>([
  ["there is no policy", []],
  ["the policy is inactive", [policy([rule(["*"])], ["ALL_CLIENTS"], "INACTIVE")]],
  ["the policy is for some clients only", [policy([rule(["*"])], ["0oa1"])]],
  ["the policy is for no clients", [{ ...policy([rule(["*"])]), conditions: null }]],
  ["the policy has no rule", [policy([])]],
  ["the rule is inactive", [policy([rule(["*"], ["client_credentials"], "INACTIVE")])]],
  ["the rule is for another grant", [policy([rule(["*"], ["authorization_code"])])]],
  ["the rule is for another scope", [policy([rule(["write"])])]],
  ["the rule is for the members of a group", [policy([rule(["*"], undefined, undefined, ["00g1"])])]],
  [
    "the rule names no scopes",
    [policy([{ ...rule([]), conditions: { grantTypes: rule([]).conditions?.grantTypes } }])],
  ],
  ["the rule has no conditions", [policy([{ status: "ACTIVE" }])]],
])("clients cannot get a token when %s", (_, policies) => {
  const missing = missingAccess(["read"], { scopes, policies });
  expect(missing).toEqual([expect.stringMatching(/no access rule .*"read" by client_credentials/)]);
});

test.each<[string, Policy[]]>([
  ["a rule for each", [policy([rule(["read"]), rule(["write"])])]],
  ["a policy for each", [policy([rule(["read"])]), policy([rule(["write"])])]],
])("all scopes of a request need one rule together: %s is not enough", (_, policies) => {
  expect(missingAccess(["read", "write"], { scopes, policies })).toEqual([
    expect.stringMatching(/no access rule has all of "read", "write"/),
  ]);
  expect(missingAccess(["read"], { scopes, policies })).toEqual([]);
});

test("a scope that requires consent is for no service", () => {
  expect(missingAccess(["read", "asks"], { scopes, policies: [policy([rule(["*"])])] })).toEqual([
    expect.stringMatching(/consent to "asks"/),
  ]);
});

test("the scopes that are not there are named, once, and those that no rule covers", () => {
  const policies = [policy([rule(["write"])])];
  expect(missingAccess(["none", "read", "write", "nor this"], { scopes, policies })).toEqual([
    expect.stringContaining('no scope "none", "nor this"'),
    expect.stringContaining('get "read" by'),
  ]);
});
