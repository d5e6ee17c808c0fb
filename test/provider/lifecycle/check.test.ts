import { z } from "zod";
import { checkProperties, propertyPath } from "../../../provider/lifecycle/check";
import type { Properties } from "../../../provider/lifecycle/properties";
import { type Path, UNKNOWN } from "../../../provider/lifecycle/unknown";

const exact = "exact" as const;
const properties = {
  name: { schema: z.string("must be a string").trim().min(1, "must not be empty"), compared: exact },
  ids: { schema: z.array(z.number("must be a number").transform(String)).optional(), compared: exact },
  place: {
    schema: z.strictObject({ path: z.string("must be a string") }, { error: "must be { path }" }).optional(),
    compared: exact,
  },
  way: {
    schema: z
      .discriminatedUnion("by", [
        z.strictObject({ by: z.literal("a"), name: z.string() }),
        z.strictObject({ by: z.literal("b"), key: z.string() }),
      ])
      .optional(),
    compared: exact,
  },
  owner: { schema: z.string().optional(), compared: exact, hidden: true },
  key: {
    schema: z.strictObject({ part: z.string("must be a string") }, { error: "must be { part }" }).optional(),
    compared: exact,
    secret: true,
  },
} satisfies Properties;

const check = (raw: Record<string, unknown>) => checkProperties(properties, raw);

test("inputs are handed on normalised, without what was left out", () => {
  expect(check({ name: " Okta ", ids: [1, 2], place: null, key: undefined, other: undefined })).toEqual({
    inputs: { name: "Okta", ids: ["1", "2"] },
    problems: [],
  });
  expect(Object.keys(check({ name: "Okta", place: null, key: undefined }).inputs)).toEqual(["name"]);
});

test("every mistake is reported, each at its path", () => {
  const { problems } = check({ name: "", ids: [1, "x", 3, null], place: { path: 5, pth: "" }, nmae: "Okta" });
  expect(problems).toEqual(
    expect.arrayContaining([
      { property: "name", reason: "must not be empty" },
      { property: "ids[1]", reason: "must be a number" },
      { property: "ids[3]", reason: "must be a number" },
      { property: "place.path", reason: "must be a string" },
      { property: "place.pth", reason: expect.stringContaining("no such property") },
      { property: "nmae.*", reason: expect.stringContaining("no such property") },
    ]),
  );
  expect(problems).toHaveLength(6);
});

test("a mistake hides neither another one nor what else is right", () => {
  const { inputs, problems } = check({ name: 5, ids: [1] });
  expect(problems).toEqual([{ property: "name", reason: "must be a string" }]);
  expect(inputs).toEqual({ name: 5, ids: ["1"] });
});

test.each<[string, Record<string, unknown>]>([
  ["a property", { name: UNKNOWN }],
  ["a list", { name: "a", ids: UNKNOWN }],
  ["an element", { name: "a", ids: [1, UNKNOWN] }],
  ["an object", { name: "a", place: UNKNOWN }],
  ["a part of an object", { name: "a", place: { path: UNKNOWN } }],
  ["a secret", { name: "a", key: UNKNOWN }],
])("%s that is unknown is accepted, and stays unknown", (_, raw) => {
  const { inputs, problems } = check(raw);
  expect(problems).toEqual([]);
  expect(JSON.stringify(inputs)).toContain(UNKNOWN);
});

test("an unknown element does not excuse the one beside it", () => {
  expect(check({ name: "a", ids: [UNKNOWN, "x"] }).problems).toEqual([
    { property: "ids[1]", reason: "must be a number" },
  ]);
});

test.each<[string, Record<string, unknown>, string, string]>([
  ["a property", { name: "a", plaec: {} }, "plaec.*", 'there is no such property as "plaec"; did you mean "place"?'],
  [
    "a part",
    { name: "a", place: { pat: "b" } },
    "place.pat",
    'there is no such property as "pat"; did you mean "path"?',
  ],
  [
    "a part of a form",
    { name: "a", way: { by: "b", kay: 1 } },
    "way.kay",
    'no such property as "kay"; did you mean "key"?',
  ],
  [
    "what resembles nothing",
    { name: "a", other: 1 },
    "other.*",
    'there is no such property as "other"; check its spelling',
  ],
  ["what resembles what the SDK sets", { name: "a", ownr: 1 }, "ownr.*", "; check its spelling"],
])("%s that is misspelt is named, with the one that was meant", (_, raw, property, reason) => {
  const { problems } = check(raw);
  expect(problems.find((it) => it.property === property)?.reason).toContain(reason);
});

test("a misspelt property is reported even when its value is unknown", () => {
  expect(check({ name: "a", nmae: UNKNOWN }).problems.map(({ property }) => property)).toEqual(["nmae.*"]);
});

test.each<[Path, readonly string[], string]>([
  [["name"], [], "name"],
  [["introspection", "endpointPath"], [], "introspection.endpointPath"],
  [["requiredClaims", 2], [], "requiredClaims[2]"],
  [["a", 0, "b", 1], [], "a[0].b[1]"],
  [["auth", "headers", "Authorization"], ["auth"], "auth.headers.Authorization"],
])("the path %j is written as users write it (secrets: %j)", (path, secrets, written) => {
  expect(propertyPath(path, secrets)).toBe(written);
});

test.each([
  ["of a wrong type", { name: "a", key: "hunter2" }],
  ["with a misspelt part", { name: "a", key: { part: "hunter2", prat: "hunter2" } }],
  ["with a wrong part", { name: "a", key: { part: ["hunter2"] } }],
])("a secret %s is never named alone, since the engine would print its value", (_, raw) => {
  const { problems } = check(raw);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.property).toMatch(/^key\../);
  expect(JSON.stringify(problems)).not.toContain("hunter2");
});
