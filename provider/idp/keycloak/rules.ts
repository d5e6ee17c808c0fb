import { nameRule } from "../name-rule";
import { LONGEST_NAME } from "./client-representation";

/** A longer one is answered with 500. */
export const clientRules = nameRule(LONGEST_NAME, ", which is what Keycloak takes");
