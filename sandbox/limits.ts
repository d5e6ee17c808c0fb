import type { Limits, Side } from "./protocol";

/** High enough to be none, since most tests are not about limits. */
const DEFAULTS: Required<Limits> = { workatoPerMinute: 10_000, oktaPerMinute: 10_000, timeScale: 1 };

export interface Allowance {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Epoch milliseconds. */
  resetAt: number;
}

/**
 * Fixed windows, as Okta counts: one for all of Workato, and one for each group of endpoints at Okta. A window starts with the
 * first request after the last one ended.
 */
export class RateLimits {
  #settings = DEFAULTS;
  #windows = new Map<string, { used: number; resetAt: number }>();

  set(limits: Limits): void {
    this.#settings = { ...this.#settings, ...limits };
    this.#windows.clear();
  }

  reset(): void {
    this.set(DEFAULTS);
  }

  take(side: Side, path: string, now: number): Allowance {
    const limit = side === "workato" ? this.#settings.workatoPerMinute : this.#settings.oktaPerMinute;
    const key = side === "workato" ? side : groupOf(path);
    const open = this.#windows.get(key);
    const window = open && open.resetAt > now ? open : { used: 0, resetAt: now + 60_000 / this.#settings.timeScale };
    const allowed = window.used < limit;
    if (allowed) window.used += 1;
    this.#windows.set(key, window);
    return { allowed, limit, remaining: limit - window.used, resetAt: window.resetAt };
  }
}

/** Such as `/oauth2/v1/clients` for every path below it. */
function groupOf(path: string): string {
  return path.split("/").slice(0, 4).join("/");
}
