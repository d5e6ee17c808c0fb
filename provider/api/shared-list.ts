/**
 * A list that all operations of the process share, so that reading N resources costs one list: loaded when first asked for,
 * and anew after a {@link change}.
 */
export class SharedList<T extends { id: string }> {
  private loaded: Promise<T[]> | undefined;
  private indexed: { rows: T[]; byId: ReadonlyMap<string, T> } | undefined;

  constructor(private readonly load: () => Promise<T[]>) {}

  get(): Promise<T[]> {
    if (this.loaded) return this.loaded;
    const loading = this.load();
    this.loaded = loading;
    // A failed load is not kept: the next caller tries again.
    loading.catch(() => {
      if (this.loaded === loading) this.loaded = undefined;
    });
    return loading;
  }

  /** The row with this id. */
  async find(id: string): Promise<T | undefined> {
    const rows = await this.get();
    if (this.indexed?.rows !== rows) this.indexed = { rows, byId: new Map(rows.map((row) => [row.id, row])) };
    return this.indexed.byId.get(id);
  }

  /** Runs a write to what the list holds, after which, also after a failed one, the list is stale. */
  async change<R>(write: () => Promise<R>): Promise<R> {
    try {
      return await write();
    } finally {
      this.loaded = undefined;
      this.indexed = undefined;
    }
  }
}
