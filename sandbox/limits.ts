import type { Limits, Side } from "./protocol";

/** High enough to be none, since most tests are not about limits. */
const DEFAULTS: Required<Limits> = {
  workatoPerMinute: 10_000,
  oktaPerMinute: 10_000,
  oktaConcurrent: 10_000,
  timeScale: 1,
};

export interface Allowance {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Epoch milliseconds. */
  resetAt: number;
}

/**
 * Fixed windows, as Okta counts: one for all of Workato, and one for each bucket of endpoints at Okta. A window starts with the
 * first request after the last one ended. Beside them, Okta limits how many requests it works on at a time.
 */
export class RateLimits {
  #settings = DEFAULTS;
  #windows = new Map<string, { used: number; resetAt: number }>();
  #underWay: Record<Side, number> = { workato: 0, okta: 0, keycloak: 0 };

  set(limits: Limits): void {
    this.#settings = { ...this.#settings, ...limits };
    this.#windows.clear();
  }

  reset(): void {
    this.set(DEFAULTS);
  }

  /** A request has come; the answer is to be called when it has gone. */
  enter(side: Side): () => void {
    this.#underWay[side] += 1;
    return () => {
      this.#underWay[side] -= 1;
    };
  }

  take(side: Side, path: string, now: number): Allowance {
    if (side === "keycloak") return { allowed: true, limit: 0, remaining: 0, resetAt: now };
    const minute = 60_000 / this.#settings.timeScale;
    if (side === "okta" && this.#underWay.okta > this.#settings.oktaConcurrent) {
      return { allowed: false, limit: 0, remaining: 0, resetAt: now + minute };
    }
    const limit = side === "workato" ? this.#settings.workatoPerMinute : this.#settings.oktaPerMinute;
    const key = side === "workato" ? side : bucketOf(path);
    const open = this.#windows.get(key);
    const window = open && open.resetAt > now ? open : { used: 0, resetAt: now + minute };
    const allowed = window.used < limit;
    if (allowed) window.used += 1;
    this.#windows.set(key, window);
    return { allowed, limit, remaining: limit - window.used, resetAt: window.resetAt };
  }
}

/** Okta's bucket of a path. */
export function bucketOf(path: string): string {
  const [, api, version, collection, id, ...deeper] = path.split("/");
  const root = `/${api}/${version}`;
  if (root === "/oauth2/v1" && collection === "clients") return "/oauth2/v1/clients";
  if (root !== "/api/v1") return "others";
  if (collection !== "apps") return root;
  return id !== undefined && deeper.length === 0 ? "/api/v1/apps/{id}" : "/api/v1/apps";
}
