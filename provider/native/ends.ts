import { type Stop, Stopping, stoppable } from "../http/stop";

/** When operations of this process have to end: each after its time, and all of them once the run is cancelled. */
export class Ends {
  readonly #cancelled = new Stopping();

  /** What is under way is finished, and nothing more is begun. */
  cancel(): void {
    this.#cancelled.stop("the run was cancelled");
  }

  /** @param seconds 0 for no end */
  async within<T>(seconds: number, work: () => Promise<T>): Promise<T> {
    if (seconds <= 0) return stoppable(this.#cancelled, work);
    const late = new Stopping();
    const timer = setTimeout(() => late.stop(`the ${seconds} s of its customTimeouts are over`), seconds * 1000);
    try {
      return await stoppable(either(late, this.#cancelled), work);
    } finally {
      clearTimeout(timer);
    }
  }
}

function either(one: Stop, other: Stop): Stop {
  return {
    get reason() {
      return one.reason ?? other.reason;
    },
    onStop(then) {
      const [first, second] = [one.onStop(then), other.onStop(then)];
      return () => {
        first();
        second();
      };
    },
  };
}
