import { withMark } from "../../mark";
import { nameRule } from "../name-rule";
import { LONGEST_CLIENT_NAME } from "./client-metadata";

/** The mark stands behind the name, and takes this much. */
const MARK_LENGTH = withMark("a", `${"0".repeat(8)}.${"0".repeat(12)}.${"0".repeat(6)}`).length - 1;

/** A longer name would be cut, and the next refresh would take that for drift. */
export const clientRules = nameRule(
  LONGEST_CLIENT_NAME - MARK_LENGTH,
  `: servers take ${LONGEST_CLIENT_NAME}, and the ownership mark stands behind it`,
);
