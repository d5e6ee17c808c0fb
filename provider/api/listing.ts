/** A list while its pages come in: who looks for one row waits no longer than for the page that has it. */
export class Listing<T extends { id: string }> {
  /** A list that changes while it is paged shows rows twice: the later one is how they are. */
  private readonly rows = new Map<string, T>();
  /** The page that is under way; `undefined` once all are there. */
  private coming: Promise<void> | undefined;
  private failed = false;

  constructor(pages: AsyncIterable<readonly T[]>) {
    this.take(pages[Symbol.asyncIterator]());
  }

  /** Who asks it a second time gets the same error. */
  get hasFailed(): boolean {
    return this.failed;
  }

  async all(): Promise<T[]> {
    while (this.coming) await this.coming;
    return [...this.rows.values()];
  }

  /** The row with this id; `undefined` where no page has it. */
  async find(id: string): Promise<T | undefined> {
    while (this.coming && !this.rows.has(id)) await this.coming;
    return this.rows.get(id);
  }

  private take(pages: AsyncIterator<readonly T[]>): void {
    this.coming = pages.next().then(({ done, value }) => {
      if (done) {
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
