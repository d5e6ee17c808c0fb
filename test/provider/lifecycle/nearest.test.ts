import { nearest } from "../../../provider/lifecycle/nearest";

const names = ["name", "email", "apiCollectionIds", "apiPolicyId", "portalId"];

test.each([
  ["apiColectionIds", "apiCollectionIds"],
  ["apiCollectionsIds", "apiCollectionIds"],
  ["apicollectionids", "apiCollectionIds"],
  ["emial", "email"],
  ["emai", "email"],
  ["nam", "name"],
  ["anme", "name"],
  ["policyId", undefined],
  ["projectId", undefined],
  ["headers", undefined],
  ["", undefined],
])("%j is taken for %j", (wrong, meant) => {
  expect(nearest(wrong, names)).toBe(meant);
});

test("of two that are near, the nearer one is meant", () => {
  expect(nearest("apiKeyIds", ["apiKeys", "apiKeyId"])).toBe("apiKeyId");
});
