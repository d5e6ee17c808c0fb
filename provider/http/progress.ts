import { LONGEST_MS, progress, type Sample } from "../lifecycle/progress";
import { type Clock, systemClock } from "./clock";
import { waitOfAll } from "./rate";

const EVERY_MS = 10_000;
/** Of lines that stay, one for each sixtieth of the time so far: after ten minutes they get fewer, or hours would bury all else. */
const PART_OF_ALL = 60;

/** Tells every ten seconds how far the operations of this process are, for as long as the vendors' limits make them wait. */
export class Progress {
  readonly #clock: Clock;
  readonly #waitFor: (now: number) => string | undefined;
  #tell: (line: string) => void = () => {};
  #stays = false;
  #done = 0;
  #underWay = 0;
  #samples: Sample[] = [];
  #begunAt: number | undefined;
  #nextAt: number | undefined;
  #takeBackTimer: (() => void) | undefined;

  /** @param waitFor what calls wait for just now; `undefined` where none does */
  constructor(clock: Clock, waitFor: (now: number) => string | undefined) {
    this.#clock = clock;
    this.#waitFor = waitFor;
  }

  /**
   * @param tell for lines that are of use only while one waits
   * @param stays whether they are shown after that, too
   */
  tellBy(tell: (line: string) => void, stays: boolean): void {
    this.#tell = tell;
    this.#stays = stays;
  }

  /** Carries out one operation, and counts it once it is done. */
  async of<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    this.#wait();
    try {
      const result = await work();
      this.#done += 1;
      return result;
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) {
        this.#takeBackTimer?.();
        this.#takeBackTimer = undefined;
      }
    }
  }

  #wait(): void {
    if (this.#takeBackTimer) return;
    const now = this.#clock.now();
    this.#begunAt ??= now;
    this.#nextAt ??= now + EVERY_MS;
    this.#takeBackTimer = this.#clock.after(Math.max(0, this.#nextAt - now), () => this.#look());
  }

  #look(): void {
    const at = this.#clock.now();
    const seen = { at, done: this.#done };
    const waitFor = this.#waitFor(at);
    if (waitFor !== undefined) {
      this.#tell(progress({ ...seen, underWay: this.#underWay, before: this.#samples, waitFor }));
    }
    this.#samples = [...this.#samples.filter((one) => at - one.at <= LONGEST_MS), seen];
    const partOfAll = this.#stays ? (at - (this.#begunAt ?? at)) / PART_OF_ALL : 0;
    this.#nextAt = at + Math.max(EVERY_MS, partOfAll);
    this.#takeBackTimer = undefined;
    this.#wait();
  }
}

/** Of all operations of this process. */
export const progressOfProcess = new Progress(systemClock, waitOfAll);
