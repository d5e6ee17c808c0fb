import { STATUS_CODES } from "node:http";
import { redact } from "../redact";
import { isHtml } from "./body";
import type { Call, Vendor } from "./call";
import * as errors from "./errors";
import type { Exchanged } from "./exchange";

/** A failed call: which one, how its last attempt ended, and what was tried before. */
interface Failed {
  vendor: Vendor;
  call: Call;
  url: URL;
  happened: Exchanged;
  outcome: errors.Facts["outcome"];
  attempts: number;
  /** Why there was no further attempt; empty where there is nothing to say about it. */
  stopped?: string;
  waitToRepeat?: errors.Facts["waitToRepeat"];
}

const CLASSES: Partial<Record<errors.ErrorKind, typeof errors.ApiError>> = {
  unauthorized: errors.UnauthorizedError,
  forbidden: errors.ForbiddenError,
  "not-found": errors.NotFoundError,
  "invalid-request": errors.InvalidRequestError,
  "malformed-answer": errors.MalformedAnswerError,
};

/** What to do next where the vendor has no better hint. */
const HINTS: Record<errors.ErrorKind, string> = {
  unauthorized: "Check the credentials, and that they belong to this address.",
  forbidden: "Give the credentials the permission or scope that this call needs.",
  "not-found": "Check that it still exists; `pulumi refresh` brings the state up to date.",
  "invalid-request": "Correct the fields that the message names.",
  redirected: "Is it the wrong region or base URL? Credentials are never sent along a redirect.",
  "rate-limited": "Allow fewer requests per minute, or raise `workato-dcr:retryTotalSeconds`.",
  server: "Run it again later; the service's support can look up the request id.",
  unreachable: "Check the address, and from where it is to be reached: DNS, firewall, HTTPS_PROXY and NO_PROXY.",
  timeout: "Run it again; `workato-dcr:requestTimeoutSeconds` says how long to wait.",
  "connection-lost": "Run it again.",
  "malformed-answer": "Check that the base URL is the one of the API.",
};

/** The error for a failed call. Nothing in it, its refusal included, holds a secret. */
export function toError(failed: Failed): errors.ApiError {
  const { vendor, call, url, happened, outcome, attempts, stopped, waitToRepeat } = failed;
  const endpoint = tidy(`${call.method} ${url.pathname}`);
  const kind = kindOf(happened);
  const status = "status" in happened ? happened.status : undefined;
  const requestId = "requestId" in happened ? happened.requestId : undefined;
  const said = happened.kind === "answer" && happened.status >= 400;
  const refusal = said ? clean(vendor.explain(happened.status, happened.body)) : {};
  const details = [
    ...fieldsOf(refusal, call),
    ...(refusal.code && !refusal.message?.includes(refusal.code) ? [refusal.code] : []),
    ...(stopped ? [stopped] : []),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(requestId ? [`request id ${requestId}`] : []),
  ];
  const what = `${describe(vendor.name, `${endpoint} at ${url.host}`, happened, refusal)}${details.length ? ` (${details.join("; ")})` : ""}`;
  const type = CLASSES[kind] ?? errors.ApiError;
  return new type(kind, tidy(what), ofConnection(happened) ?? nextStep(vendor, kind, refusal.code), {
    endpoint,
    status,
    refusal,
    outcome,
    waitToRepeat,
  });
}

/** What mends a connection that no vendor has refused; `undefined` where the vendor's own hint says more. */
function ofConnection(happened: Exchanged): string | undefined {
  if (happened.kind !== "unreachable") return undefined;
  const { reason } = happened;
  if (/certificate/i.test(reason)) {
    return "Where an authority of your own has signed it, set NODE_EXTRA_CA_CERTS to the file of its certificate; otherwise, check the address.";
  }
  return reason.includes("Proxy response (407)")
    ? "The proxy asks for credentials: HTTPS_PROXY takes them, as in http://user:password@proxy.example.com:3128."
    : undefined;
}

