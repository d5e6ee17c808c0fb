import { UNKNOWN } from "../../../../provider/lifecycle/unknown";
import { isRenewalAsked } from "../../../../provider/resources/credential/secret";

const NOW = 1_800_000_000;
const DAY = 86_400;
const ours = { clientSecret: "known" };
const adopted = { ...ours, adopted: true };
const unread = { adopted: true };

test.each<[string, object, object, string[], boolean]>([
  ["nothing asks", ours, {}, [], false],
  ["another property changes", ours, {}, ["name"], false],
  ["a trigger changes", ours, {}, ["rotationTriggers"], true],
  ["renewSecret, of what was made here", ours, { renewSecret: true }, ["renewSecret"], false],
  ["renewSecret, of what was taken over", adopted, { renewSecret: true }, ["renewSecret"], true],
  ["renewSecret, which a preview does not know yet", adopted, { renewSecret: UNKNOWN }, ["renewSecret"], true],
  ["renewSecret, as it was before", adopted, { renewSecret: true }, [], false],
  ["renewSecret, as it was before, and no secret is known", unread, { renewSecret: true }, [], true],
  ["no secret is known, and nobody asks for one", unread, {}, [], false],
  ["it expires in time", { clientSecretExpiresAt: NOW + 8 * DAY }, { renewBeforeExpiryDays: 7 }, [], false],
  ["it expires too soon", { clientSecretExpiresAt: NOW + 6 * DAY }, { renewBeforeExpiryDays: 7 }, [], true],
  ["it expires, and nobody cares", { clientSecretExpiresAt: NOW + 1 }, {}, [], false],
  ["it never expires", { clientSecretExpiresAt: 0 }, { renewBeforeExpiryDays: 7 }, [], false],
])("a secret is renewed or not: %s", (_, before, inputs, changed, asked) => {
  expect(isRenewalAsked(before, inputs, changed, NOW)).toBe(asked);
});
