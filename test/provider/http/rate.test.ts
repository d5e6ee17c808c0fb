import * as fc from "fast-check";
import { Limiter, limiterFor, type Turn } from "../../../provider/http/rate";
import { FakeClock } from "./fake-clock";
import { FakeVendor, type Policy } from "./fake-vendor";

const MINUTE = 60_000;

/** Makes the calls, `parallel` at a time, and lets time pass until all are served. */
async function work(
  vendor: FakeVendor,
  limiter: Limiter,
  calls: number,
  {
    parallel = 1000,
    legs = () => [50, 50] as const,
  }: { parallel?: number; legs?: () => readonly [number, number] } = {},
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < calls) {
      next += 1;
      await vendor.call(limiter, next, legs());
    }
  };
  const all = Promise.all(Array.from({ length: parallel }, worker));
  await vendor.clock.run();
  await all;
}

const legs = fc.tuple(fc.integer({ min: 0, max: 499 }), fc.integer({ min: 0, max: 499 }));
const phase = fc.integer({ min: 0, max: MINUTE - 1 });
const rounding = fc.constantFrom(Math.ceil, Math.floor, (seconds: number) => seconds);

/** Vendors for which the pace can be known: from the configured limit, or from what they announce. */
const policies = fc.record<Policy>({
  window: fc.constantFrom("fixed", "sliding"),
  limit: fc.integer({ min: 5, max: 40 }),
  phase,
  headers: fc.constantFrom("always", "never"),
  rounding,
});

