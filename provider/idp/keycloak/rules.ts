import type { Problem } from "../../errors";
import { UNKNOWN } from "../../lifecycle/unknown";
import { LONGEST_NAME } from "./client-representation";

/** A longer one is answered with 500. */
export function clientRules({ name }: Readonly<Record<string, unknown>>): Problem[] {
  if (typeof name !== "string" || name === UNKNOWN || name.length <= LONGEST_NAME) return [];
  return [{ property: "name", reason: `must have at most ${LONGEST_NAME} characters, which is what Keycloak takes` }];
}
