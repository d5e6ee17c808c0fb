import { missingAccess } from "../../../../provider/idp/okta/access";

type Server = Parameters<typeof missingAccess>[1];
type Policy = Server["policies"][number];
type Rule = Policy["rules"][number];

const rule = (scopes: string[], grants = ["client_credentials"], status = "ACTIVE"): Rule => ({
  status,
  conditions: { grantTypes: { include: grants }, scopes: { include: scopes } },
});
const policy = (rules: Rule[], clients: string[] = ["ALL_CLIENTS"], status = "ACTIVE"): Policy => ({
  status,
  conditions: { clients: { include: clients } },
  rules,
});

test.each<[string, string[], Policy[]]>([
  ["a rule for every scope", ["read", "write"], [policy([rule(["*"])])]],
  ["a rule for these scopes", ["read", "write"], [policy([rule(["write", "read", "other"])])]],
  ["a rule for each", ["read", "write"], [policy([rule(["read"]), rule(["write"])])]],
  ["a policy for each", ["read", "write"], [policy([rule(["read"])]), policy([rule(["write"])])]],
  ["a rule for more grants", ["read"], [policy([rule(["*"], ["authorization_code", "client_credentials"])])]],
  ["a policy of no use beside one that covers it", ["read"], [policy([]), policy([rule(["*"])])]],
  ["no scope to cover", [], []],
])("nothing is missing with %s", (_, scopes, policies) => {
  expect(missingAccess(scopes, { scopes: ["read", "write"], policies })).toEqual([]);
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
  [
    "the rule names no scopes",
    [policy([{ ...rule([]), conditions: { grantTypes: rule([]).conditions?.grantTypes } }])],
  ],
  ["the rule has no conditions", [policy([{ status: "ACTIVE" }])]],
])("clients cannot get a token when %s", (_, policies) => {
  const missing = missingAccess(["read"], { scopes: ["read", "write"], policies });
  expect(missing).toEqual([expect.stringMatching(/no access rule .*"read" by client_credentials/)]);
});

test("each scope that is not there is named, once, and each that no rule covers", () => {
  const missing = missingAccess(["none", "read", "write"], {
    scopes: ["read", "write"],
    policies: [policy([rule(["write"])])],
  });
  expect(missing).toEqual([expect.stringContaining('no scope "none"'), expect.stringContaining('get "read"')]);
});
