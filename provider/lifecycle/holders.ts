/** How an object at a vendor is called when it is claimed. @param output the one that holds its id */
export const objectOf = (output: string, id: string) => `${output} ${id}`;

/** Which resource of this run has what, such as a name, a mark or an object at a vendor: who claims it first, holds it. */
export class Holders {
  readonly #held = new Map<string, string>();

  /** Whether `who` holds `what` by now; otherwise another one was quicker. */
  claim(what: string, who: string): boolean {
    const holder = this.#held.get(what) ?? who;
    this.#held.set(what, holder);
    return holder === who;
  }

  /** Whether another one holds it. */
  isOthers(what: string, who: string): boolean {
    const holder = this.#held.get(what);
    return holder !== undefined && holder !== who;
  }
}
