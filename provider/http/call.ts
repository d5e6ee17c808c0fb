import type { ErrorKind, Refusal } from "./errors";

/** One request to a vendor. */
export interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Joined to the vendor's `baseUrl`. An absolute URL, such as a next-link, is allowed on the same origin only. */
  path: string;
  query?: Record<string, string | number | undefined>;
  /** The body, as JSON. */
  json?: unknown;
  /** The body, as `application/x-www-form-urlencoded`. A function is asked before every attempt, for what is good for one use. */
  form?: Record<string, string> | (() => Record<string, string>);
  /** Additional headers. With an `authorization` among them, the vendor's `authorize` is not asked. */
  headers?: Record<string, string>;
  /** Statuses besides 2xx that are an answer rather than an error, such as `[404]`. */
  accept?: readonly number[];
  /** What the program calls fields of the body, by their names there: an error that names one tells the property and what it holds. */
  properties?: Readonly<Record<string, string>>;
  /** Changes nothing although it is a POST, so that it may be repeated. */
  safe?: true;
}

/** Whether a call changes nothing, whatever becomes of it. */
export function isSafe({ method, safe }: Pick<Call, "method" | "safe">): boolean {
  return method === "GET" || safe === true;
}

export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Parsed JSON; `undefined` without a body. With an accepted status besides 2xx, the text if it is not JSON. */
  body: unknown;
  requestId?: string;
}

/** What differs from service to service. */
export interface Vendor {
  /** As in messages: `Workato`, `Okta`. */
  name: string;
  /** https; plain http on loopback only. May hold a path. */
  baseUrl: string;
  /** Headers that authenticate a call; asked before every attempt. Calls wait for their turn after it: keep a margin of minutes. */
  authorize(): Promise<Record<string, string>> | Record<string, string>;
  /** The vendor's own words in the body of an answer that is an error. `body` is JSON, a text, or `undefined`. */
  explain(status: number, body: unknown): Refusal;
  /** What the user allows for each bucket; unless given, the bucket's own pace until an answer announces another one. */
  requestsPerMinute?: number | undefined;
  /** What the user can do next about each kind of error, as full sentences, in place of the general ones. */
  hints?: Partial<Record<ErrorKind, string>>;
  /** The same by the vendor's own code, where it gave one: it says more than the kind. */
  hintsByCode?: ReadonlyMap<string, string>;
  /** The vendor's bucket of limits that a path (without the query) falls into; one for all unless given. */
  bucket?(path: string): Bucket;
}

/** What shares one limit at a vendor. */
export interface Bucket {
  name: string;
  /** A pace that is safe while nothing is known of the limit. */
  perMinute: number;
}

export interface Limits {
  /** For one attempt, from connecting to the end of the answer. */
  timeoutSeconds: number;
  /** From the first attempt of a call to the beginning of its last. */
  retryTotalSeconds: number;
}
