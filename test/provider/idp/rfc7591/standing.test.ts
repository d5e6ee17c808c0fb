import { ApiError, InvalidRequestError, NotFoundError, UnauthorizedError } from "../../../../provider/http/errors";
import { standingOf } from "../../../../provider/idp/rfc7591/own-credentials";
import {
  type Obstacle,
  obstacleIn,
  type Standing,
  standing,
  tokenAnswer,
} from "../../../../provider/idp/rfc7591/standing";

function refusal(status: number, code?: string) {
  const facts = {
    endpoint: "GET /reg/1",
    status,
    refusal: code ? { code } : {},
    outcome: "not-done",
  } as const;
  if (status === 401) return new UnauthorizedError("unauthorized", "refused", "", facts);
  if (status === 404) return new NotFoundError("not-found", "refused", "", facts);
  if (status >= 500) return new ApiError("server", "failed", "", facts);
  return new InvalidRequestError("invalid-request", "refused", "", facts);
}

test.each<[number, Obstacle | undefined]>([
  [400, "refused"],
  [401, "refused"],
  [403, "refused"],
  [404, "not offered"],
  [405, "not offered"],
  [501, "not offered"],
  [409, undefined],
  [429, undefined],
  [500, undefined],
  [503, undefined],
])("a %d of the configuration endpoint is an obstacle: %s", (status, obstacle) => {
  expect(obstacleIn(refusal(status))).toBe(obstacle);
});

test("what is no answer is no obstacle", () => {
  expect(obstacleIn(new Error("broken"))).toBeUndefined();
});

test.each<[string, Error | undefined, Standing]>([
  ["a token", undefined, "alive"],
  ["invalid_client", refusal(401, "invalid_client"), "gone"],
  ["invalid_client with the status of a bad request", refusal(400, "invalid_client"), "gone"],
  ["a scope that the client may not have", refusal(400, "invalid_scope"), "alive"],
  ["a grant that the client may not use", refusal(400, "unauthorized_client"), "alive"],
  ["a missing resource", refusal(400, "invalid_target"), "alive"],
  ["a request that it does not take", refusal(400, "invalid_request"), "unclear"],
  ["a 401 without a code, as of a proxy", refusal(401), "unclear"],
  ["a 404, as of a wrong address", refusal(404), "unclear"],
])("the token endpoint that answers %s says: %s", (_, error, answer) => {
  expect(tokenAnswer(error)).toBe(answer);
});

test.each<[Standing[], Standing]>([
  [[], "unclear"],
  [["alive"], "alive"],
  [["gone", "alive"], "alive"],
  [["gone"], "gone"],
  [["gone", "gone"], "gone"],
  [["gone", "unclear"], "unclear"],
])("of the answers %j, the client is %s", (answers, expected) => {
  expect(standing(answers)).toBe(expected);
});

describe("the own credentials of a client", () => {
  /** Asks with what the token endpoint takes by each method. @returns what is known, and what was tried */
  async function ask(
    client: { clientSecret?: string; tokenEndpointAuthMethod?: string },
    takes: Record<string, Error | undefined>,
  ) {
    const tried: string[] = [];
    const known = await standingOf({ clientId: "c", ...client }, async ({ method }) => {
      tried.push(method);
      if (takes[method]) throw takes[method];
    });
    return { known, tried };
  }
  const unknown = refusal(401, "invalid_client");
  const clientSecret = "hunter2";

  test.each<
    [
      string,
      { clientSecret?: string; tokenEndpointAuthMethod?: string },
      Record<string, Error | undefined>,
      Standing,
      string[],
    ]
  >([
    ["that the server takes", { clientSecret }, {}, "alive", ["client_secret_basic"]],
    [
      "of the method that the state holds",
      { clientSecret, tokenEndpointAuthMethod: "client_secret_post" },
      {},
      "alive",
      ["client_secret_post"],
    ],
    [
      "that count by the other method",
      { clientSecret },
      { client_secret_basic: unknown },
      "alive",
      ["client_secret_basic", "client_secret_post"],
    ],
    [
      "that nobody knows by either method",
      { clientSecret, tokenEndpointAuthMethod: "client_secret_basic" },
      { client_secret_basic: unknown, client_secret_post: unknown },
      "gone",
      ["client_secret_basic", "client_secret_post"],
    ],
    [
      "that nobody knows, where the client may authenticate by a key by now",
      { clientSecret },
      { client_secret_basic: unknown, client_secret_post: unknown },
      "unclear",
      ["client_secret_basic", "client_secret_post"],
    ],
    ["that are a key of the consumer", { tokenEndpointAuthMethod: "private_key_jwt" }, {}, "unclear", []],
  ])("%s", async (_, client, takes, known, tried) => {
    expect(await ask(client, takes)).toEqual({ known, tried });
  });

  test.each([500, 503, 429])("tell nothing while the token endpoint answers %d", async (status) => {
    await expect(ask({ clientSecret }, { client_secret_basic: refusal(status) })).rejects.toMatchObject({ status });
  });
});
