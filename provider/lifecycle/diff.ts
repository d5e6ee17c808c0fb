import { hasUnknown } from "./unknown";

/**
 * How two values of a property are held against each other. What servers normalise in their own way is no difference: upper and
 * lower case of an e-mail address, the forms of a URL (WHATWG), the order and doubles of a list. `when asked`: only that it
 * becomes `true` is a change. `at creation`: it tells how to create a resource and says nothing about it later.
 */
type Comparison = "exact" | "set" | "addresses" | "e-mail" | "url" | "when asked" | "at creation";

/** Every property of a resource's inputs, with its comparison. */
export type FieldTable<Inputs> = { readonly [Key in keyof Required<Inputs>]: Comparison };

/**
 * The properties in which `news` asks for something else than `olds` has. A property that is unknown counts as changed;
 * one that is absent on both sides does not.
 */
export function changedFields<Inputs>(
  fields: FieldTable<Inputs>,
  olds: Readonly<Record<string, unknown>>,
  news: Readonly<Record<string, unknown>>,
): (keyof Inputs & string)[] {
  const keys = Object.keys(fields) as (keyof Inputs & string)[];
  return keys.filter(
    (key) => fields[key] !== "at creation" && (hasUnknown(news[key]) || !same(fields[key], olds[key], news[key])),
  );
}

/** `found` with the values as they are held, where the two mean the same: what a server orders in its own way is no change. */
export function asHeld<Inputs, Found extends object>(
  fields: FieldTable<Inputs>,
  held: Readonly<Record<string, unknown>>,
  found: Found,
): Found {
  const changed: readonly string[] = changedFields(fields, held, found as Record<string, unknown>);
  const unchanged = Object.keys(fields).filter((key) => held[key] !== undefined && !changed.includes(key));
  return { ...found, ...Object.fromEntries(unchanged.map((key) => [key, held[key]])) };
}

/** Whether `b` asks for nothing else than `a` has. */
export function same(comparison: Comparison, a: unknown, b: unknown): boolean {
  if (comparison === "when asked") return b !== true || a === true;
  if (a === b) return true;
  return canonical(normal(comparison, a)) === canonical(normal(comparison, b));
}

function normal(comparison: Comparison, value: unknown): unknown {
  if (Array.isArray(value) && (comparison === "set" || comparison === "addresses")) {
    const items = value.map((it) => (comparison === "addresses" ? String(it).toLowerCase() : String(it)));
    return [...new Set(items)].sort();
  }
  if (typeof value !== "string") return value;
  if (comparison === "e-mail") return value.toLowerCase();
  return comparison === "url" && URL.canParse(value) ? new URL(value).href : value;
}

/** JSON with sorted keys, so that the order in which a program writes an object means nothing. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
