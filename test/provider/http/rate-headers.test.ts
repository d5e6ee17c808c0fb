import { readLimits } from "../../../provider/http/rate-headers";

const NOW = Date.parse("2026-11-23T10:00:00Z");
const RESET = `${NOW / 1000 + 30}`;
const DATE = "Mon, 23 Nov 2026 10:00:00 GMT";
const LIMITS = { "x-rate-limit-limit": "25", "x-rate-limit-remaining": "7", "x-rate-limit-reset": RESET };
const CROWDED = { ...LIMITS, "x-rate-limit-limit": "0", "x-rate-limit-remaining": "0" };

describe("the vendor's allowance", () => {
  it("is read, with a second for a reset that was rounded down", () => {
    const { allowance } = readLimits({ status: 200, headers: { ...LIMITS, date: DATE } }, NOW);
    expect(allowance).toEqual({ limit: 25, remaining: 7, window: NOW / 1000 + 30, turnsInMs: 31_000 });
  });

  it("is counted by the server's clock, not by one that is an hour off", () => {
    const { allowance } = readLimits({ status: 200, headers: { ...LIMITS, date: DATE } }, NOW - 3_600_000);
    expect(allowance?.turnsInMs).toBe(31_000);
  });

  it("is understood in the other usual spelling", () => {
    const headers = { "x-ratelimit-limit": "25", "x-ratelimit-remaining": "0", "x-ratelimit-reset": RESET };
    expect(readLimits({ status: 200, headers }, NOW).allowance).toMatchObject({ remaining: 0, turnsInMs: 31_000 });
  });

  it.each([
    ["absent", {}],
    ["incomplete", { "x-rate-limit-limit": "25", "x-rate-limit-remaining": "7" }],
    ["not numbers", { ...LIMITS, "x-rate-limit-remaining": "many" }],
    ["about concurrency, which Okta shows as a limit of 0", { ...LIMITS, "x-rate-limit-limit": "0" }],
    ["about a time in milliseconds", { ...LIMITS, "x-rate-limit-reset": `${NOW + 30_000}` }],
  ])("is not made up from headers that are %s", (_, headers) => {
    expect(readLimits({ status: 200, headers }, NOW).allowance).toBeUndefined();
  });
});

describe("the wait that is asked for", () => {
  it.each<[string, number, Record<string, string>, number | undefined]>([
    ["in seconds", 429, { "retry-after": "7" }, 7_000],
    ["as a date", 429, { "retry-after": "Mon, 23 Nov 2026 10:00:20 GMT", date: DATE }, 20_000],
    ["as a date that is over", 429, { "retry-after": "Mon, 23 Nov 2026 09:00:00 GMT", date: DATE }, 0],
    ["with a 503", 503, { "retry-after": "7" }, 7_000],
    ["as the reset of the window", 429, LIMITS, 31_000],
    ["by Retry-After rather than by the reset", 429, { ...LIMITS, "retry-after": "7" }, 7_000],
    ["in words that mean nothing", 429, { "retry-after": "soon" }, undefined],
    ["not at all", 429, {}, undefined],
    ["with another status", 200, LIMITS, undefined],
    ["by the reset, although it is about calls at a time", 429, CROWDED, undefined],
    ["by Retry-After, although it is about calls at a time", 429, { ...CROWDED, "retry-after": "7" }, 7_000],
  ])("%s", (_, status, headers, expected) => {
    expect(readLimits({ status, headers }, NOW).waitMs).toBe(expected);
  });
});

test.each<[string, number, Record<string, string>, true | undefined]>([
  ["a 429 with a limit and a rest of 0", 429, CROWDED, true],
  ["a 429 with a rest of 0", 429, { ...LIMITS, "x-rate-limit-remaining": "0" }, undefined],
  ["a 429 that announces nothing", 429, {}, undefined],
  ["a limit and a rest of 0 with another status", 200, CROWDED, undefined],
])("%s says that there are too many at a time, or does not", (_, status, headers, expected) => {
  expect(readLimits({ status, headers }, NOW).crowded).toBe(expected);
});
