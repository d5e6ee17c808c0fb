import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SandboxInfo, StoreDump } from "../../sandbox/client";
import type { StateResource } from "../stack-files";

/** Where records are, a file for each version of the package. */
export const RECORDS = join(__dirname, "../../test/states");

/** What a version has recorded of a stack. */
export interface RecordedState {
  /** As `pulumi stack export --show-secrets` prints them, without what is of one run or one machine. */
  resources: StateResource[];
  /** What was there of the vendors. */
  store: StoreDump;
}

/** By the names of the stacks. */
export type Records = Record<string, RecordedState>;

/** What differs between sandboxes: in a record, the name stands for the value. */
const OF_A_SANDBOX = [
  "keycloakIssuer",
  "workatoBaseUrl",
  "oktaOrgUrl",
  "workatoToken",
  "oktaToken",
  "introspectionClientId",
  "introspectionClientSecret",
  "keycloakClientSecret",
] as const satisfies (keyof SandboxInfo)[];

const standIn = (name: string) => `{{${name}}}`;

/** The record without what is of one sandbox. */
export function portable(state: RecordedState, info: SandboxInfo): RecordedState {
  const text = JSON.stringify(state);
  return JSON.parse(OF_A_SANDBOX.reduce((result, name) => result.replaceAll(info[name], standIn(name)), text));
}

/** The record as if it had been made with this sandbox. */
export function placed(state: RecordedState, info: SandboxInfo): RecordedState {
  const text = JSON.stringify(state);
  return JSON.parse(OF_A_SANDBOX.reduce((result, name) => result.replaceAll(standIn(name), info[name]), text));
}

export function recordsOf(version: string): Records {
  return JSON.parse(readFileSync(join(RECORDS, `${version}.json`), "utf8"));
}
