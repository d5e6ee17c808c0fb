import { type Call, isSafe } from "./call";

/** How one attempt ended, as far as a retry depends on it. */
export type Happened =
  /** `waitMs`: how long the vendor asked to wait. */
  | { kind: "answer"; status: number; waitMs?: number | undefined }
  | { kind: "malformed" | "timeout" | "lost" }
  /** Nothing was sent. `passing`: it may work in a moment, unlike an unknown name or an untrusted certificate. */
  | { kind: "unreachable"; passing: boolean };

export interface Attempt extends Pick<Call, "method" | "safe"> {
  /** The number of attempts made, at least 1. */
  attempt: number;
  /** Since the first attempt was sent. */
  elapsedMs: number;
  /** What all attempts and the waits between them may take. */
  budgetMs: number;
  happened: Happened;
}

export interface Decision {
  retry: boolean;
  /** Until the next attempt; without one, how long the vendor asked to wait. */
  waitMs: number;
  /** For the user; empty where how the attempt ended says it all. */
  reason: string;
}

const BASE_MS = 500;
const CAP_MS = 8_000;
const MOST_ATTEMPTS = 4;
/** A wrong address has to fail within about two seconds. */
const MOST_CONNECTS = 3;
const PASSING_STATUS = new Set([500, 502, 503, 504]);

const REASON = {
  malformed: "the answer could not be read",
  timeout: "no answer came in time",
  lost: "the connection was cut",
  unreachable: "no connection",
} as const;

/**
 * Whether to send a call once more, and when. What may have been carried out is repeated only where that does no harm: never a
 * POST that changes something.
 * @param random in [0, 1), for the jitter
 */
export function decide(tried: Attempt, random: () => number): Decision {
  const { attempt, elapsedMs, budgetMs, happened } = tried;
  const asked = askedBy(happened);
  if (!mayPass(tried)) return { retry: false, waitMs: asked, reason: askedFor(asked) };

  const waitMs = Math.max(asked, backOff(attempt, random()));
  if (elapsedMs + waitMs > budgetMs) return { retry: false, waitMs: asked, reason: askedFor(asked) };
  return { retry: true, waitMs, reason: reasonOf(happened) };
}

/**
 * Whether a caller that has looked in vain for what a call may have done should send it once more, and when. This pause is longer
 * than one between attempts, since few follow; only the vendor can make it longer than what is left of the budget, and then it is
 * not worth it.
 */
export function decideRepeat(
  { attempt, elapsedMs, budgetMs, happened }: Omit<Attempt, "method" | "safe">,
  random: () => number,
): Decision {
  const asked = askedBy(happened);
  const leftMs = Math.max(0, budgetMs - elapsedMs);
  if (asked > leftMs) return { retry: false, waitMs: asked, reason: askedFor(asked) };
  const waitMs = Math.max(asked, Math.min(backOff(attempt + 1, random()), leftMs));
  return { retry: true, waitMs, reason: reasonOf(happened) };
}

function askedBy(happened: Happened): number {
  return happened.kind === "answer" ? (happened.waitMs ?? 0) : 0;
}

function reasonOf(happened: Happened): string {
  return happened.kind === "answer" ? `${happened.status}` : REASON[happened.kind];
}

/** What the user reads when the vendor asked for more time than there is. */
export function askedFor(waitMs: number): string {
  return waitMs > 0 ? `asked to wait for ${Math.ceil(waitMs / 1000)} s` : "";
}

function mayPass({ attempt, happened, ...call }: Attempt): boolean {
  if (happened.kind === "answer" && happened.status === 429) return true;
  if (happened.kind === "unreachable") return happened.passing && attempt < MOST_CONNECTS;
  if (happened.kind === "answer" && !PASSING_STATUS.has(happened.status)) return false;
  return (call.method !== "POST" || isSafe(call)) && attempt < MOST_ATTEMPTS;
}

/** Exponential, half of it at random, so that calls that failed together do not come back together. */
function backOff(attempt: number, random: number): number {
  const full = Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
  return full * (0.5 + random / 2);
}
