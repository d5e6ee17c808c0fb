import { ProviderError } from "../errors";

/**
 * What went wrong with a call; the `code` of its error and the key of a vendor's hints. Those that somebody has to tell apart have a class too.
 *
 * | kind | what it stands for |
 * |---|---|
 * | `unauthorized`, `forbidden`, `not-found` | 401, 403, 404 |
 * | `invalid-request` | any other 4xx |
 * | `redirected` | 3xx: redirects are never followed, since that would hand the credentials to another address |
 * | `rate-limited` | 429, and the vendor asks to wait for longer than the retries may take |
 * | `server` | 5xx |
 * | `unreachable` | the name is not known, nothing listens, or the TLS certificate is not trusted: nothing was sent |
 * | `timeout` | the request was sent, and no complete answer came in time |
 * | `connection-lost` | the connection was cut after the request was sent |
 * | `malformed-answer` | the status says success, but the answer cannot be read: broken JSON, HTML, over-size |
 */
export type ErrorKind =
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "invalid-request"
  | "redirected"
  | "rate-limited"
  | "server"
  | "unreachable"
  | "timeout"
  | "connection-lost"
  | "malformed-answer";

/** What a vendor says about a call it did not carry out, in its own words. */
export interface Refusal {
  message?: string;
  /** The vendor's own error code, such as `E0000011` or `invalid_client_metadata`. */
  code?: string;
  /** What is wrong with which field of the request. */
  fields?: Record<string, string[]>;
}

/** Where and how a call failed. */
export interface Facts {
  /** Method and path, without the query: `POST /api/v2/api_clients`. */
  endpoint: string;
  /** Left out when no answer came. */
  status?: number;
  refusal: Refusal;
  /** `not-done` only where it is proven that nothing was carried out; what changes nothing, such as a GET, is always `not-done`. */
  outcome: "not-done" | "unknown";
  /**
   * For a caller that has looked in vain for what the call may have done: waits until it may be sent once more, and says how long
   * that was; `undefined`, at once, where the vendor asks for more time than there is. Left out where it may not be sent again.
   * @param attempt how often it was sent @param waitedMs how long this has waited before
   */
  waitToRepeat?: ((attempt: number, waitedMs: number) => Promise<number | undefined>) | undefined;
}

/** A call that did not succeed. Its message names service, endpoint, status, the vendor's words and what to do next. */
export class ApiError extends ProviderError implements Facts {
  declare readonly code: ErrorKind;
  readonly endpoint: string;
  readonly status: number | undefined;
  readonly refusal: Refusal;
  readonly outcome: "not-done" | "unknown";
  readonly waitToRepeat: Facts["waitToRepeat"];

  constructor(kind: ErrorKind, what: string, next: string, facts: Facts) {
    super(kind, what, next, facts.outcome === "unknown" ? "; it may have been carried out" : "");
    this.endpoint = facts.endpoint;
    this.status = facts.status;
    this.refusal = facts.refusal;
    this.outcome = facts.outcome;
    this.waitToRepeat = facts.waitToRepeat;
  }

  /** The same error after an earlier attempt that may have been carried out. */
  inDoubt(): ApiError {
    if (this.outcome === "unknown") return this;
    const type = this.constructor as typeof ApiError;
    return new type(this.code, this.what, this.next, { ...this, outcome: "unknown" });
  }
}

export class UnauthorizedError extends ApiError {}

export class ForbiddenError extends ApiError {}

export class NotFoundError extends ApiError {}

export class InvalidRequestError extends ApiError {}

export class MalformedAnswerError extends ApiError {}
