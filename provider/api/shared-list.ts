import { Listing } from "./listing";

/**
 * A list that all operations of the process share, so that reading N resources costs one list: loaded when first asked for,
 * and anew after a {@link change}. A failed one is not kept: the next caller tries again.
 */
export class SharedList<T extends { id: string }> {
  private listing: Listing<T> | undefined;

  constructor(private readonly pages: () => AsyncIterable<readonly T[]>) {}

  get(): Promise<T[]> {
    return this.current().all();
  }

  /** The row with this id, as soon as its page is there. */
  find(id: string): Promise<T | undefined> {
    return this.current().find(id);
  }

  /** All rows, read anew where those that were read before lack one of `ids`: it may have been made since, by somebody else. */
  async including(ids: readonly string[]): Promise<T[]> {
    const before = this.listing;
    const rows = await this.get();
    if (!before || ids.every((id) => rows.some((row) => row.id === id))) return rows;
    // Once for all who miss something at the same time.
    if (this.listing === before) this.drop();
    return this.get();
  }

  /** Runs a write to what the list holds, after which, also after a failed one, the list is stale. */
  async change<R>(write: () => Promise<R>): Promise<R> {
    try {
      return await write();
    } finally {
      this.drop();
    }
  }

  private drop(): void {
    this.listing?.abandon();
    this.listing = undefined;
  }

  private current(): Listing<T> {
    if (this.listing === undefined || this.listing.hasFailed) this.listing = new Listing(this.pages());
    return this.listing;
  }
}
