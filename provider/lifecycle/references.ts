import type { Problem } from "../errors";
import { propertyPath } from "./check";
import { listed } from "./select";
import { UNKNOWN } from "./unknown";

/** A value that names something at a vendor, and its property path. */
interface Named {
  property: string;
  value: string;
}

/** The values at `path` of inputs, item by item where it is a list. What is not known yet is none of them. */
export function valuesAt(inputs: unknown, path: readonly string[]): Named[] {
  let value = inputs;
  for (const step of path) {
    if (value === null || typeof value !== "object") return [];
    value = (value as Record<string, unknown>)[step];
  }
  const items = Array.isArray(value) ? value.map((item, index) => ({ at: [...path, index], item })) : [];
  return [...items, { at: path, item: value }].flatMap(({ at, item }) =>
    typeof item === "string" && item !== UNKNOWN ? [{ property: propertyPath(at, []), value: item }] : [],
  );
}

/** What is named and not there. @param missing how to say it of a value, with a list of what is there */
export function absent(
  named: readonly Named[],
  there: readonly { id: string; name: string }[],
  missing: (value: string, there: string) => string,
): Problem[] {
  const ids = new Set(there.map(({ id }) => id));
  return named
    .filter(({ value }) => !ids.has(value))
    .map(({ property, value }) => ({ property, reason: missing(value, listed(there)) }));
}
