/** How an object at a vendor is called when it is held. @param output the one that holds its id */
export const objectOf = (output: string, id: string) => `${output} ${id}`;

interface Holder {
  who: string;
  /** How messages call it. */
  subject: string;
}

/** Which resource of this run has what, such as a name, a mark or an object at a vendor: who asks first, holds it. */
export class Holders {
  readonly #byWhat = new Map<string, Holder>();

  /** Whether `who` holds `what` by now; otherwise another one was quicker. */
  hold(what: string, who: string, subject = "another resource"): boolean {
    const holder = this.#byWhat.get(what) ?? { who, subject };
    this.#byWhat.set(what, holder);
    return holder.who === who;
  }

  /** Whether another one holds it. */
  isOthers(what: string, who: string): boolean {
    const holder = this.#byWhat.get(what);
    return holder !== undefined && holder.who !== who;
  }

  /** How messages call who holds it. */
  subjectOf(what: string): string | undefined {
    return this.#byWhat.get(what)?.subject;
  }
}
