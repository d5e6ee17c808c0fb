import fc from "fast-check";
import { readLimits } from "../../../provider/http/rate-headers";

const NOW = Date.parse("2026-11-23T10:00:00Z");
const NAMES = ["limit", "remaining", "reset"].flatMap((part) => [`x-rate-limit-${part}`, `x-ratelimit-${part}`]);
const number = fc.oneof(fc.nat(), fc.double(), fc.constantFrom(1e308, NOW, NOW / 1000 + 30, -1));
const value = fc.oneof(
  number.map(String),
  fc.date({ noInvalidDate: false }).map((date) => `${date.toString()}`),
  fc.constantFrom("0x10", "1.2.3", "soon", "9".repeat(400), "Infinity", "NaN", "7, 7", ""),
  fc.string(),
);
const headers = fc.dictionary(fc.constantFrom(...NAMES, "retry-after", "date"), value, { noNullPrototype: true });
const status = fc.constantFrom(200, 404, 429, 500, 503);

test("whatever the headers hold, a wait has an end, and an allowance is one that can be kept to", () => {
  fc.assert(
    fc.property(status, headers, (status, headers) => {
      const { allowance, waitMs = 0 } = readLimits({ status, headers }, NOW);
      expect(Number.isFinite(waitMs) && waitMs >= 0).toBe(true);
      if (!allowance) return;
      const { limit, remaining, window, turnsInMs } = allowance;
      for (const part of [limit, remaining, window, turnsInMs]) expect(Number.isFinite(part)).toBe(true);
      expect(limit).toBeGreaterThan(0);
      expect(remaining).toBeGreaterThanOrEqual(0);
      expect(turnsInMs).toBeGreaterThanOrEqual(0);
      expect(turnsInMs).toBeLessThanOrEqual(120_000);
    }),
    { numRuns: 2_000 },
  );
});

test("a wait in seconds is read as it is, with the statuses that ask for one", () => {
  fc.assert(
    fc.property(status, fc.nat(1_000_000), headers, (status, seconds, rest) => {
      const { waitMs } = readLimits({ status, headers: { ...rest, "retry-after": `${seconds}` } }, NOW);
      expect(waitMs).toBe(status === 429 || status === 503 ? seconds * 1000 : undefined);
    }),
  );
});
