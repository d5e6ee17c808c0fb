import { expiryWarning } from "../../../provider/lifecycle/expiry";

const NOW = 1_800_000_000;
const DAY = 86_400;

test.each<[string, number | undefined, string | undefined]>([
  ["nobody knows when", undefined, undefined],
  ["never", 0, undefined],
  ["in more than two weeks", NOW + 15 * DAY, undefined],
  ["within two weeks", NOW + 13 * DAY, "expires at 2027-01-28T08:00:00.000Z"],
  ["just now", NOW, "expired at 2027-01-15T08:00:00.000Z"],
  ["yesterday", NOW - DAY, "expired at 2027-01-14T08:00:00.000Z"],
  ["at what is no date", -1e20, "expired at 1970-01-01T00:00:00.000Z"],
])("a secret that ends %s", (_, expiresAt, text) => {
  const warning = expiryWarning(expiresAt, NOW, true);
  if (text === undefined) expect(warning).toBeUndefined();
  else expect(warning).toContain(`The client secret ${text}. Change its rotationTriggers`);
});

test("where it cannot be renewed, no warning asks for that", () => {
  const warning = expiryWarning(NOW + DAY, NOW, false);
  expect(warning).toMatch(/expires at .*no way to renew it.*renewSecret.*ApiClientCredential/);
  expect(warning).not.toContain("rotationTriggers");
});
