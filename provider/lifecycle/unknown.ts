/** What the engine hands in for a value that it does not know before apply (`rpc.unknownValue` of the Pulumi SDK). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export type Path = readonly PropertyKey[];

/** Whether the value at `path`, or anything above it, is unknown. */
export function isUnknownAt(root: unknown, path: Path): boolean {
  let value = root;
  for (const step of path) {
    if (value === UNKNOWN) return true;
    if (value === null || typeof value !== "object") return false;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value === UNKNOWN;
}

/** Whether `value` is unknown or holds anything unknown, at any depth. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return value !== null && typeof value === "object" && Object.values(value).some(hasUnknown);
}

/** A path as users write it: `introspection.endpointPath`, `requiredClaims[2]`, `tags["cost center"]`. */
export function pathText([first, ...rest]: Path): string {
  return rest.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const key = String(step);
    return /^[A-Za-z_$][\w$]*$/.test(key) ? `${text}.${key}` : `${text}[${JSON.stringify(key)}]`;
  }, String(first));
}
