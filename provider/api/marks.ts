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
 * asks, and from then on kept true by what this process writes. So N creates or deletes cost one list, not N, and each finds its own
 * without looking at those of the others.
 */
export class Marks {
  private readonly load: () => Promise<{ byId: ReadonlyMap<string, Marked>; byOwner: ReadonlyMap<string, Marked[]> }>;
  /** What this process has written since, by id; `undefined` of what it has deleted. */
  private readonly written = new Map<string, Marked | undefined>();
  /** The ids of what was written under the mark of an owner. It may have another one by now. */
  private readonly idsOf = new Map<string, Set<string>>();

  /** @param one the mark of a single object: a list that changes while it is paged may pass one over */
  constructor(
    list: () => Promise<Marked[]>,
    private readonly one: (id: string) => Promise<string | undefined>,
  ) {
    this.load = once(async () => {
      const rows = await list();
      const byOwner = new Map<string, Marked[]>();
      for (const row of rows) byOwner.set(ownerIn(row.mark), [...(byOwner.get(ownerIn(row.mark)) ?? []), row]);
      return { byId: new Map(rows.map((row) => [row.id, row])), byOwner };
    });
  }

  /** What carries a mark of this owner, of whatever instance; the oldest first. */
  async of(owner: string): Promise<Marked[]> {
    const { byOwner } = await this.load();
    const listed = (byOwner.get(owner) ?? []).filter(({ id }) => !this.written.has(id));
    const written = [...(this.idsOf.get(owner) ?? [])].flatMap((id) => this.written.get(id) ?? []);
    const all = [...listed, ...written.filter(({ mark }) => ownerIn(mark) === owner)];
    return all.sort((a, b) => (a.createdAt ?? "").localeCompare(b.createdAt ?? ""));
  }

  /** The id of what carries this very mark. */
  async find(mark: string): Promise<string | undefined> {
    return (await this.of(ownerIn(mark))).find((it) => it.mark === mark)?.id;
  }

  /** The mark of one object; `undefined` where it carries none, or is gone. */
  async on(id: string): Promise<string | undefined> {
    if (this.written.has(id)) return this.written.get(id)?.mark;
    const { byId } = await this.load();
    // It may have been written in the meantime.
    if (this.written.has(id)) return this.written.get(id)?.mark;
    return byId.get(id)?.mark ?? this.one(id);
  }

  /** Whether this process has written the mark of an object, or deleted it. */
  wrote(id: string): boolean {
    return this.written.has(id);
  }

  /** To be called after each write of a mark. */
  note(marked: Marked): void {
    this.written.set(marked.id, marked);
    const owner = ownerIn(marked.mark);
    this.idsOf.set(owner, (this.idsOf.get(owner) ?? new Set()).add(marked.id));
  }

  /** To be called after each deletion. */
  forget(id: string): void {
    this.written.set(id, undefined);
  }
}
