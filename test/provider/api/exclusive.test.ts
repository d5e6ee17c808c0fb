import { exclusive } from "../../../provider/api/exclusive";

const tick = () => new Promise((resolve) => setImmediate(resolve));

test("work on one object is done one after the other, in the order of the calls", async () => {
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await tick();
    log.push(`${name} ends`);
    return name;
  };
  const results = await Promise.all(["a", "b", "c"].map((name) => exclusive("order", work(name))));
  expect(results).toEqual(["a", "b", "c"]);
  expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("work that fails is reported to its caller and does not keep others from theirs", async () => {
  const failing = exclusive("failure", async () => {
    await tick();
    throw new Error("refused");
  });
  const next = exclusive("failure", async () => "done");
  await expect(failing).rejects.toThrow("refused");
  await expect(next).resolves.toBe("done");
});

test("work on another object does not wait", async () => {
  let release = () => {};
  const held = exclusive("held", () => new Promise<void>((resolve) => (release = resolve)));
  await expect(exclusive("free", async () => "done")).resolves.toBe("done");
  release();
  await held;
});
