import type { Free } from "./rate-window";

/** Okta allows few calls at a time, 35 in a small org, and more than this are no faster at either vendor. */
const MOST = 20;
/** After so long without a refusal, twice as many may go at a time. */
const CALM_MS = 60_000;

/**
 * How many calls may be under way at a time at one origin, whatever their buckets: a limit beside those of calls a minute. Refused
 * for being too many, calls pause for a moment, and half as many go on. Times are as in `RateWindow`.
 */
export class Parallel {
  #underWay = 0;
  #most = MOST;
  #calmAt = Number.NEGATIVE_INFINITY;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  freeAt(now: number): Free {
    if (this.#most < MOST && now >= this.#calmAt) {
      this.#most = Math.min(MOST, this.#most * 2);
      this.#calmAt = now + CALM_MS;
    }
    if (now < this.#pausedUntil) return { at: this.#pausedUntil, reason: "the vendor's limit of calls at a time" };
    const at = this.#underWay < this.#most ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return { at, reason: "calls that are under way" };
  }

  sent(): void {
    this.#underWay += 1;
  }

  ended(): void {
    this.#underWay -= 1;
  }

  /** A call that has ended was one too many. Refusals that come during the pause are of the same burst. */
  refused(now: number, pauseMs: number): void {
    if (now >= this.#pausedUntil) {
      this.#most = Math.max(1, Math.floor(Math.min(this.#most, this.#underWay + 1) / 2));
    }
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
    this.#calmAt = this.#pausedUntil + CALM_MS;
  }
}
