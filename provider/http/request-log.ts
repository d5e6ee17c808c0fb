import { appendFileSync } from "node:fs";
import { redact } from "../redact";
import type { Call } from "./call";
import type { Exchanged } from "./exchange";

/** Names the file that the requests of this process are told in, for the day when something does not work. */
export const LOG_VARIABLE = "WORKATO_DCR_LOG";

/** One attempt of a call, as it ended. */
export interface Attempted {
  /** The vendor's name, as in messages. */
  side: string;
  method: Call["method"];
  url: URL;
  /** `undefined` where the vendor had asked for a longer wait than the call has time for, so that it was not sent. */
  happened: Exchanged | undefined;
  ms: number;
  attempt: number;
  /** For its turn, before it was sent. */
  waitedMs: number;
  /** Until it is sent once more. */
  repeatInMs: number | undefined;
}

/** Parameters whose values say where in a list one is, and nothing else. */
const TOLD_PARAMETERS = new Set(["page", "per_page", "limit"]);

let unwritable: string | undefined;

/** Adds a line to the log, if there is one. That it cannot be written is said once, and stops nothing. */
export function logRequest(attempted: Attempted, warn: (line: string) => void): void {
  const file = process.env[LOG_VARIABLE];
  if (!file || file === unwritable) return;
  try {
    // At once and whole: several processes write to one file, and each may be killed.
    appendFileSync(file, `${lineOf(attempted, new Date())}\n`, { mode: 0o600 });
  } catch (error) {
    unwritable = file;
    const { message: why = error } = Object(error);
    warn(
      `no log of the requests is written (${why}); set ${LOG_VARIABLE} to a file in a folder that exists, or unset it`,
    );
  }
}

/** JSON, so that no value can be taken for another one. Nothing of headers and bodies is in it but the id of the request. */
export function lineOf(
  { side, method, url, happened, ms, attempt, waitedMs, repeatInMs }: Attempted,
  now: Date,
): string {
  const line = {
    time: now.toISOString(),
    side,
    method,
    path: pathOf(url),
    ...ending(happened),
    ms: Math.round(ms),
    attempt,
    waitedMs: Math.round(waitedMs),
    ...(repeatInMs !== undefined && { repeatInMs: Math.round(repeatInMs) }),
  };
  return redact(JSON.stringify(line));
}

/** A value of a query may be a search for somebody, or a token: all but those of pages are left out. */
function pathOf({ pathname, searchParams }: URL): string {
  const query = [...searchParams].map(([name, value]) => `${name}=${TOLD_PARAMETERS.has(name) ? value : "…"}`);
  return query.length > 0 ? `${pathname}?${query.join("&")}` : pathname;
}

function ending(happened: Exchanged | undefined): { status: number | string; reason?: string; requestId?: string } {
  if (happened === undefined) return { status: "not sent" };
  const { kind } = happened;
  if (kind === "answer") return { status: happened.status, ...idOf(happened.requestId) };
  const { reason } = happened;
  return kind === "malformed"
    ? { status: happened.status ?? kind, reason, ...idOf(happened.requestId) }
    : { status: kind, reason };
}

function idOf(requestId: string | undefined): { requestId?: string } {
  return requestId === undefined ? {} : { requestId };
}
