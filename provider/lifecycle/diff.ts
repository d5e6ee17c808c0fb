import type { Bag } from "../bag";
import type { Comparison } from "./properties";
import { hasUnknown } from "./unknown";

/** How each property is compared. */
type Compared = Readonly<Record<string, { compared: Comparison }>>;

/**
 * The properties in which `news` asks for something else than `olds` has. A property that is unknown counts as changed;
 * one that is absent on both sides does not.
 */
export function changedProperties(properties: Compared, olds: Bag, news: Bag): string[] {
  return Object.entries(properties).flatMap(([name, { compared }]) => {
    if (compared === "at creation") return [];
    return hasUnknown(news[name]) || !same(compared, olds[name], news[name]) ? [name] : [];
  });
}

/** `found` with the values as they are recorded, where the two mean the same: what a server orders in its own way is no change. */
export function asRecorded<Found extends object>(properties: Compared, recorded: Bag, found: Found): Found {
  const changed: readonly string[] = changedProperties(properties, recorded, found as Record<string, unknown>);
  const unchanged = Object.keys(properties).filter((key) => recorded[key] !== undefined && !changed.includes(key));
  return { ...found, ...Object.fromEntries(unchanged.map((key) => [key, recorded[key]])) };
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
