/** What a vendor says about its limit in the headers of an answer. */
export interface Allowance {
  limit: number;
  remaining: number;
  /** When the window turns, as sent (epoch seconds): it tells one window from the next. */
  window: number;
  /** Milliseconds from now until it has turned for sure. */
  turnsInMs: number;
}

/** A window that ends later than this is no pace to keep to; the 429 it leads to says how long to wait. */
const FARTHEST_MS = 120_000;

type Headers = Record<string, string>;

/** Statuses with which a vendor says when to come back. */
const COME_BACK = [429, 503];

export interface Said {
  allowance?: Allowance;
  /** How long it asks to wait. */
  waitMs?: number;
  /** A 429 because of too many calls at a time, not in a minute: its reset says nothing of when to come back. */
  crowded?: boolean;
}

/** What an answer says about limits. @param nowMs epoch milliseconds, for servers that do not tell their own time */
export function readLimits({ status, headers }: { status: number; headers: Headers }, nowMs: number): Said {
  // As Okta shows it: https://developer.okta.com/docs/reference/rl-best-practices/
  const crowded = status === 429 && read(headers, "limit") === 0 && read(headers, "remaining") === 0;
  return {
    allowance: readAllowance(headers, nowMs),
    waitMs: COME_BACK.includes(status) ? readWait(headers, nowMs, crowded) : undefined,
    ...(crowded && { crowded }),
  };
}

/**
 * Reads `X-Rate-Limit-Limit`, `-Remaining` and `-Reset` (epoch seconds), as Okta sends them, also spelt `X-RateLimit-…`.
 * @see https://developer.okta.com/docs/reference/rl-best-practices/
 */
function readAllowance(headers: Headers, nowMs: number): Allowance | undefined {
  const [limit, remaining, window] = [read(headers, "limit"), read(headers, "remaining"), read(headers, "reset")];
  if (!limit || remaining === undefined || window === undefined) return undefined;
  const turnsInMs = untilReset(headers, window, nowMs);
  return turnsInMs > FARTHEST_MS ? undefined : { limit, remaining, window, turnsInMs };
}

/** How long it asks to wait, in milliseconds: `Retry-After` (RFC 9110, section 10.2.3), or else the reset. */
function readWait(headers: Headers, nowMs: number, crowded: boolean): number | undefined {
  const after = headers["retry-after"];
  if (after !== undefined) {
    const ms = /^\s*[\d.]+\s*$/.test(after) ? Number(after) * 1000 : Date.parse(after) - serverNow(headers, nowMs);
    if (Number.isFinite(ms)) return Math.max(0, ms);
  }
  if (crowded) return undefined;
  const ms = untilReset(headers, read(headers, "reset") ?? Number.NaN, nowMs);
  return Number.isFinite(ms) ? ms : undefined;
}

function read(headers: Headers, part: "limit" | "remaining" | "reset"): number | undefined {
  const text = headers[`x-rate-limit-${part}`] ?? headers[`x-ratelimit-${part}`];
  const value = text ? Number(text) : Number.NaN;
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function untilReset(headers: Headers, window: number, nowMs: number): number {
  // A whole number of seconds may have been rounded down.
  const rounding = Number.isInteger(window) ? 1000 : 0;
  return Math.max(0, window * 1000 + rounding - serverNow(headers, nowMs));
}

/** By the server's own clock, since the one here may be wrong. */
function serverNow(headers: Headers, nowMs: number): number {
  const date = Date.parse(headers.date ?? "");
  return Number.isFinite(date) ? date : nowMs;
}
