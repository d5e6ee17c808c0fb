const SHOWN = 10;

/** How many API clients there are, and which: `2 API clients (Billing, Orders)`. */
export function inUse(names: readonly string[]): string {
  const sorted = [...names].sort();
  const more = sorted.length > SHOWN ? `, and ${sorted.length - SHOWN} more` : "";
  return `${sorted.length} API client${sorted.length === 1 ? "" : "s"} (${sorted.slice(0, SHOWN).join(", ")}${more})`;
}
