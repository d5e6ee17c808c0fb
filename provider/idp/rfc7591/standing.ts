import { ApiError } from "../../http/errors";

/** Why a client could not be managed. */
export type Obstacle =
  /** Nothing was issued that would open its configuration endpoint, or the state has lost it. */
  | "no access"
  /** The registration access token is refused: RFC 7592 says the same of one that is void and of a client that is gone. */
  | "refused"
  /** The server has no such endpoint or method, or, against RFC 7592, means that the client is gone. */
  | "not offered";

/** What is known of a client that could not be managed: it is `gone` only where its own credentials say so. */
export type Standing = "gone" | "alive" | "unclear";

/** What a failed call to a client configuration endpoint may mean; `undefined` where it says nothing about the client. */
export function obstacleIn(error: unknown): Obstacle | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { status } = error;
  if (status === 404 || status === 405 || status === 501) return "not offered";
  // One server says 400 where the client is gone.
  return status === 400 || status === 401 || status === 403 ? "refused" : undefined;
}

/** Errors of RFC 6749 section 5.2 and of its extensions that a token endpoint has only for a client that it knows. */
const OF_KNOWN_CLIENTS = [
  "unauthorized_client",
  "invalid_scope",
  "invalid_target",
  "access_denied",
  "unsupported_grant_type",
];

/** @param error what a token request by the client's own credentials ended with; `undefined` where it got a token */
export function tokenAnswer(error: unknown): Standing {
  if (error === undefined) return "alive";
  if (!(error instanceof ApiError)) return "unclear";
  const { code = "" } = error.refusal;
  if (code === "invalid_client") return "gone";
  return OF_KNOWN_CLIENTS.includes(code) ? "alive" : "unclear";
}

/**
 * | the client could not be managed, and by its own credentials it gets | so it is |
 * |---|---|
 * | a token, or a refusal that only a client that is known can get | alive |
 * | `invalid_client` by each way of authenticating that was tried | gone |
 * | anything else, or it has no secret to ask with | unclear |
 */
export function standing(answers: readonly Standing[]): Standing {
  if (answers.includes("alive")) return "alive";
  return answers.length > 0 && answers.every((answer) => answer === "gone") ? "gone" : "unclear";
}
