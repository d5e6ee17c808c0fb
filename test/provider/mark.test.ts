import fc from "fast-check";
import {
  hasMark,
  isOf,
  isOthers,
  markIn,
  newMark,
  ownerIn,
  ownerOf,
  stackIn,
  stackPart,
  withMark,
  withoutMark,
} from "../../provider/mark";

const MARK = "01234567.0123456789ab.0a1b2c";
const mark = fc.stringMatching(/^[0-9a-f]{8}\.[0-9a-f]{12}\.[0-9a-f]{6}$/);
/** As `check` hands on what a user gives: without white space around it. */
const given = fc.string({ unit: "grapheme" }).map((text) => text.trim());

test.each([
  ["a name", "Orders", "Orders (pulumi:01234567.0123456789ab.0a1b2c)"],
  ["no description", undefined, "(pulumi:01234567.0123456789ab.0a1b2c)"],
  ["an empty description", "", "(pulumi:01234567.0123456789ab.0a1b2c)"],
])("%s carries the mark where a human sees it", (_, text, marked) => {
  expect(withMark(text, MARK)).toBe(marked);
});

test("what carries a mark is found by it, and shown without it", () => {
  fc.assert(
    fc.property(given, mark, (text, mark) => {
      const marked = withMark(text, mark);
      expect(hasMark(marked, mark)).toBe(true);
      expect(withoutMark(marked)).toBe(text === "" ? undefined : text);
      expect(markIn(marked)).toBe(mark);
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
  expect(markIn(carrier)).toBe(mark);
});

const program = { scope: "", project: "shop", stack: "prod" };

describe("the owner part of a mark", () => {
  const own = ownerOf(program, [], "ApiClient", "orders");

  test("says stack and resource, and stays the same from run to run", () => {
    // By SHA-256 of ["","shop","prod"] and ["ApiClient","orders"].
    expect(own).toBe("481636c5.d1c4d336efd1");
    expect(own.startsWith(`${stackPart(program)}.`)).toBe(true);
  });

  test.each<[string, string]>([
    ["another name", ownerOf(program, [], "ApiClient", "invoices")],
    ["another class", ownerOf(program, [], "ApiClientCredential", "orders")],
    ["a parent", ownerOf(program, ["acme:Team"], "ApiClient", "orders")],
    ["another stack", ownerOf({ ...program, stack: "dev" }, [], "ApiClient", "orders")],
    ["another project", ownerOf({ ...program, project: "crm" }, [], "ApiClient", "orders")],
    ["another scope", ownerOf({ ...program, scope: "two" }, [], "ApiClient", "orders")],
    ["a name that runs into the class", ownerOf(program, [], "ApiClient,orders", "")],
  ])("is another one with %s", (_, other) => {
    expect(other).not.toBe(own);
  });

  test("knows no adapter, also in what is above the resource", () => {
    const below = (parent: string) => ownerOf(program, [parent], "ApiClientCredential", "eu");
    expect(below("pulumi-nodejs:dynamic/workato:ApiClient")).toBe(below("workato-dcr:index:ApiClient"));
  });
});

test("each create makes a mark of its own for the same owner", () => {
  const owner = ownerOf(program, [], "ApiClient", "orders");
  const [one, two] = [newMark(owner), newMark(owner)];
  expect(one).not.toBe(two);
  for (const mark of [one, two]) {
    expect([ownerIn(mark), stackIn(mark), markIn(withMark("Orders", mark))]).toEqual([owner, stackPart(program), mark]);
  }
});

const OWNER = ownerIn(MARK);
test.each<[string, string | undefined, { ofOwner: boolean; others: boolean }]>([
  ["the mark", `Orders (pulumi:${MARK})`, { ofOwner: true, others: false }],
  ["another instance of it", `pulumi:${OWNER}.ffffff`, { ofOwner: true, others: true }],
  ["another owner", `pulumi:01234567.ffffffffffff.0a1b2c`, { ofOwner: false, others: true }],
  ["no mark any more", "Orders", { ofOwner: false, others: false }],
  ["nothing", undefined, { ofOwner: false, others: false }],
])("what carries %s", (_, carrier, expected) => {
  expect({ ofOwner: isOf(OWNER, carrier), others: isOthers(carrier, MARK) }).toEqual(expected);
});

test("a name is cut so that it and the mark have room", () => {
  fc.assert(
    fc.property(given, mark, (text, mark) => {
      const marked = withMark(text.repeat(20), mark, 100);
      expect(marked.length).toBeLessThanOrEqual(100);
      expect(markIn(marked)).toBe(mark);
      expect(text.repeat(20).startsWith(withoutMark(marked) ?? "")).toBe(true);
      expect(marked).not.toMatch(/\p{Surrogate}/u);
    }),
  );
});
