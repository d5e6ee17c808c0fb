import { onePage } from "../../../provider/api/listing";
import { SharedList } from "../../../provider/api/shared-list";

interface Row {
  id: string;
}

const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id }));

/** A list whose loads end when the test says so. */
function controlled() {
  const loads: { resolve(items: Row[]): void; reject(error: Error): void }[] = [];
  const list = new SharedList<Row>(() =>
    onePage(new Promise((resolve, reject) => void loads.push({ resolve, reject }))),
  );
  const end = (load: number, items: Row[]) => loads[load]?.resolve(items);
  const fail = (load: number) => loads[load]?.reject(new Error(`load ${load} failed`));
  return { list, loads, end, fail };
}

test("parallel and later readers share one load", async () => {
  const { list, loads, end } = controlled();
  const parallel = [list.get(), list.get(), list.get()];
  end(0, rows("a"));
  await expect(Promise.all(parallel)).resolves.toEqual([rows("a"), rows("a"), rows("a")]);
  await expect(list.get()).resolves.toEqual(rows("a"));
  expect(loads).toHaveLength(1);
});

test("who looks for a row has the list read anew if it was read before, once for all who miss one", async () => {
  const { list, loads, end } = controlled();
  const first = list.including(["b"]);
  end(0, rows("a"));
  await expect(first).resolves.toEqual(rows("a"));
  await expect(list.including(["a"])).resolves.toEqual(rows("a"));
  expect(loads).toHaveLength(1);
  const missing = [list.including(["a", "b"]), list.including(["c"])];
  await new Promise(setImmediate);
  end(1, rows("a", "b"));
  await expect(Promise.all(missing)).resolves.toEqual([rows("a", "b"), rows("a", "b")]);
  expect(loads).toHaveLength(2);
});

test("nothing is loaded before somebody asks", () => {
  expect(controlled().loads).toHaveLength(0);
});

test("a load that fails is reported to all who wait for it, and tried again by the next", async () => {
  const { list, loads, end, fail } = controlled();
  const waiting = [list.get(), list.get()];
  fail(0);
  await expect(Promise.allSettled(waiting)).resolves.toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  const next = list.get();
  end(1, rows("a"));
  await expect(next).resolves.toEqual(rows("a"));
  expect(loads).toHaveLength(2);
});

test.each([
  ["a write", async () => "written", { status: "fulfilled", value: "written" }],
  [
    "a write that failed, since its answer may be all that was lost",
    async () => Promise.reject(new Error("lost")),
    { status: "rejected", reason: new Error("lost") },
  ],
])("after %s the list is loaded anew, once", async (_, write, result) => {
  const { list, loads, end } = controlled();
  const before = list.get();
  end(0, rows("a"));
  await before;
  await expect(Promise.allSettled([list.change<string>(write)])).resolves.toEqual([result]);
  const after = [list.get(), list.get()];
  end(1, rows("a", "b"));
  await expect(Promise.all(after)).resolves.toEqual([rows("a", "b"), rows("a", "b")]);
  expect(loads).toHaveLength(2);
});

test("what is loaded while a write is under way is not kept, since it may be from before the write", async () => {
  const { list, end } = controlled();
  let done = () => {};
  const change = list.change(() => new Promise<void>((resolve) => (done = resolve)));
  const early = list.get();
  end(0, rows("old"));
  await expect(early).resolves.toEqual(rows("old"));
  done();
  await change;
  const late = list.get();
  end(1, rows("new"));
  await expect(late).resolves.toEqual(rows("new"));
});

test("a load that a write overtakes is for those who wait for it only", async () => {
  const { list, loads, end } = controlled();
  const early = list.get();
  await list.change(async () => {});
  const late = list.get();
  end(1, rows("new"));
  end(0, rows("old"));
  await expect(early).resolves.toEqual(rows("old"));
  await expect(late).resolves.toEqual(rows("new"));
  await expect(list.get()).resolves.toEqual(rows("new"));
  expect(loads).toHaveLength(2);
});

test("a row is looked for in the newer load, also where an overtaken one comes after it", async () => {
  const { list, end } = controlled();
  const early = list.find("new");
  await list.change(async () => {});
  const late = list.find("new");
  end(1, rows("new"));
  await expect(late).resolves.toEqual({ id: "new" });
  end(0, rows("old"));
  await expect(early).resolves.toBeUndefined();
  await expect(list.find("new")).resolves.toEqual({ id: "new" });
});

test("the failure of an overtaken load does not drop what was loaded after it", async () => {
  const { list, loads, end, fail } = controlled();
  const early = list.get();
  await list.change(async () => {});
  const late = list.get();
  end(1, rows("new"));
  await late;
  fail(0);
  await expect(early).rejects.toThrow("load 0 failed");
  await expect(list.get()).resolves.toEqual(rows("new"));
  expect(loads).toHaveLength(2);
});

test("a row is found by its id, in what is loaded by now", async () => {
  const { list, loads, end } = controlled();
  const found = list.find("b");
  end(0, rows("a", "b"));
  await expect(found).resolves.toEqual({ id: "b" });
  await expect(list.find("c")).resolves.toBeUndefined();
  expect(loads).toHaveLength(1);
  await list.change(async () => {});
  const again = list.find("c");
  end(1, rows("c"));
  await expect(again).resolves.toEqual({ id: "c" });
});
