/** By which of the two an object is looked up; exactly one of them. */
export type Selector = { id: string | number; name?: undefined } | { name: string; id?: undefined };

/** What keeps arguments from being a selector: a program without types can hand over anything. */
export function selectorProblem(args: unknown): string | undefined {
  const given = Object.entries(args ?? {}).filter(([, value]) => value !== undefined);
  const [first, ...more] = given;
  if (first === undefined || more.length > 0 || !["id", "name"].includes(first[0])) {
    return `takes either id or name, and got ${given.map(([key]) => key).join(", ") || "neither"}`;
  }
  const [key, value] = first;
  const plain = typeof value === "string" || (key === "id" && typeof value === "number");
  return plain ? undefined : `takes a plain value as ${key}`;
}

type Selected<T> = { one: T } | { none: T[] } | { several: T[] };

/** The one object that a selector means. Names are compared to the letter; an id is compared as text. */
export function select<T extends { id: string; name: string }>(objects: readonly T[], selector: Selector): Selected<T> {
  const matches = objects.filter((it) =>
    selector.id !== undefined ? it.id === String(selector.id) : it.name === selector.name,
  );
  const [first, ...more] = matches;
  if (first === undefined) return { none: [...objects] };
  return more.length === 0 ? { one: first } : { several: matches };
}

const SHOWN = 20;

/** The candidates of an error message, the first of them by name. */
export function listed(objects: readonly { id: string; name: string }[]): string {
  if (objects.length === 0) return "there is none at all";
  const names = objects.map(({ id, name }) => (id === name ? `"${name}"` : `"${name}" (id ${id})`)).sort();
  const rest = names.length - SHOWN;
  return names.slice(0, SHOWN).join(", ") + (rest > 0 ? `, and ${rest} more` : "");
}
