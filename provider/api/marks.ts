import { ownerIn } from "../mark";
import { once } from "../once";

/** An object at a vendor that carries a mark. */
export interface Marked {
  id: string;
  mark: string;
  /** When it was made, ISO 8601; absent where the vendor does not tell. */
  createdAt?: string | undefined;
}

/**
 * Which objects of a vendor carry a mark: listed once per process, when the first resource without a state, or the first deletion,
 * asks, and from then on kept true by what this process writes. So N creates or deletes cost one list, not N.
 */
export class Marks {
  private readonly load: () => Promise<ReadonlyMap<string, Marked>>;
  /** What this process has written since, by id; `undefined` of what it has deleted. */
  private readonly written = new Map<string, Marked | undefined>();

  /** @param one the mark of a single object: a list that changes while it is paged may pass one over */
  constructor(
    list: () => Promise<Marked[]>,
    private readonly one: (id: string) => Promise<string | undefined>,
  ) {
    this.load = once(async () => new Map((await list()).map((row) => [row.id, row])));
  }

  /** What carries a mark of this owner, of whatever instance; the oldest first. */
  async of(owner: string): Promise<Marked[]> {
    const listed = await this.load();
    const all = [...listed.values()].filter(({ id }) => !this.written.has(id));
    const ofOwner = [...all, ...this.written.values()].filter((it) => it !== undefined && ownerIn(it.mark) === owner);
    return (ofOwner as Marked[]).sort((a, b) => (a.createdAt ?? "").localeCompare(b.createdAt ?? ""));
  }

  /** The mark of one object; `undefined` where it carries none, or is gone. */
  async on(id: string): Promise<string | undefined> {
    if (this.written.has(id)) return this.written.get(id)?.mark;
    const listed = await this.load();
    // It may have been written in the meantime.
    if (this.written.has(id)) return this.written.get(id)?.mark;
    return listed.get(id)?.mark ?? this.one(id);
  }

  /** Whether this process has written the mark of an object, or deleted it. */
  wrote(id: string): boolean {
    return this.written.has(id);
  }

  /** To be called after each write of a mark. */
  note(marked: Marked): void {
    this.written.set(marked.id, marked);
  }

  /** To be called after each deletion. */
  forget(id: string): void {
    this.written.set(id, undefined);
  }
}
