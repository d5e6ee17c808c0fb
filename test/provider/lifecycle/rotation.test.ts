import { expiryWarning, secretsToDrop } from "../../../provider/lifecycle/rotation";

const secret = (id: string, created: string) => ({ id, created: `2026-${created}T00:00:00.000Z` });
const first = secret("a", "01-01");
const second = secret("b", "04-01");
const third = secret("c", "07-01");

test.each<[string, { id: string; created: string }[], string | undefined, string[]]>([
  ["there is none", [], undefined, []],
  ["there is room", [first], undefined, []],
  ["there is room beside the current one", [second], "b", []],
  ["the current one came with the registration", [first, second], undefined, ["b"]],
  ["the current one is the newer one", [first, second], "b", ["a"]],
  ["the current one is the older one, and the answer with the newer one was lost", [first, second], "a", ["b"]],
  ["the list is in another order", [second, first], undefined, ["b"]],
  ["the current one was removed by hand", [first, second], "x", ["b"]],
  ["there are more than there should be", [third, first, second], "b", ["a", "c"]],
])("room is made for a new secret when %s", (_, secrets, current, dropped) => {
  expect(secretsToDrop(secrets, current).map(({ id }) => id)).toEqual(dropped);
});

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
  const warning = expiryWarning(expiresAt, NOW);
  if (text === undefined) expect(warning).toBeUndefined();
  else expect(warning).toContain(`The client secret ${text}. Change its rotationTriggers`);
});
