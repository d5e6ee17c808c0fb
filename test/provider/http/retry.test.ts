import { type Attempt, decide, decideRepeat, type Happened } from "../../../provider/http/retry";

const MIDDLE = () => 0.5;
const answer = (status: number, waitMs?: number): Happened => ({ kind: "answer", status, waitMs });
const refused: Happened = { kind: "unreachable", passing: true };
const unknownHost: Happened = { kind: "unreachable", passing: false };

function decideOn(happened: Happened, rest: Partial<Attempt> = {}) {
  return decide({ method: "GET", attempt: 1, elapsedMs: 0, budgetMs: 300_000, happened, ...rest }, MIDDLE);
}

const PASSING: [string, Happened][] = [
  ["500", answer(500)],
  ["502", answer(502)],
  ["503", answer(503)],
  ["504", answer(504)],
  ["a time-out", { kind: "timeout" }],
  ["a cut connection", { kind: "lost" }],
  ["an answer that cannot be read", { kind: "malformed" }],
];

describe.each(PASSING)("after %s", (_, happened) => {
  it.each(["GET", "PUT", "DELETE"] as const)("a %s is repeated", (method) => {
    expect(decideOn(happened, { method })).toMatchObject({ retry: true, waitMs: 375 });
  });

  it("a POST is not, since it may have been carried out", () => {
    expect(decideOn(happened, { method: "POST" }).retry).toBe(false);
  });

  it("a POST that changes nothing is", () => {
    expect(decideOn(happened, { method: "POST", safe: true })).toMatchObject({ retry: true, waitMs: 375 });
  });

  it("a fourth attempt is the last", () => {
    expect(decideOn(happened, { attempt: 3 }).retry).toBe(true);
    expect(decideOn(happened, { attempt: 4 }).retry).toBe(false);
  });
});

describe("what cannot have been carried out", () => {
  it.each(["GET", "POST", "PUT", "DELETE"] as const)("is repeated: %s after a refused connection", (method) => {
    expect(decideOn(refused, { method })).toMatchObject({ retry: true });
  });

  it.each(["GET", "POST", "PUT", "DELETE"] as const)("is repeated: %s after 429", (method) => {
    expect(decideOn(answer(429, 2_000), { method })).toMatchObject({ retry: true, waitMs: 2_000 });
  });
});

it("a wrong address fails after three attempts and less than two seconds of waiting", () => {
  const most = () => 0.999;
  const waits = [1, 2, 3].map((attempt) =>
    decide({ method: "GET", attempt, elapsedMs: 0, budgetMs: 300_000, happened: refused }, most),
  );
  expect(waits.map(({ retry }) => retry)).toEqual([true, true, false]);
  expect(waits[0] && waits[1] && waits[0].waitMs + waits[1].waitMs).toBeLessThan(2_000);
});

it.each([
  ["an unknown host or an untrusted certificate", unknownHost],
  ["400", answer(400)],
  ["401", answer(401)],
  ["404", answer(404)],
  ["408", answer(408)],
  ["422", answer(422)],
  ["501", answer(501)],
  ["a redirect", answer(302)],
])("%s stays as it is", (_, happened) => {
  expect(decideOn(happened).retry).toBe(false);
});

describe("the wait", () => {
  it.each([
    // attempt, least, most
    [1, 250, 500],
    [2, 500, 1_000],
    [3, 1_000, 2_000],
  ])("after attempt %i is between %i and %i ms", (attempt, least, most) => {
    const at = (random: number) =>
      decide({ method: "GET", attempt, elapsedMs: 0, budgetMs: 300_000, happened: answer(503) }, () => random).waitMs;
    expect(at(0)).toBe(least);
    expect(at(0.9999)).toBeCloseTo(most, -1);
  });

  it("never grows beyond 8 s by itself", () => {
    expect(decide({ ...limited(30), elapsedMs: 0 }, () => 0.9999).waitMs).toBeLessThanOrEqual(8_000);
  });

  it("is as long as the vendor asks, for a 503 as well", () => {
    expect(decideOn(answer(503, 20_000)).waitMs).toBe(20_000);
  });

  it("is never none, whatever the vendor asks", () => {
    expect(decideOn(answer(429, 0)).waitMs).toBe(375);
  });
});

describe("a 429", () => {
  it("is repeated for as long as it fits, however often", () => {
    expect(decide({ ...limited(40), elapsedMs: 239_000, happened: answer(429, 60_000) }, MIDDLE).retry).toBe(true);
  });

  it("ends with how long was asked for once it does not fit", () => {
    const end = decide({ ...limited(2), elapsedMs: 241_000, happened: answer(429, 60_000) }, MIDDLE);
    expect(end).toEqual({ retry: false, waitMs: 60_000, reason: "asked to wait for 60 s" });
  });
});

it("nothing is repeated beyond the budget", () => {
  expect(decideOn(answer(503), { elapsedMs: 299_900 }).retry).toBe(false);
});

describe("a caller that has looked in vain", () => {
  const at = (attempt: number, elapsedMs: number, happened: Happened, random = 0.5, budgetMs = 300_000) =>
    decideRepeat({ attempt, elapsedMs, budgetMs, happened }, () => random);

  it.each([
    // attempt, least, most
    [1, 500, 1_000],
    [2, 1_000, 2_000],
  ])("repeats its attempt %i after a pause of %i to %i ms", (attempt, least, most) => {
    expect(at(attempt, 0, answer(503), 0)).toEqual({ retry: true, waitMs: least, reason: "503" });
    expect(at(attempt, 0, { kind: "lost" }, 0.9999).waitMs).toBeCloseTo(most, -1);
  });

  it.each<[string, number, Happened, number, boolean]>([
    ["as long as the vendor asks", 0, answer(503, 20_000), 20_000, true],
    ["a moment where the vendor asks for none", 0, answer(503, 0), 750, true],
    ["what is left of the budget", 299_900, answer(503), 100, true],
    ["no time once the budget is used up", 300_000, answer(503), 0, true],
    ["no time once more than the budget is used up", 400_000, { kind: "timeout" }, 0, true],
    ["until the end of the budget where the vendor asks for that", 280_000, answer(503, 20_000), 20_000, true],
    ["in vain where the vendor asks for more than there is", 280_001, answer(503, 20_000), 20_000, false],
  ])("waits %s", (_, elapsedMs, happened, waitMs, retry) => {
    expect(at(1, elapsedMs, happened)).toMatchObject({ retry, waitMs });
  });
});

function limited(attempt: number): Attempt {
  return { method: "POST", attempt, elapsedMs: 0, budgetMs: 300_000, happened: answer(429) };
}
