/**
 * A list that all operations of the process share, so that reading N resources costs one list: loaded when first asked for,
 * and anew after a {@link change}.
 */
export class SharedList<T extends { id: string }> {
  private loaded: Promise<Loaded<T>> | undefined;

  constructor(private readonly load: () => Promise<T[]>) {}

  async get(): Promise<T[]> {
    return (await this.current()).rows;
  }

  /** The row with this id. */
  async find(id: string): Promise<T | undefined> {
    return (await this.current()).byId.get(id);
  }

  /** All rows, read anew where those that were read before lack one of `ids`: it may have been made since, by somebody else. */
  async including(ids: readonly string[]): Promise<T[]> {
    const before = this.loaded;
    const { rows, byId } = await this.current();
    if (!before || ids.every((id) => byId.has(id))) return rows;
    // Once for all who miss something at the same time.
    if (this.loaded === before) this.loaded = undefined;
    return this.get();
  }

  /** Runs a write to what the list holds, after which, also after a failed one, the list is stale. */
  async change<R>(write: () => Promise<R>): Promise<R> {
    try {
      return await write();
    } finally {
      this.loaded = undefined;
    }
  }

  private current(): Promise<Loaded<T>> {
    if (this.loaded) return this.loaded;
    const loading = this.load().then((rows) => ({ rows, byId: new Map(rows.map((row) => [row.id, row])) }));
    this.loaded = loading;
    // A failed load is not kept: the next caller tries again.
    loading.catch(() => {
      if (this.loaded === loading) this.loaded = undefined;
    });
    return loading;
  }
}

interface Loaded<T> {
  rows: T[];
  byId: ReadonlyMap<string, T>;
}
