/**
 * A list that all operations of the process share, so that reading N resources costs one list: loaded when first asked for,
 * and anew after a {@link change}.
 */
export class SharedList<T> {
  private loaded: Promise<T[]> | undefined;

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

  /** Runs a write to what the list holds, after which, also after a failed one, the list is stale. */
  async change<R>(write: () => Promise<R>): Promise<R> {
    try {
      return await write();
    } finally {
      this.loaded = undefined;
    }
  }
}
