import { listed, type Selector, select, selectorProblem } from "../../../provider/lifecycle/select";

const okta = { id: "1", name: "Okta" };
const lower = { id: "2", name: "okta" };
const twin = { id: "3", name: "okta" };
const named = { id: "4", name: "1" };
const all = [okta, lower, twin, named];

test.each<[string, Selector, object]>([
  ["an id", { id: "1" }, { one: okta }],
  ["an id as a number", { id: 1 }, { one: okta }],
  ["a name, to the letter", { name: "Okta" }, { one: okta }],
  ["a name that looks like an id", { name: "1" }, { one: named }],
  ["a name that several have", { name: "okta" }, { several: [lower, twin] }],
  ["a name that none has", { name: "OKTA" }, { none: all }],
  ["an id that none has", { id: "9" }, { none: all }],
])("by %s", (_, selector, selected) => {
  expect(select(all, selector)).toEqual(selected);
});

test.each<[string, unknown, string | undefined]>([
  ["a name", { name: "Okta" }, undefined],
  ["an id", { id: "1" }, undefined],
  ["an id as a number, beside an absent name", { id: 1, name: undefined }, undefined],
  ["nothing at all", undefined, "takes either id or name, and got neither"],
  ["an absent name", { name: undefined }, "takes either id or name, and got neither"],
  ["both", { id: 1, name: "Okta" }, "takes either id or name, and got id, name"],
  ["a misspelt property", { nmae: "Okta" }, "takes either id or name, and got nmae"],
  ["an output", { name: { apply: () => {} } }, "takes a plain value as name"],
  ["a number as a name", { name: 1 }, "takes a plain value as name"],
])("as arguments: %s", (_, args, problem) => {
  expect(selectorProblem(args)).toBe(problem);
});

test.each<[string, { id: string; name: string }[], string]>([
  ["none", [], "there is none at all"],
  [
    "some, by name",
    [
      { id: "2", name: "b" },
      { id: "1", name: "a" },
    ],
    '"a" (id 1), "b" (id 2)',
  ],
])("an error lists the candidates: %s", (_, objects, text) => {
  expect(listed(objects)).toBe(text);
});

test("an error lists no more than twenty candidates", () => {
  const many = Array.from({ length: 23 }, (_, index) => ({ id: `${index}`, name: `c${100 + index}` }));
  expect(listed(many)).toMatch(/^"c100" \(id 0\), .*"c119" \(id 19\), and 3 more$/);
});
