import type { Clock } from "../../../provider/http/clock";

interface Timer {
  at: number;
  then: () => void;
}

/** Time that passes only as far as somebody waits for it. */
export class FakeClock implements Clock {
  #now = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, then: () => void): () => void {
    const timer = { at: this.#now + ms, then };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get idle(): boolean {
    return this.#timers.length === 0;
  }

  /** Runs timers in the order of their time until none is left. */
  async run(): Promise<void> {
    for (;;) {
      await settled();
      const at = Math.min(...this.#timers.map((timer) => timer.at));
      const next = this.#timers.find((timer) => timer.at === at);
      if (!next) return;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.then();
    }
  }
}

/** For everything that waits for promises only. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock on which nothing takes time but waits, and those are over at once, for tests with real connections. */
export class HastyClock implements Clock {
  #now = 0;
  readonly waits: number[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, then: () => void): () => void {
    this.waits.push(ms);
    const soon = setImmediate(() => {
      this.#now += ms;
      then();
    });
    return () => clearImmediate(soon);
  }
}
