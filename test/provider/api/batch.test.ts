import { Batch } from "../../../provider/api/batch";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function batch(few: number) {
  const calls = { one: [] as string[], list: [] as string[] };
  const one = async (id: string) => {
    calls.one.push(id);
    return id === "gone" ? undefined : `one ${id}`;
  };
  const fromList = async (id: string) => {
    calls.list.push(id);
    return `listed ${id}`;
  };
  const reads = new Batch(few, one, fromList);
  const all = async (...ids: string[]) => {
    const results = ids.map((id) => reads.read(id));
    await jest.advanceTimersByTimeAsync(1000);
    return Promise.all(results);
  };
  return { calls, reads, all };
}

test("a few reads go out one by one", async () => {
  const { calls, all } = batch(2);
  await expect(all("a", "gone")).resolves.toEqual(["one a", undefined]);
  expect(calls).toEqual({ one: ["a", "gone"], list: [] });
});

test("many reads are answered from the list, all of them", async () => {
  const { calls, all } = batch(2);
  await expect(all("a", "b", "c")).resolves.toEqual(["listed a", "listed b", "listed c"]);
  expect(calls.one).toEqual([]);
});

test("many are not gathered for longer than it takes to see that they are many", async () => {
  const { reads } = batch(2);
  const results = ["a", "b", "c"].map((id) => reads.read(id));
  // No timer goes on.
  await expect(Promise.all(results)).resolves.toEqual(["listed a", "listed b", "listed c"]);
});

test("reads are gathered until none comes any more", async () => {
  const { calls, reads } = batch(2);
  const results: Promise<unknown>[] = [];
  for (const id of ["a", "b", "c"]) {
    results.push(reads.read(id));
    await jest.advanceTimersByTimeAsync(15);
  }
  await expect(Promise.all(results)).resolves.toEqual(["listed a", "listed b", "listed c"]);
  expect(calls.one).toEqual([]);
});

test("reads that come one after the other are counted together", async () => {
  const { all } = batch(2);
  await expect(all("a")).resolves.toEqual(["one a"]);
  await expect(all("b")).resolves.toEqual(["one b"]);
  await expect(all("c")).resolves.toEqual(["listed c"]);
});

test("once many were asked for, none waits for others", async () => {
  const { reads, all } = batch(2);
  await all("a", "b", "c");
  // No timer goes on.
  await expect(reads.read("d")).resolves.toBe("listed d");
});

test("a read that fails is reported to its caller alone", async () => {
  const one = async (id: string) => {
    if (id === "bad") throw new Error("refused");
    return id;
  };
  const reads = new Batch(9, one, one);
  const results = Promise.allSettled([reads.read("bad"), reads.read("good")]);
  await jest.advanceTimersByTimeAsync(1000);
  await expect(results).resolves.toMatchObject([{ status: "rejected" }, { status: "fulfilled", value: "good" }]);
});
