/** Time as the transport sees it, so that tests can do without waiting. */
export interface Clock {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Runs `then` in `ms` milliseconds; the answer takes that back. */
  after(ms: number, then: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
