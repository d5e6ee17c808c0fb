/** A list while its pages come in: who looks for one row waits no longer than for the page that has it. */
export class Listing<T extends { id: string }> {
  /** A list that changes while it is paged shows rows twice: the later one is how they are. */
  private readonly rows = new Map<string, T>();
  /** The page that is under way; `undefined` once there is none to come. */
  private coming: Promise<void> | undefined;
  private waiting = 0;
  private isStale = false;
  private failed = false;

  constructor(pages: AsyncIterable<readonly T[]>) {
    this.take(pages[Symbol.asyncIterator]());
  }

  /** Who asks it a second time gets the same error. */
  get hasFailed(): boolean {
    return this.failed;
  }

  /** Nobody asks it any more: those who wait still get their rows, and no page is read for nobody. */
  abandon(): void {
    this.isStale = true;
  }

  async all(): Promise<T[]> {
    await this.until(() => false);
    return [...this.rows.values()];
  }

  /** The row with this id; `undefined` where no page has it. */
  async find(id: string): Promise<T | undefined> {
    await this.until(() => this.rows.has(id));
    return this.rows.get(id);
  }

  private async until(isThere: () => boolean): Promise<void> {
    this.waiting += 1;
    try {
      while (this.coming && !isThere()) await this.coming;
    } finally {
      this.waiting -= 1;
    }
  }

  private take(pages: AsyncIterator<readonly T[]>): void {
    this.coming = pages.next().then(({ done, value }) => {
      if (done || (this.isStale && this.waiting === 0)) {
        this.coming = undefined;
        return;
      }
      for (const row of value) this.rows.set(row.id, row);
      this.take(pages);
    });
    // All who wait may have their rows by then.
    this.coming.catch(() => {
      this.failed = true;
    });
  }
}

/** A list that comes as a whole. */
export async function* onePage<T>(rows: Promise<T[]>): AsyncGenerator<T[]> {
  yield await rows;
}
