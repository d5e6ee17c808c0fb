import fc from "fast-check";
import { type ClaimPlan, planClaim } from "../../../../provider/idp/okta/claim-plan";

type Claim = Parameters<typeof planClaim>[0][number];

const EXPRESSION = "app.profile.workatoApiKey";

const claim = (changes: Partial<Claim> & { scopes?: string[] } = {}): Claim => {
  const { scopes = ["read"], ...rest } = changes;
  return {
    id: "ocl1",
    name: "workato_sub",
    value: EXPRESSION,
    status: "ACTIVE",
    claimType: "RESOURCE",
    conditions: { scopes },
    ...rest,
  };
};
const other = claim({ id: "ocl9", name: "department", value: "user.department" });
const wanted = { name: "workato_sub", scopes: ["read"] };

describe("a claim that this provider did not make", () => {
  test.each<[string, Claim[], string[], ClaimPlan]>([
    ["is made where there is none", [other], ["read"], { do: "create", scopes: ["read"] }],
    ["is limited to the scopes, in any order", [], ["write", "read"], { do: "create", scopes: ["read", "write"] }],
    ["is shared when it does what is wanted", [other, claim()], ["read"], { do: "keep", id: "ocl1" }],
    [
      "is shared when it covers more scopes",
      [claim({ scopes: ["write", "read"] })],
      ["read"],
      { do: "keep", id: "ocl1" },
    ],
    ["is shared when it goes into every token", [claim({ scopes: [] })], ["read"], { do: "keep", id: "ocl1" }],
    ["is shared when it has no conditions", [claim({ conditions: null })], ["read"], { do: "keep", id: "ocl1" }],
    [
      "is widened, never narrowed",
      [claim({ scopes: ["write"] })],
      ["read"],
      { do: "write", id: "ocl1", scopes: ["read", "write"] },
    ],
    ["is activated", [claim({ status: "INACTIVE" })], ["read"], { do: "write", id: "ocl1", scopes: ["read"] }],
    [
      "stays in every token when it is activated",
      [claim({ status: "INACTIVE", scopes: [] })],
      ["read"],
      { do: "write", id: "ocl1", scopes: [] },
    ],
    [
      "is somebody else's when it has another expression",
      [claim({ value: "user.email" })],
      ["read"],
      { do: "refuse", value: "user.email" },
    ],
    ["is somebody else's when it has no expression", [claim({ value: null })], ["read"], { do: "refuse", value: "" }],
    [
      "is somebody else's when it goes into ID tokens",
      [claim({ claimType: "IDENTITY" })],
      ["read"],
      { do: "refuse", value: EXPRESSION },
    ],
  ])("%s", (_, claims, scopes, plan) => {
    expect(planClaim(claims, { name: "workato_sub", scopes })).toEqual(plan);
  });
});

describe("the claim of this provider", () => {
  test.each<[string, Claim[], { name: string; scopes: string[] }, string[], ClaimPlan]>([
    ["is kept as it is", [claim()], wanted, [], { do: "keep", id: "ocl1" }],
    ["is made again when it is gone", [other], wanted, [], { do: "create", scopes: ["read"] }],
    [
      "is renamed",
      [claim()],
      { name: "api_key", scopes: ["read"] },
      [],
      { do: "write", id: "ocl1", scopes: ["read"], takes: 'the claim "workato_sub"' },
    ],
    [
      "gets its expression back",
      [claim({ value: "user.email" })],
      wanted,
      [],
      { do: "write", id: "ocl1", scopes: ["read"] },
    ],
    [
      "goes into access tokens again",
      [claim({ claimType: "IDENTITY" })],
      wanted,
      [],
      { do: "write", id: "ocl1", scopes: ["read"] },
    ],
    ["is activated again", [claim({ status: "INACTIVE" })], wanted, [], { do: "write", id: "ocl1", scopes: ["read"] }],
    [
      "is widened",
      [claim()],
      { name: "workato_sub", scopes: ["write", "read"] },
      [],
      { do: "write", id: "ocl1", scopes: ["read", "write"] },
    ],
    [
      "loses the scopes that the provider drops",
      [claim({ scopes: ["old", "read"] })],
      wanted,
      ["old"],
      { do: "write", id: "ocl1", scopes: ["read"], takes: "tokens of old" },
    ],
    [
      "keeps the scopes that others have added",
      [claim({ scopes: ["theirs", "read"] })],
      wanted,
      ["old"],
      { do: "keep", id: "ocl1" },
    ],
    [
      "is limited to the scopes again",
      [claim({ scopes: [] })],
      wanted,
      [],
      { do: "write", id: "ocl1", scopes: ["read"] },
    ],
    [
      "does not take the name of a foreign claim",
      [claim(), other],
      { name: "department", scopes: ["read"] },
      [],
      { do: "refuse", value: "user.department" },
    ],
  ])("%s", (_, claims, want, dropped, plan) => {
    expect(planClaim(claims, want, "ocl1", dropped)).toEqual(plan);
  });
});

test("a shared claim keeps the scopes that one of its users drops", () => {
  const shared = claim({ scopes: ["old", "read"] });
  expect(planClaim([shared], wanted, undefined, ["old"])).toEqual({ do: "keep", id: "ocl1" });
});

test("after a plan is carried out, there is nothing left to do", () => {
  const scopes = fc.uniqueArray(fc.constantFrom("read", "write", "old"));
  const names = fc.constantFrom("workato_sub", "api_key");
  const claims = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom("ocl1", "ocl2"),
      name: names,
      value: fc.constantFrom(EXPRESSION, "user.email", null),
      status: fc.constantFrom("ACTIVE", "INACTIVE"),
      claimType: fc.constantFrom("RESOURCE", "IDENTITY"),
      conditions: fc.option(fc.record({ scopes })),
    }),
    { comparator: (a, b) => a.id === b.id || a.name === b.name },
  );
  const own = fc.constantFrom(undefined, "ocl1");
  fc.assert(
    fc.property(claims, names, scopes, own, scopes, (claims, name, scopes, own, dropped) => {
      const wanted = { name, scopes };
      const plan = planClaim(claims, wanted, own, dropped);
      if (plan.do === "refuse" || plan.do === "keep") return;
      const id = plan.do === "create" ? "ocl3" : plan.id;
      const rest = claims.filter((it) => it.id !== id);
      const after = [...rest, claim({ id, name, scopes: plan.scopes })];
      expect(planClaim(after, wanted, plan.do === "create" ? id : own)).toEqual({ do: "keep", id });
    }),
  );
});
