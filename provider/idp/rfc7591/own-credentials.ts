import type { TokenRequest } from "../../api/token";
import { ApiError } from "../../http/errors";
import type { RecordedClient } from "../identity-provider";
import { type Standing, standing, tokenAnswer } from "./standing";

const METHODS = ["client_secret_basic", "client_secret_post"];

/**
 * What the token endpoint says of a client by its own credentials. A server may take them by one way of authenticating only, and the state
 * may hold another one than counts there: `invalid_client` by one of them proves nothing.
 * @throws ApiError where the endpoint cannot be asked
 */
export async function standingOf(
  { clientId, clientSecret, tokenEndpointAuthMethod: method }: RecordedClient,
  fetchToken: (request: Pick<TokenRequest, "clientId" | "clientSecret" | "method" | "scopes">) => Promise<unknown>,
): Promise<Standing> {
  const answers: Standing[] = [];
  // Of a client that authenticates by a key, only the consumer has it.
  if (clientSecret === undefined) return standing(answers);
  // The one that is likely to count goes first.
  const methods = [...METHODS].sort((a, b) => Number(b === method) - Number(a === method));
  for (const it of methods) {
    const answer = await fetchToken({ clientId, clientSecret, method: it, scopes: [] }).then(
      () => tokenAnswer(undefined),
      (error: unknown) => {
        if (!isAnswered(error)) throw error;
        return tokenAnswer(error);
      },
    );
    if (answer === "alive") return "alive";
    answers.push(answer);
  }
  // By now, it may authenticate by a key.
  return standing(method === undefined ? [...answers, "unclear"] : answers);
}

/** An outage says nothing of a client. */
function isAnswered(error: unknown): boolean {
  return error instanceof ApiError && error.status !== undefined && error.status < 500 && error.status !== 429;
}
