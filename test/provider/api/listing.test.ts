import { Listing } from "../../../provider/api/listing";

const row = (id: string, more: object = {}) => ({ id, ...more });

/** A list whose pages come when the test says so. */
function controlled() {
  const waiting: ((page: { id: string }[] | Error | undefined) => void)[] = [];
  async function* pages() {
    for (;;) {
      const page = await new Promise<{ id: string }[] | Error | undefined>((resolve) => waiting.push(resolve));
      if (page instanceof Error) throw page;
      if (page === undefined) return;
      yield page;
    }
  }
  const come = async (page: { id: string }[] | Error | undefined) => {
    waiting.shift()?.(page);
    await new Promise(setImmediate);
  };
  return { list: new Listing(pages()), come, asked: () => waiting.length };
}

test("a row is there with its page, while later pages are still to come", async () => {
  const { list, come } = controlled();
  const found = list.find("b");
  await come([row("a")]);
  await come([row("b")]);
  await expect(found).resolves.toEqual({ id: "b" });
  await expect(list.find("a")).resolves.toEqual({ id: "a" });
});

test("that a row is missing is known once all pages are there", async () => {
  const { list, come } = controlled();
  let missing: unknown = "not known";
  void list.find("c").then((found) => {
    missing = found;
  });
  await come([row("a")]);
  expect(missing).toBe("not known");
  await come(undefined);
  expect(missing).toBeUndefined();
});

test("all rows are those of all pages, each once, as the later page shows it", async () => {
  const { list, come } = controlled();
  const all = list.all();
  await come([row("a"), row("b")]);
  await come([row("b", { name: "renamed" }), row("c")]);
  await come(undefined);
  await expect(all).resolves.toEqual([{ id: "a" }, { id: "b", name: "renamed" }, { id: "c" }]);
});

test("a page that fails fails what needs it, and nothing that was seen before; nobody has to wait for it", async () => {
  const { list, come } = controlled();
  await come([row("a")]);
  const waiting = [list.find("b"), list.all()];
  await Promise.all([Promise.allSettled(waiting), come(new Error("page 2"))]);
  for (const it of [...waiting, list.all(), list.find("b")]) await expect(it).rejects.toThrow("page 2");
  await expect(list.find("a")).resolves.toEqual({ id: "a" });
  expect(list.hasFailed).toBe(true);
});

test("a page that fails while nobody waits ends no process", async () => {
  const { list, come } = controlled();
  await come(new Error("page 1"));
  expect(list.hasFailed).toBe(true);
});

test("an abandoned list goes on for those who wait, and for nobody else", async () => {
  const { list, come, asked } = controlled();
  const found = list.find("b");
  list.abandon();
  await come([row("a")]);
  expect(asked()).toBe(1);
  await come([row("b")]);
  await expect(found).resolves.toEqual({ id: "b" });
  // One page may have been asked for by then.
  await come([row("c")]);
  expect(asked()).toBe(0);
});
