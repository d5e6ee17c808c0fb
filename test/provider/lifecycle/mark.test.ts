import fc from "fast-check";
import { hasMark, markOf, withMark, withoutMark } from "../../../provider/lifecycle/mark";

const MARK = "0123456789abcdef";
const mark = fc.stringMatching(/^[0-9a-f]{16}$/);
/** As `check` hands on what a user gives: without white space around it. */
const given = fc.string({ unit: "grapheme" }).map((text) => text.trim());

test.each([
  ["a name", "Orders", "Orders (pulumi:0123456789abcdef)"],
  ["no description", undefined, "(pulumi:0123456789abcdef)"],
  ["an empty description", "", "(pulumi:0123456789abcdef)"],
])("%s carries the mark where a human sees it", (_, text, marked) => {
  expect(withMark(text, MARK)).toBe(marked);
});

test("what carries a mark is found by it, and shown without it", () => {
  fc.assert(
    fc.property(given, mark, (text, mark) => {
      const marked = withMark(text, mark);
      expect(hasMark(marked, mark)).toBe(true);
      expect(withoutMark(marked)).toBe(text === "" ? undefined : text);
      expect(markOf(marked)).toBe(mark);
    }),
  );
});

test("what carries the mark of another resource is not found", () => {
  fc.assert(
    fc.property(given, mark, mark, (text, own, foreign) => {
      fc.pre(own !== foreign);
      expect(hasMark(withMark(text, foreign), own)).toBe(false);
    }),
  );
});

test.each([
  ["nothing", undefined],
  ["null", null],
  ["no mark", "Orders"],
  ["a mark in the middle", `Orders (pulumi:${MARK}) of 2026`],
  ["a bare mark", `Orders pulumi:${MARK}`],
  ["the mark of another tool", `Orders (terraform:${MARK})`],
  ["a longer mark", `Orders (pulumi:${MARK}0)`],
  ["a shorter mark", `Orders (pulumi:${MARK.slice(1)})`],
  ["a mark in capitals", `Orders (pulumi:${MARK.toUpperCase()})`],
])("a text with %s is not ours", (_, text) => {
  expect(hasMark(text, MARK)).toBe(false);
});

test.each([
  ["nothing", undefined, undefined],
  ["null", null, undefined],
  ["no mark", "Orders", "Orders"],
  ["a bracket of its own", "Orders (pulumi: see wiki)", "Orders (pulumi: see wiki)"],
  ["a mark in the middle", `Orders (pulumi:${MARK}) of 2026`, `Orders (pulumi:${MARK}) of 2026`],
  ["the mark of another tool", `Orders (terraform:${MARK})`, `Orders (terraform:${MARK})`],
])("a text with %s is shown as it is", (_, text, shown) => {
  expect(withoutMark(text)).toBe(shown);
});

test.each([
  ["a suffix", `Orders (pulumi:${MARK})`, MARK],
  ["the mark alone, as connections and keys have it", `pulumi:${MARK}`, MARK],
  ["digits that only look like one", MARK, undefined],
  ["nothing", undefined, undefined],
  ["null", null, undefined],
  ["a name", "Orders", undefined],
  ["an id of somebody else's", "0123456789", undefined],
  ["a mark that something follows", `pulumi:${MARK} and more`, undefined],
  ["the mark of another tool", `Orders (terraform:${MARK})`, undefined],
])("whose an object is, by %s", (_, carrier, mark) => {
  expect(markOf(carrier)).toBe(mark);
});
