import { asRecorded, changedProperties, same } from "../../../provider/lifecycle/diff";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";

const properties = {
  name: { compared: "exact" },
  email: { compared: "exact" },
  ids: { compared: "set" },
  auth: { compared: "exact" },
  adopt: { compared: "at creation" },
} as const;

type Bag = Record<string, unknown>;

test.each<[string, Parameters<typeof same>[0], unknown, unknown, boolean]>([
  ["an e-mail address in other case", "e-mail", "Team@Example.com", "team@example.com", true],
  ["another e-mail address", "e-mail", "team@example.com", "teams@example.com", false],
  ["an e-mail address for none", "e-mail", undefined, "team@example.com", false],
  ["a URL with the slash that it lacked", "url", "https://example.com", "https://EXAMPLE.com:443/", true],
  ["a URL of another path", "url", "https://example.com/a", "https://example.com/a/", false],
  ["what is no URL", "url", "logo", "Logo", false],
  [
    "addresses in other case and order",
    "addresses",
    ["2001:DB8::/32", "10.0.0.1"],
    ["10.0.0.1", "2001:db8::/32"],
    true,
  ],
  ["one address less", "addresses", ["10.0.0.1", "10.0.0.2"], ["10.0.0.1"], false],
  ["what is asked for now", "when asked", undefined, true, false],
  ["what was asked for already", "when asked", true, true, true],
  ["what is asked for no more", "when asked", true, undefined, true],
  ["what was never asked for", "when asked", undefined, false, true],
])("%s, compared as %s", (_, comparison, was, wanted, expected) => {
  expect(same(comparison, was, wanted)).toBe(expected);
});

test.each<[string, Bag, Bag, string[]]>([
  ["nothing at all", {}, {}, []],
  ["equal values", { name: "a", ids: ["1"] }, { name: "a", ids: ["1"] }, []],
  ["another value", { name: "a" }, { name: "b" }, ["name"]],
  ["values that differ in case", { name: "a" }, { name: "A" }, ["name"]],
  ["an added value", {}, { email: "a@example.com" }, ["email"]],
  ["a removed value", { email: "a@example.com" }, {}, ["email"]],
  ["a removed list", { ids: ["1"] }, {}, ["ids"]],
  ["absent, undefined and null", { email: null }, { email: undefined }, []],
  ["an empty list for none", {}, { ids: [] }, ["ids"]],
  ["a set in another order", { ids: ["1", "2", "10"] }, { ids: ["10", "2", "1"] }, []],
  ["a set with duplicates", { ids: ["1", "2"] }, { ids: ["2", "1", "2"] }, []],
  ["a set that had duplicates", { ids: ["1", "1"] }, { ids: ["1"] }, []],
  ["a set that had numbers", { ids: [1, 2] }, { ids: ["1", "2"] }, []],
  ["a set of numbers and of strings", { ids: ["1", "2"] }, { ids: [2, 1] }, []],
  ["a set with one more", { ids: ["1"] }, { ids: ["1", "2"] }, ["ids"]],
  ["a set with one less", { ids: ["1", "2"] }, { ids: ["2"] }, ["ids"]],
  ["a set with another element", { ids: ["1", "2"] }, { ids: ["1", "3"] }, ["ids"]],
  ["sets whose elements look alike when joined", { ids: ["1,2"] }, { ids: ["1", "2"] }, ["ids"]],
  [
    "an object with its keys in another order",
    { auth: { type: "header", headers: { A: "1", B: "2" } } },
    { auth: { headers: { B: "2", A: "1" }, type: "header" } },
    [],
  ],
  ["an object that differs deep down", { auth: { headers: { A: "1" } } }, { auth: { headers: { A: "2" } } }, ["auth"]],
  ["a list of an exact property in another order", { auth: ["1", "2"] }, { auth: ["2", "1"] }, ["auth"]],
  ["an unknown value", { name: "a" }, { name: UNKNOWN }, ["name"]],
  ["an unknown value that was unknown before", { name: UNKNOWN }, { name: UNKNOWN }, ["name"]],
  ["an unknown element", { ids: ["1"] }, { ids: ["1", UNKNOWN] }, ["ids"]],
  ["an unknown part", { auth: { headers: { A: "1" } } }, { auth: { headers: { A: UNKNOWN } } }, ["auth"]],
  ["outputs, which are no inputs", { name: "a", clientId: "x" }, { name: "a" }, []],
  ["what counts at creation only, added", {}, { adopt: { id: "1" } }, []],
  ["what counts at creation only, removed", { adopt: { id: "1" } }, {}, []],
  ["what counts at creation only, unknown", { adopt: { id: "1" } }, { adopt: UNKNOWN }, []],
  ["several changes", { name: "a", email: "x" }, { name: "b", ids: [1] }, ["name", "email", "ids"]],
])("the properties that change with %s", (_, olds, news, changed) => {
  expect(changedProperties(properties, olds, news)).toEqual(changed);
});

test("what a server orders in its own way is kept as it is held, and a change of its content is not", () => {
  const held = { name: "a", ids: ["2", "1"], clientId: "x" };
  expect(asRecorded(properties, held, { name: "a", ids: ["1", "2"], clientId: "y" })).toEqual({
    ...held,
    clientId: "y",
  });
  expect(asRecorded(properties, held, { name: "b", ids: ["1"] })).toEqual({ name: "b", ids: ["1"] });
  expect(asRecorded(properties, held, { name: "a" })).toEqual({ name: "a" });
});
