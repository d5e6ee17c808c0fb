import type { Allowance } from "./rate-headers";

/** Slots come free that much later than a minute, so that no rounding at the other side makes a call too many. */
const MINUTE_MS = 60_000 + 100;
/** How often a call is tried while nothing is known of the current window. */
const PROBE_MS = 1_000;

interface Announced extends Omit<Allowance, "turnsInMs"> {
  turnsAt: number;
  turned: boolean;
}

/** When the next call may go, and what it waits for until then. */
export interface Free {
  /** Infinity: not before an answer comes. */
  at: number;
  reason: string;
}

/** How many calls may go in a minute. */
export interface Pace {
  perMinute: number;
  /** Only until the vendor announces its own limit; otherwise that can only lower it. */
  assumed?: boolean;
}

/**
 * When the next call may be sent, without a 429 and without waste. It keeps two accounts, and the stricter one counts:
 *
 * - The own limit, given or assumed, as a sliding window, which is within every fixed window too, wherever that begins. A call counts from when it is
 *   sent until a minute after its answer: the vendor counted it somewhere between, so that no delay on the way matters.
 * - What the vendor announces in its headers: so many calls until its window turns, less those that are under way. Once it has
 *   turned, one call goes ahead and learns what the new window holds.
 *
 * Times are milliseconds of any clock that only grows.
 */
export class RateWindow {
  #given = Number.POSITIVE_INFINITY;
  #assumed = Number.POSITIVE_INFINITY;
  #underWay = 0;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  /** When answers came, for those that still count; ascending. */
  #answeredAt: number[] = [];
  #announced: Announced | undefined;

  constructor(pace: Pace) {
    this.lower(pace);
  }

  /** The strictest of several limits counts. */
  lower({ perMinute, assumed }: Pace): void {
    if (assumed) this.#assumed = Math.min(this.#assumed, perMinute);
    else this.#given = Math.min(this.#given, perMinute);
  }

  get #perMinute(): number {
    const { limit } = this.#announced ?? { limit: Number.POSITIVE_INFINITY };
    return Number.isFinite(limit) ? this.#given : Math.min(this.#given, this.#assumed);
  }

  freeAt(now: number): Free {
    this.#advance(now);
    const own = { at: this.#ownFreeAt(), reason: `the limit of ${this.#perMinute} calls a minute` };
    const announced = { at: this.#announcedFreeAt(), reason: "the vendor's rate limit" };
    return announced.at > own.at ? announced : own;
  }

  sent(now: number): void {
    this.#underWay += 1;
    this.#lastSentAt = now;
  }

  /** An attempt ended without an answer. It counts all the same: it may have arrived. */
  failed(now: number): void {
    this.#underWay -= 1;
    this.#answeredAt.push(now);
  }

  answered(now: number, allowance?: Allowance): void {
    this.failed(now);
    this.#advance(now);
    const known = this.#announced;
    if (!allowance) {
      // A vendor that announces only when it refuses.
      if (known?.turned) this.#announced = undefined;
      return;
    }
    if (!known || allowance.window > known.window) {
      this.#announced = { ...allowance, turnsAt: now + allowance.turnsInMs, turned: false };
    } else if (allowance.window === known.window) {
      // Answers overtake each other.
      known.remaining = Math.min(known.remaining, allowance.remaining);
    }
  }

  /** A 429: nothing is left for that long, whatever the headers of other answers said. */
  refused(now: number, waitMs: number): void {
    const { window, limit } = this.#announced ?? { window: 0, limit: Number.POSITIVE_INFINITY };
    this.#announced = { window, limit, remaining: 0, turnsAt: now + waitMs, turned: false };
  }

  #advance(now: number): void {
    const firstThatCounts = this.#answeredAt.findIndex((at) => at + MINUTE_MS > now);
    this.#answeredAt.splice(0, firstThatCounts < 0 ? this.#answeredAt.length : firstThatCounts);

    const announced = this.#announced;
    if (!announced || announced.turned || now < announced.turnsAt) return;
    announced.turned = true;
    if (this.#binds(announced)) this.#answeredAt = [];
  }

  #ownFreeAt(): number {
    const over = this.#underWay + this.#answeredAt.length - this.#perMinute;
    if (over < 0) return Number.NEGATIVE_INFINITY;
    const slotFreeAt = (this.#answeredAt[over] ?? Number.POSITIVE_INFINITY) + MINUTE_MS;
    const announced = this.#announced;
    return announced && !announced.turned && this.#binds(announced)
      ? Math.min(slotFreeAt, announced.turnsAt)
      : slotFreeAt;
  }

  /** Where the vendor's limit is the stricter one, the own account begins anew whenever the vendor's does. */
  #binds(announced: Announced): boolean {
    return announced.limit <= this.#perMinute;
  }

  #announcedFreeAt(): number {
    const announced = this.#announced;
    if (!announced) return Number.NEGATIVE_INFINITY;
    if (announced.turned) return this.#underWay === 0 ? Number.NEGATIVE_INFINITY : this.#lastSentAt + PROBE_MS;
    return announced.remaining > this.#underWay ? Number.NEGATIVE_INFINITY : announced.turnsAt;
  }
}
