import type { Ranked } from "./model";

/** Puts one among the others at the place that it is to have, the last one without it, and numbers them anew. */
export function rank<T extends Ranked>(others: Iterable<T>, one: T, place: number | undefined): void {
  const all = [...others].filter(({ id }) => id !== one.id).sort((a, b) => a.priority - b.priority);
  all.splice(place === undefined ? all.length : place - 1, 0, one);
  all.forEach((it, index) => {
    it.priority = index + 1;
  });
}