describe("in a steady state", () => {
  it("never provokes a 429, whatever the vendor's window and the delays on the way", async () => {
    await fc.assert(
      fc.asyncProperty(
        policies,
        fc.infiniteStream(legs),
        fc.integer({ min: 1, max: 60 }),
        async (policy, delays, parallel) => {
          const clock = new FakeClock();
          const vendor = new FakeVendor(policy, clock);
          const delay = () => delays.next().value ?? ([50, 50] as const);
          await work(vendor, new Limiter({ perMinute: policy.limit }, clock), policy.limit * 4, {
            parallel,
            legs: delay,
          });
          expect(vendor.refused).toBe(0);
          expect(vendor.served).toHaveLength(policy.limit * 4);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each<[string, Policy]>([
    ["a fixed window that is announced", { window: "fixed", limit: 25, headers: "always" }],
    ["one that turns 10 s after the start", { window: "fixed", limit: 25, headers: "always", phase: 10_000 }],
    [
      "one that announces by rounded seconds",
      { window: "fixed", limit: 25, headers: "always", phase: 30_500, rounding: Math.floor },
    ],
    ["a fixed window that is not announced", { window: "fixed", limit: 60, headers: "never" }],
    ["a sliding window that is announced", { window: "sliding", limit: 25, headers: "always" }],
    ["a sliding window that is not", { window: "sliding", limit: 60, headers: "never" }],
  ])("takes no more than 5%% over the least time with %s", async (_, policy) => {
    const clock = new FakeClock();
    const vendor = new FakeVendor(policy, clock);
    const calls = policy.limit * 3 + 1;
    await work(vendor, new Limiter({ perMinute: policy.limit }, clock), calls);
    expect(vendor.refused).toBe(0);
    expect(Math.max(...vendor.served)).toBeLessThanOrEqual(vendor.leastMakespan(calls) * 1.05);
  });

  it("keeps clear of the edge of a window", async () => {
    const clock = new FakeClock();
    const vendor = new FakeVendor({ window: "sliding", limit: 5, headers: "never" }, clock);
    await work(vendor, new Limiter({ perMinute: 5 }, clock), 20, { legs: () => [0, 0] });
    expect(vendor.refused).toBe(0);
  });

  it("learns a limit that is lower than the configured one from the headers", async () => {
    const clock = new FakeClock();
    const vendor = new FakeVendor({ window: "fixed", limit: 25, headers: "always" }, clock);
    await work(vendor, new Limiter({ perMinute: 600 }, clock), 101, { parallel: 16 });
    expect(vendor.refused).toBe(0);
    expect(Math.max(...vendor.served)).toBeLessThanOrEqual(vendor.leastMakespan(101) * 1.05);
  });

  it("keeps to a configured limit that is lower than the vendor's", async () => {
    const clock = new FakeClock();
    const vendor = new FakeVendor({ window: "fixed", limit: 100, headers: "always", phase: 30_000 }, clock);
    let calls = 0;
    const spread = () => {
      calls += 1;
      return [calls <= 20 ? calls * 1_000 : 0, 0] as const;
    };
    await work(vendor, new Limiter({ perMinute: 20 }, clock), 70, { legs: spread });
    for (const start of vendor.served) {
      expect(vendor.served.filter((at) => at >= start && at < start + MINUTE).length).toBeLessThanOrEqual(20);
    }
  });

  it("counts what others use of the same limit", async () => {
    const clock = new FakeClock();
    const vendor = new FakeVendor({ window: "fixed", limit: 25, headers: "always" }, clock);
    for (let used = 0; used < 15; used++) vendor.answer();
    await work(vendor, new Limiter({ perMinute: 25 }, clock), 30, { parallel: 8 });
    expect(vendor.refused).toBe(0);
  });
});

describe("a limit that is assumed", () => {
  it.each<[string, Policy, least: number, most: number]>([
    ["gives way to a higher one that is announced", { window: "fixed", limit: 100, headers: "always" }, 0, 2_500],
    ["gives way to a lower one", { window: "fixed", limit: 6, headers: "always" }, 15 * MINUTE, 17 * MINUTE],
    ["holds where none is announced", { window: "sliding", limit: 100, headers: "never" }, 8 * MINUTE, 9 * MINUTE],
  ])("%s", async (_, policy, least, most) => {
    const clock = new FakeClock();
    const vendor = new FakeVendor(policy, clock);
    await work(vendor, new Limiter({ perMinute: 12, assumed: true }, clock), 100, { parallel: 4 });
    expect(vendor.refused).toBe(0);
    expect(Math.max(...vendor.served)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...vendor.served)).toBeLessThanOrEqual(most);
  });

  it("lets no more go than it says before the first answer", async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({ perMinute: 12, assumed: true }, clock);
    let gone = 0;
    for (let n = 0; n < 19; n++) {
      void limiter.take({ ticket: limiter.ticket(), patienceMs: 0, vendor: "Okta", log: () => {} }).then(() => {
        gone += 1;
      });
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(gone).toBe(12);
  });
});

it("lets the whole limit go while the window is empty, twenty calls at a time", async () => {
  const clock = new FakeClock();
  const vendor = new FakeVendor({ window: "sliding", limit: 60, headers: "never" }, clock);
  await work(vendor, new Limiter({ perMinute: 60 }, clock), 60);
  // Each takes 100 ms, and arrives in the middle of them.
  expect(Math.max(...vendor.served)).toBe(50 + 2 * 100);
});

it("serves in the order in which calls came", async () => {
  const clock = new FakeClock();
  const vendor = new FakeVendor({ window: "sliding", limit: 5, headers: "never" }, clock);
  await work(vendor, new Limiter({ perMinute: 5 }, clock), 23);
  expect(vendor.order).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
});

describe("after a 429", () => {
  const turn = (limiter: Limiter, rest: Partial<Turn> = {}): Turn => ({
    ticket: limiter.ticket(),
    patienceMs: 300_000,
    vendor: "Okta",
    log: () => {},
    ...rest,
  });

  async function refusedFor(ms: number) {
    const clock = new FakeClock();
    const limiter = new Limiter({ perMinute: 100 }, clock);
    const first = turn(limiter);
    await limiter.take(first);
    limiter.done({ refusedForMs: ms });
    return { clock, limiter, first };
  }

  it("everybody waits, and the refused call goes first", async () => {
    const { clock, limiter, first } = await refusedFor(30_000);
    const gone: [string, number][] = [];
    const go = async (name: string, it: Turn) => {
      await limiter.take(it);
      gone.push([name, clock.now()]);
      limiter.done({});
    };
    const all = [go("later", turn(limiter)), go("latest", turn(limiter)), go("refused", first)];
    await clock.run();
    await Promise.all(all);
    expect(gone).toEqual([
      ["refused", 30_000],
      ["later", 30_000],
      ["latest", 30_000],
    ]);
  });

  it("one call goes ahead, and the others all at once when it succeeded", async () => {
    const { clock, limiter } = await refusedFor(30_000);
    let gone = 0;
    const seen: number[] = [];
    const all = [1, 2, 3].map(async () => {
      await limiter.take(turn(limiter));
      gone += 1;
    });
    clock.after(30_200, () => {
      seen.push(gone);
      limiter.done({});
    });
    clock.after(30_300, () => seen.push(gone));
    await clock.run();
    await Promise.all(all);
    expect(seen).toEqual([1, 3]);
  });

  it("who cannot wait that long hears so at once, also in the queue", async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({ perMinute: 1 }, clock);
    await limiter.take(turn(limiter));
    const queued = limiter.take(turn(limiter));
    limiter.done({ refusedForMs: 3_600_000 });
    expect(await queued).toEqual({ go: false, askedMs: 3_600_000 });
    expect(await limiter.take(turn(limiter))).toEqual({ go: false, askedMs: 3_600_000 });
    expect(clock.now()).toBe(0);
  });

  it("nobody waits for ever for the one that goes ahead", async () => {
    const { clock, limiter } = await refusedFor(30_000);
    const gone: number[] = [];
    const all = [1, 2, 3].map(() => limiter.take(turn(limiter)).then(() => gone.push(clock.now())));
    await clock.run();
    await Promise.all(all);
    expect(gone).toEqual([30_000, 31_000, 32_000]);
  });

  it("no timer stays behind for those who left", async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({ perMinute: 2 }, clock);
    await Promise.all([limiter.take(turn(limiter)), limiter.take(turn(limiter))]);
    limiter.done({});
    const queued = limiter.take(turn(limiter));
    expect(clock.idle).toBe(false);
    limiter.done({ refusedForMs: 3_600_000 });
    expect(await queued).toMatchObject({ go: false });
    expect(clock.idle).toBe(true);
  });

  it("a long wait is logged once, with its reason, and a short one is not", async () => {
    const { clock, limiter } = await refusedFor(30_000);
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const all = [1, 2, 3].map(() => limiter.take(turn(limiter, { log })).then(() => limiter.done({})));
    await clock.run();
    await Promise.all(all);
    expect(lines).toEqual([expect.stringMatching(/^waiting 30 s for the vendor's rate limit/)]);

    const short = await refusedFor(4_000);
    const later = short.limiter.take(turn(short.limiter, { log }));
    await short.clock.run();
    await later;
    expect(lines).toHaveLength(1);
  });
});

it("all transports of the process share one limiter for an origin, with the strictest of their limits", async () => {
  const clock = new FakeClock();
  const limiter = limiterFor("https://shared.example.com", "", { perMinute: 2 }, clock);
  expect(limiterFor("https://shared.example.com", "", { perMinute: 3 }, clock)).toBe(limiter);
  expect(limiterFor("https://other.example.com", "", { perMinute: 3 }, clock)).not.toBe(limiter);
  expect(limiterFor("https://shared.example.com", "clients", { perMinute: 3 }, clock)).not.toBe(limiter);

  const vendor = new FakeVendor({ window: "sliding", limit: 2, headers: "never" }, clock);
  await work(vendor, limiter, 6);
  expect(vendor.refused).toBe(0);
});
