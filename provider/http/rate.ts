import type { Clock } from "./clock";
import type { Allowance } from "./rate-headers";
import { Parallel } from "./rate-parallel";
import { type Free, type Pace, RateWindow } from "./rate-window";

/** A wait that a user would wonder about. */
export const WORTH_A_LINE_MS = 5_000;
/** Until the next line about the same limit. */
const QUIET_MS = 60_000;

/** What an answer said; `refusedForMs` with a 429, `crowded` where it was for too many calls at a time. */
export interface Report {
  allowance?: Allowance | undefined;
  refusedForMs?: number | undefined;
  crowded?: boolean | undefined;
}

/** `go: false`: the vendor asked everybody to wait for longer than this caller can. */
type Grant = { go: true } | { go: false; askedMs: number };

export interface Turn {
  /** From {@link Limiter.ticket}: who came first goes first, and a repeated call keeps its place. */
  ticket: number;
  /** How long a wait that a 429 asked for may be; the own pace is waited for without an end. */
  patienceMs: number;
  /** As in messages: `Workato`. */
  vendor: string;
  log(line: string): void;
  /** How long it has waited before; the limiter keeps it. */
  waitedMs?: number;
}

interface Waiter {
  turn: Turn;
  /** When it began to wait, had it done so without a break. */
  since: number;
  settle(grant: Grant): void;
}

/** What the limiters of one origin share. */
class Origin {
  readonly parallel = new Parallel();
  readonly limiters: Limiter[] = [];
  tickets = 0;
}

/** Lets calls go one after the other, as fast as the limits of one bucket allow. Every granted call ends with {@link done}. */
export class Limiter {
  readonly #window: RateWindow;
  readonly #clock: Clock;
  readonly #origin: Origin;
  #waiters: Waiter[] = [];
  #refusedUntil = Number.NEGATIVE_INFINITY;
  #quietUntil = Number.NEGATIVE_INFINITY;
  #takeBackTimer: (() => void) | undefined;

  constructor(pace: Pace, clock: Clock, origin = new Origin()) {
    this.#window = new RateWindow(pace);
    this.#clock = clock;
    this.#origin = origin;
    origin.limiters.push(this);
  }

  lower(pace: Pace): void {
    this.#window.lower(pace);
  }

  ticket(): number {
    this.#origin.tickets += 1;
    return this.#origin.tickets;
  }

  take(turn: Turn): Promise<Grant> {
    return new Promise((settle) => {
      const behind = this.#waiters.findIndex((other) => other.turn.ticket > turn.ticket);
      const since = this.#clock.now() - (turn.waitedMs ?? 0);
      this.#waiters.splice(behind < 0 ? this.#waiters.length : behind, 0, { turn, since, settle });
      this.#serve();
    });
  }

  /** @param report left out when no answer came */
  done(report?: Report): void {
    const now = this.#clock.now();
    this.#origin.parallel.ended();
    if (report) this.#window.answered(now, report.allowance);
    else this.#window.failed(now);
    if (report?.refusedForMs !== undefined) {
      (report.crowded ? this.#origin.parallel : this.#window).refused(now, report.refusedForMs);
      this.#refusedUntil = now + report.refusedForMs;
    }
    // A call that has ended lets one of another bucket go, whoever came first.
    for (const limiter of [...this.#origin.limiters].sort((a, b) => a.#first - b.#first)) limiter.#serve();
  }

  /** What the first call in the queue waits for, and since when; `undefined` where none waits, or only for answers. */
  waitAt(now: number): { since: number; reason: string } | undefined {
    const [first] = this.#waiters;
    const { at, reason } = this.#freeAt(now);
    if (!first || at <= now || !Number.isFinite(at)) return undefined;
    return { since: first.since, reason: `${reason} (${first.turn.vendor})` };
  }

  get #first(): number {
    return this.#waiters[0]?.turn.ticket ?? Number.MAX_SAFE_INTEGER;
  }

  #serve(): void {
    this.#takeBackTimer?.();
    this.#takeBackTimer = undefined;
    const now = this.#clock.now();
    this.#dismiss(this.#refusedUntil - now);

    for (let next = this.#waiters[0]; next; next = this.#waiters[0]) {
      const { at, reason } = this.#freeAt(now);
      if (at > now) {
        this.#wait(at, now, reason, next.turn);
        return;
      }
      this.#waiters.shift();
      this.#window.sent(now);
      this.#origin.parallel.sent();
      next.turn.waitedMs = now - next.since;
      next.settle({ go: true });
    }
  }

  #freeAt(now: number): Free {
    const [inBucket, atOrigin] = [this.#window.freeAt(now), this.#origin.parallel.freeAt(now)];
    return atOrigin.at > inBucket.at ? atOrigin : inBucket;
  }

  #dismiss(askedMs: number): void {
    const impatient = this.#waiters.filter(({ turn }) => turn.patienceMs < askedMs);
    this.#waiters = this.#waiters.filter((waiter) => !impatient.includes(waiter));
    for (const { settle } of impatient) settle({ go: false, askedMs });
  }

  /** Until the next slot, or until somebody has waited for so long that a line is due: many short waits make a long one. */
  #wait(at: number, now: number, reason: string, { log }: Turn): void {
    const since = this.#waiters.reduce((first, waiter) => Math.min(first, waiter.since), now);
    const isLong = Number.isFinite(at) && at - now > WORTH_A_LINE_MS;
    let lineAt = isLong ? Math.max(this.#quietUntil, now) : Math.max(this.#quietUntil, since) + WORTH_A_LINE_MS;
    if (lineAt <= now) {
      const seconds = (ms: number) => `${Math.ceil(ms / 1000)} s`;
      const wait = isLong ? `waiting ${seconds(at - now)}` : `a call has waited ${seconds(now - since)}`;
      log(`${wait} for ${reason} (${this.#waiters.length} calls wait)`);
      lineAt = this.#quietUntil = Math.max(now + QUIET_MS, isLong ? at : now);
    }
    this.#takeBackTimer = this.#clock.after(Math.ceil(Math.min(at, lineAt) - now), () => this.#serve());
  }
}

const origins = new Map<string, Origin>();
const limiters = new Map<string, Limiter>();

/** The limiter that all transports of this process share for one bucket of one origin; the strictest of their limits counts. */
export function limiterFor(origin: string, bucket: string, pace: Pace, clock: Clock): Limiter {
  const shared = origins.get(origin) ?? new Origin();
  origins.set(origin, shared);
  const key = `${origin} ${bucket}`;
  const limiter = limiters.get(key) ?? new Limiter(pace, clock, shared);
  limiter.lower(pace);
  limiters.set(key, limiter);
  return limiter;
}

/** What the call waits for that has waited longest, as messages call it; `undefined` where none waits for its turn. */
export function waitOfAll(now: number): string | undefined {
  const waits = [...limiters.values()].flatMap((limiter) => limiter.waitAt(now) ?? []);
  return waits.sort((a, b) => a.since - b.since)[0]?.reason;
}
