import type { Limiter } from "../../../provider/http/rate";
import { readLimits } from "../../../provider/http/rate-headers";
import type { FakeClock } from "./fake-clock";

export interface Policy {
  window: "fixed" | "sliding";
  limit: number;
  /** Where a fixed window begins, in milliseconds of its minute. */
  phase?: number;
  /** Headers on every answer, on refusals alone, or never. */
  headers: "always" | "refusals" | "never";
  /** How the reset is brought to whole seconds. */
  rounding?: (seconds: number) => number;
}

const MINUTE = 60_000;
const EPOCH = 1_800_000_000_000;

/** A vendor's accounting, and the calls that were made to it. */
export class FakeVendor {
  readonly served: number[] = [];
  readonly order: number[] = [];
  refused = 0;

  constructor(
    readonly policy: Policy,
    readonly clock: FakeClock,
    readonly skew = 0,
  ) {}

  #windowOf(at: number): number {
    return Math.floor((at + MINUTE - (this.policy.phase ?? 0)) / MINUTE);
  }

  answer(): { status: number; headers: Record<string, string> } {
    const { limit, window, headers, rounding = Math.ceil } = this.policy;
    const now = this.clock.now();
    const counted =
      window === "fixed"
        ? this.served.filter((at) => this.#windowOf(at) === this.#windowOf(now))
        : this.served.filter((at) => at >= now - MINUTE);
    const refused = counted.length >= limit;
    if (refused) this.refused += 1;
    else this.served.push(now);
    const start =
      window === "fixed" ? (this.#windowOf(now) - 1) * MINUTE + (this.policy.phase ?? 0) : (counted[0] ?? now);
    const reset = rounding((EPOCH + start + MINUTE) / 1000);
    const tells = headers === "always" || (headers === "refusals" && refused);
    return {
      status: refused ? 429 : 200,
      headers: {
        date: new Date(EPOCH + now).toUTCString(),
        ...(tells && {
          "x-rate-limit-limit": `${limit}`,
          "x-rate-limit-remaining": `${Math.max(0, limit - counted.length - 1)}`,
          "x-rate-limit-reset": `${reset}`,
        }),
      },
    };
  }

  /** One call from its turn to its success; `legs` are the milliseconds there and back. */
  async call(limiter: Limiter, id: number, legs: readonly [number, number]): Promise<void> {
    const turn = { ticket: limiter.ticket(), patienceMs: Number.POSITIVE_INFINITY, vendor: "Okta", log: () => {} };
    for (;;) {
      await limiter.take(turn);
      await this.#pass(legs[0]);
      const { status, headers } = this.answer();
      if (status === 200) this.order.push(id);
      await this.#pass(legs[1]);
      const { allowance, waitMs } = readLimits({ status, headers }, EPOCH + this.clock.now() + this.skew);
      limiter.done({ allowance, refusedForMs: status === 429 ? (waitMs ?? 1000) : undefined });
      if (status === 200) return;
    }
  }

  #pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(ms, resolve);
    });
  }

  /** When the last of so many calls can be served at the earliest, if the first is made at 0. */
  leastMakespan(calls: number): number {
    const { window, limit, phase = 0 } = this.policy;
    const turns = Math.ceil(calls / limit) - 1;
    if (window === "sliding" || turns === 0) return turns * MINUTE;
    return phase + (turns - (phase > 0 ? 1 : 0)) * MINUTE;
  }
}
