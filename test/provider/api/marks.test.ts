import { type Marked, Marks } from "../../../provider/api/marks";

const OWNER = "01234567.0123456789ab";
const MARK = `${OWNER}.0a1b2c`;
const OTHER = "01234567.ffffffffffff.0a1b2c";
const carrying = (id: string, mark: string, createdAt?: string): Marked => ({ id, mark, createdAt });

function marks(...rows: Marked[]) {
  let lists = 0;
  const it = new Marks(
    async () => {
      lists++;
      return rows;
    },
    async () => undefined,
  );
  return { it, lists: () => lists };
}

const ids = async (it: Marks) => (await it.of(OWNER)).map(({ id }) => id);

test("finds what carries a mark of the owner, of whatever instance, the oldest first", async () => {
  const { it } = marks(
    carrying("new", MARK, "2026-02-01T00:00:00Z"),
    carrying("old", `${OWNER}.ffffff`, "2026-01-01T00:00:00Z"),
    carrying("foreign", OTHER),
  );
  expect(await ids(it)).toEqual(["old", "new"]);
  expect([await it.on("new"), await it.on("foreign"), await it.on("gone")]).toEqual([MARK, OTHER, undefined]);
});

test("costs one list, however often it is asked", async () => {
  const { it, lists } = marks(carrying("a", MARK));
  await Promise.all([it.of(OWNER), it.on("a"), it.of("other")]);
  it.note(carrying("b", MARK));
  expect(await ids(it)).toEqual(["a", "b"]);
  expect(lists()).toBe(1);
});

test.each<[string, (it: Marks) => void, string[]]>([
  ["made", (it) => it.note(carrying("b", MARK)), ["a", "b"]],
  ["taken over", (it) => it.note(carrying("a", OTHER)), []],
  ["given another instance", (it) => it.note(carrying("a", `${OWNER}.ffffff`)), ["a"]],
  ["deleted", (it) => it.forget("a"), []],
])("knows what this process has %s, before and after the list", async (_, write, expected) => {
  const before = marks(carrying("a", MARK)).it;
  write(before);
  expect(await ids(before)).toEqual(expected);
  const after = marks(carrying("a", MARK)).it;
  await after.of(OWNER);
  write(after);
  expect(await ids(after)).toEqual(expected);
});

test("a list that failed is asked for again", async () => {
  let broken = true;
  const list = async () => {
    if (broken) throw new Error("cut");
    return [carrying("a", MARK)];
  };
  const it = new Marks(list, async () => undefined);
  await expect(it.of(OWNER)).rejects.toThrow("cut");
  broken = false;
  expect(await ids(it)).toEqual(["a"]);
});

test("an object that the list has passed over while it was paged is asked for by its id", async () => {
  const it = new Marks(
    async () => [],
    async (id) => (id === "a" ? MARK : undefined),
  );
  expect([await it.on("a"), await it.on("b")]).toEqual([MARK, undefined]);
});

test("tells what this process has written from what it has only read", async () => {
  const { it } = marks(carrying("a", MARK));
  expect(it.wrote("a")).toBe(false);
  it.note(carrying("a", MARK));
  expect(it.wrote("a")).toBe(true);
});
