import { ProviderError } from "../errors";

/** What went wrong with a call; the `code` of its error and the key of a vendor's hints. */
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
  /** The vendor's name, such as `Okta`. */
  service: string;
  /** Method and path, without the query: `POST /api/v2/api_clients`. */
  endpoint: string;
  /** Host, with the port unless it is the default. */
  host: string;
  /** Left out when no answer came. */
  status?: number;
  requestId?: string;
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
  readonly service: string;
  readonly endpoint: string;
  readonly host: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly refusal: Refusal;
  readonly outcome: "not-done" | "unknown";
  readonly waitToRepeat: Facts["waitToRepeat"];

  constructor(kind: ErrorKind, what: string, next: string, facts: Facts) {
    super(kind, what, next, facts.outcome === "unknown" ? "; it may have been carried out" : "");
    this.service = facts.service;
    this.endpoint = facts.endpoint;
    this.host = facts.host;
    this.status = facts.status;
    this.requestId = facts.requestId;
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

/** 401 */
export class UnauthorizedError extends ApiError {}

/** 403 */
export class ForbiddenError extends ApiError {}

/** 404 */
export class NotFoundError extends ApiError {}

/** Any other 4xx */
export class InvalidRequestError extends ApiError {}

/** 3xx: redirects are never followed, since that would hand the credentials to another address. */
export class RedirectedError extends InvalidRequestError {}

/** 429, and the vendor asks to wait for longer than the retries may take */
export class RateLimitedError extends ApiError {}

/** 5xx */
export class ServerError extends ApiError {}

/** No connection: the name is not known, nothing listens, or the TLS certificate is not trusted. Nothing was sent. */
export class UnreachableError extends ApiError {}

/** The request was sent, and no complete answer came in time. */
export class TimeoutError extends ApiError {}

/** The connection was cut after the request was sent. */
export class ConnectionLostError extends ApiError {}

/** The call succeeded by its status, but the answer cannot be read: broken JSON, HTML, over-size. */
export class MalformedAnswerError extends ApiError {}
