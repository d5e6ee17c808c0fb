import type { Connection } from "../../../provider/api/workato/connections";
import { connectionTrouble } from "../../../provider/stores/connection";
import { ok, type Verdict, warn } from "../check";

/** How many of the HTTP connections are authorised, and what Workato says of the others. */
export function connectionsVerdict(connections: readonly Connection[]): Verdict {
  const http = connections.filter(({ provider }) => provider === "rest");
  if (http.length === 0) return ok("none yet; an HttpConnection makes one");
  const troubles = http.flatMap((connection) => connectionTrouble(connection.id, connection)?.what ?? []);
  const seen = [`${http.length - troubles.length} of ${http.length} authorised`, ...troubles].join("; ");
  if (troubles.length === 0) return ok(seen);
  return warn(seen, "Fix the ones your stacks use: correct the base URL or the credentials, then run pulumi up");
}
