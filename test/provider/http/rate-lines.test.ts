import { Limiter } from "../../../provider/http/rate";
import { FakeClock } from "./fake-clock";

/** A limiter, and the lines about it, each with its time. */
function limited(perMinute: number) {
  const clock = new FakeClock();
  const limiter = new Limiter({ perMinute: perMinute }, clock);
  const lines: string[] = [];
  const log = (line: string) => lines.push(`${Math.round(clock.now() / 1000)} s: ${line}`);
  const turn = () => ({ ticket: limiter.ticket(), patienceMs: 300_000, vendor: "Okta", log });
  /** Calls that are made at that time, all at once, and take so long each. */
  const calls = (count: number, at: number, tookMs: number) => {
    for (let n = 0; n < count; n++) {
      clock.after(at, async () => {
        await limiter.take(turn());
        clock.after(tookMs, () => limiter.done({}));
      });
    }
  };
  return { clock, limiter, lines, turn, calls };
}

/** A slot comes free every 3 s from the 61st second on. */
function spread({ calls }: ReturnType<typeof limited>) {
  for (let n = 0; n < 20; n++) calls(1, n * 3_000, 0);
}

test("a long wait of many short ones is told with what for and how many wait", async () => {
  const it = limited(20);
  spread(it);
  it.calls(5, 58_000, 0);
  await it.clock.run();
  expect(it.lines).toEqual(["63 s: a call has waited 5 s for the limit of 20 calls a minute (4 calls wait)"]);
});

test("waits that are short for each call are not told, however many they are", async () => {
  const it = limited(20);
  spread(it);
  for (let n = 0; n < 20; n++) it.calls(1, 58_000 + n * 3_000, 0);
  await it.clock.run();
  expect(it.lines).toEqual([]);
});

test("there is one line a minute for as long as somebody waits", async () => {
  const it = limited(20);
  spread(it);
  it.calls(50, 58_000, 0);
  await it.clock.run();
  expect(it.lines).toHaveLength(3);
  expect(it.lines.map((line) => line.split(" ")[0])).toEqual(["63", "128", "193"]);
});

test("calls that wait for a slow server say so", async () => {
  const it = limited(1000);
  it.calls(23, 0, 100_000);
  await it.clock.run();
  expect(it.lines).toEqual([
    "5 s: a call has waited 5 s for calls that are under way (3 calls wait)",
    "70 s: a call has waited 70 s for calls that are under way (3 calls wait)",
  ]);
});

test("the waits of a call that is refused over and over are counted together", async () => {
  const { clock, limiter, lines, turn } = limited(1000);
  const again = turn();
  const work = async () => {
    for (let attempt = 1; attempt <= 8; attempt++) {
      await limiter.take(again);
      await new Promise<void>((resolve) => void clock.after(1_000, resolve));
      limiter.done({ refusedForMs: 2_000 });
    }
  };
  const all = work();
  await clock.run();
  await all;
  // It waited two seconds of each three.
  expect(lines).toEqual(["8 s: a call has waited 5 s for the vendor's rate limit (1 calls wait)"]);
});

test("a wait that is known to be long is told at once, and not again before it is over", async () => {
  const { clock, limiter, lines, turn } = limited(1000);
  await limiter.take(turn());
  limiter.done({ refusedForMs: 200_000 });
  const all = [1, 2].map(() => limiter.take(turn()).then(() => limiter.done({})));
  await clock.run();
  await Promise.all(all);
  expect(lines).toEqual(["0 s: waiting 200 s for the vendor's rate limit (1 calls wait)"]);
});

test("nothing is left behind once nobody waits", async () => {
  const it = limited(1000);
  it.calls(25, 0, 100);
  await it.clock.run();
  expect(it.clock.now()).toBe(200);
  expect(it.clock.idle).toBe(true);
});
