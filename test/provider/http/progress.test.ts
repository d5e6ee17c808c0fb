import { Progress } from "../../../provider/http/progress";
import { Limiter, limiterFor, waitOfAll } from "../../../provider/http/rate";
import { FakeClock } from "./fake-clock";

const waitFor = "the limit of 12 calls a minute (Workato)";

/** Operations of two calls each, so many at a time, as an engine begins them. */
async function run(count: number, parallel: number, { perMinute = 12, tookMs = 0, stays = false } = {}) {
  const clock = new FakeClock();
  const limiter = new Limiter({ perMinute }, clock);
  const lines: string[] = [];
  const progress = new Progress(clock, (now) => limiter.waitAt(now)?.reason);
  progress.tellBy((line) => lines.push(`${Math.round(clock.now() / 1000)} s: ${line}`), stays);
  const call = async () => {
    await limiter.take({ ticket: limiter.ticket(), patienceMs: 300_000, vendor: "Workato", log: () => {} });
    await new Promise<void>((resolve) => void clock.after(tookMs, resolve));
    limiter.done({});
  };
  let left = count;
  const worker = async () => {
    for (; left > 0; ) {
      left -= 1;
      await progress.of(async () => {
        await call();
        await call();
      });
    }
  };
  const all = Promise.all(Array.from({ length: parallel }, worker));
  await clock.run();
  await all;
  return { lines, clock };
}

test("it is told every ten seconds, for as long as calls wait for a limit", async () => {
  const { lines, clock } = await run(20, 4);
  expect(lines.map((line) => line.split(":")[0])).toEqual(Array.from({ length: 18 }, (_, n) => `${10 * (n + 1)} s`));
  expect(lines[0]).toBe(`10 s: 4 resources done, 4 under way; waiting for ${waitFor}`);
  expect(lines.at(-1)).toBe(`180 s: 16 resources done, 4 under way, 4 a minute; waiting for ${waitFor}`);
  expect(clock.idle).toBe(true);
});

test("lines that stay get fewer after ten minutes", async () => {
  const { lines } = await run(360, 4, { stays: true });
  const times = lines.map((line) => Number.parseInt(line, 10));
  expect(times.filter((at) => at <= 600)).toHaveLength(60);
  expect(times.filter((at) => at > 600 && at <= 1200).length).toBeLessThan(45);
  expect(times.filter((at) => at > 3000 && at <= 3540).length).toBeLessThan(13);
});

test("it is told of operations that go one after the other, too", async () => {
  const { lines } = await run(9, 1);
  expect(lines[0]).toBe(`10 s: 6 resources done, 1 under way; waiting for ${waitFor}`);
});

test("nothing is told where calls wait for answers only, or where all is quick", async () => {
  expect((await run(30, 30, { perMinute: 1000, tookMs: 100_000 })).lines).toEqual([]);
  expect((await run(30, 30, { perMinute: 1000 })).lines).toEqual([]);
});

test("an operation that fails is not done, and its error is its caller's", async () => {
  const clock = new FakeClock();
  const lines: string[] = [];
  const progress = new Progress(clock, () => "nothing");
  progress.tellBy((line) => lines.push(line), false);
  await expect(progress.of(() => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
  const long = progress.of(() => new Promise<void>((resolve) => void clock.after(15_000, resolve)));
  await clock.run();
  await long;
  expect(lines).toEqual(["0 resources done, 1 under way; waiting for nothing"]);
});

test("of several limits, the one is told for which a call has waited longest", async () => {
  const clock = new FakeClock();
  const take = (vendor: string, perMinute: number) => {
    const limiter = limiterFor(`https://${vendor}.example.com`, "", { perMinute }, clock);
    const turn = () => ({ ticket: limiter.ticket(), patienceMs: 300_000, vendor, log: () => {} });
    return () => limiter.take(turn()).then(() => limiter.done({}));
  };
  const [okta, workato] = [take("Okta", 2), take("Workato", 1)];
  await Promise.all([okta(), okta(), workato()]);
  clock.after(1_000, () => void workato());
  clock.after(2_000, () => void okta());
  const seen: (string | undefined)[] = [];
  for (const at of [500, 3_000]) clock.after(at, () => seen.push(waitOfAll(clock.now())));
  await clock.run();
  expect(seen).toEqual([undefined, "the limit of 1 calls a minute (Workato)"]);
  expect(waitOfAll(clock.now())).toBeUndefined();
});
