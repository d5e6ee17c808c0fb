/** How long reads are gathered after the last one; the engine starts a refresh's reads within a few milliseconds. */
const WINDOW_MS = 20;

/**
 * Answers single reads from what is cheaper: one request each where few are asked for, a shared list where many are. Once
 * many were asked for, all later ones are answered from the list.
 */
export class Batch<T> {
  private waiting: { id: string; resolve: (found: Promise<T | undefined>) => void }[] = [];
  private asked = 0;

  /** @param few how many reads may go out one by one */
  constructor(
    private readonly few: number,
    private readonly one: (id: string) => Promise<T | undefined>,
    private readonly fromList: (id: string) => Promise<T | undefined>,
  ) {}

  read(id: string): Promise<T | undefined> {
    // The engine has only so many reads under way: none of the later ones may wait for a window.
    if (this.asked > this.few) return this.fromList(id);
    return new Promise((resolve) => {
      this.waiting.push({ id, resolve });
      // One too many for single requests: all that wait take the list.
      if (this.asked + this.waiting.length > this.few) this.flush();
      else this.flushAfter(this.waiting.length);
    });
  }

  /** Waits longer where more have come by then. A busy process sees the timer first, and what has come meanwhile right after. */
  private flushAfter(count: number): void {
    setTimeout(() => setImmediate(() => this.waiting.length === count && this.flush()), WINDOW_MS);
  }

  private flush(): void {
    const batch = this.waiting;
    this.waiting = [];
    this.asked += batch.length;
    const read = this.asked <= this.few ? this.one : this.fromList;
    for (const { id, resolve } of batch) resolve(read(id));
  }
}
