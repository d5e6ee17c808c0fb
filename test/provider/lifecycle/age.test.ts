import { ageOf } from "../../../provider/lifecycle/age";

const NOW = Date.parse("2026-03-04T12:00:00Z");

test.each([
  ["2026-03-04T11:59:30Z", "less than a minute old"],
  ["2026-03-04T11:58:00Z", "2 minutes old"],
  ["2026-03-04T10:59:00Z", "1 hour old"],
  ["2026-03-01T11:00:00Z", "3 days old"],
  ["2026-03-04T12:00:30Z", "less than a minute old"],
  ["yesterday", ""],
  [undefined, ""],
])("what was made at %s is %j", (createdAt, age) => {
  expect(ageOf(createdAt, NOW)).toBe(age);
});
