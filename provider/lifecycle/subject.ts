import type { Bag } from "../bag";
import { UNKNOWN } from "./unknown";

/**
 * How messages call a resource, such as `ApiClient "Orders"`: the engine shows them apart from it, and gives a provider neither
 * its URN nor its name in the program.
 */
export function subjectOf(kind: string, { name }: Bag): string {
  return typeof name === "string" && name !== UNKNOWN ? `${kind} ${JSON.stringify(name)}` : kind;
}
