import type { Problem } from "../../errors";
import { UNKNOWN } from "../../lifecycle/unknown";
import { withMark } from "../../mark";
import { LONGEST_CLIENT_NAME } from "./client-metadata";

/** The mark stands behind the name, and takes this much. */
const MARK_LENGTH = withMark("a", `${"0".repeat(8)}.${"0".repeat(12)}.${"0".repeat(6)}`).length - 1;
const LONGEST_NAME = LONGEST_CLIENT_NAME - MARK_LENGTH;

/** A longer name would be cut, and the next refresh would take that for drift. */
export function clientRules({ name }: Readonly<Record<string, unknown>>): Problem[] {
  if (typeof name !== "string" || name === UNKNOWN || name.length <= LONGEST_NAME) return [];
  const reason = `must have at most ${LONGEST_NAME} characters: servers take ${LONGEST_CLIENT_NAME}, and the ownership mark stands behind it`;
  return [{ property: "name", reason }];
}