function nextStep({ hints, hintsByCode }: Vendor, kind: errors.ErrorKind, code = ""): string {
  return hintsByCode?.get(code) ?? hints?.[kind] ?? HINTS[kind];
}

/** The error for an address that the vendor itself named, such as a next-link, and that is not its own. */
export function leadsElsewhere(vendor: Vendor, method: Call["method"], base: URL, url: URL): errors.ApiError {
  const endpoint = tidy(`${method} ${url.pathname}`);
  return new errors.ApiError(
    "redirected",
    `${vendor.name} at ${base.host} leads ${endpoint} to ${url.protocol}//${url.host}`,
    nextStep(vendor, "redirected"),
    { endpoint, refusal: {}, outcome: "not-done" },
  );
}

/** What is wrong with each field, by the program's name for it where there is one; what the message says already is left out. */
function fieldsOf({ message = "", fields = {} }: errors.Refusal, { properties = {}, json }: Call): string[] {
  return Object.entries(fields).flatMap(([field, reasons]) => {
    const said = message.includes(field) && reasons.every((reason) => message.includes(reason));
    const property = properties[field];
    const name = property === undefined ? field : `${property}${shown((json as Body)?.[field])}`;
    if (said) return property === undefined ? [] : [name];
    return [`${name}: ${reasons.join(", ")}`];
  });
}

/** What a field of the body held; of an object nothing, since that may be credentials, and nothing of a field that lies deeper. */
function shown(value: unknown): string {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return value === undefined || isObject ? "" : ` ${JSON.stringify(value)}`;
}

type Body = Record<string, unknown> | undefined;

function kindOf(happened: Exchanged): errors.ErrorKind {
  if (happened.kind === "lost") return "connection-lost";
  if (happened.kind === "malformed") return "malformed-answer";
  if (happened.kind !== "answer") return happened.kind;
  const { status } = happened;
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404) return "not-found";
  if (status === 429) return "rate-limited";
  if (status >= 500) return "server";
  return status < 400 ? "redirected" : "invalid-request";
}

function describe(service: string, call: string, happened: Exchanged, refusal: errors.Refusal): string {
  switch (happened.kind) {
    case "unreachable":
      return `${service} cannot be reached for ${call}: ${happened.reason}`;
    case "timeout":
      return `${service} did not answer ${call} in time: ${happened.reason}`;
    case "lost":
      return `The connection to ${service} was cut during ${call}: ${happened.reason}`;
    case "malformed":
      return `${service} answered ${call} with ${happened.status ?? "something unreadable"}: ${happened.reason}`;
    case "answer": {
      const { status, headers, body } = happened;
      if (status < 400) return `${service} redirects ${call} to ${hostOf(headers.location)} (${status})`;
      const verb = status < 500 ? "refused" : "failed on";
      return `${service} ${verb} ${call}: ${status} ${refusal.message || wordsOf(status, body)}`;
    }
  }
}

/** For an answer in which the vendor's own words were not found, such as one of a proxy. */
function wordsOf(status: number, body: unknown): string {
  const standard = STATUS_CODES[status] ?? "unknown status";
  if (typeof body !== "string") return standard;
  return isHtml(body) ? `${standard}, as an HTML page` : redact(body).slice(0, 200);
}

function hostOf(location: string | undefined): string {
  return location && URL.canParse(location) ? new URL(location).host : "another page";
}

function clean({ message, code, fields }: errors.Refusal): errors.Refusal {
  return {
    ...(message && { message: tidy(message) }),
    ...(code && { code: tidy(code) }),
    ...(fields && {
      fields: Object.fromEntries(Object.entries(fields).map(([name, reasons]) => [tidy(name), reasons.map(tidy)])),
    }),
  };
}

/** On one line, without secrets, and no longer than a message may be. */
function tidy(text: string): string {
  const line = redact(text).replace(/\s+/g, " ").trim();
  return line.length > 1000 ? `${line.slice(0, 1000)}…` : line;
}
