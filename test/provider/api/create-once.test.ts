import fc from "fast-check";
import { createOnce, type Doubt, doubtAfter } from "../../../provider/api/create-once";
import { ApiError, type ErrorKind, type Facts } from "../../../provider/http/errors";

const failure = (kind: ErrorKind, outcome: "not-done" | "unknown", status?: number, rest: Partial<Facts> = {}) =>
  new ApiError(kind, `failed: ${kind}`, "", {
    endpoint: "POST /things",
    ...(status !== undefined && { status }),
    refusal: {},
    outcome,
    waitToRepeat: async () => 0,
    ...rest,
  });

const lost = failure("connection-lost", "unknown");
const conflict = failure("invalid-request", "not-done", 409);
const refused = failure("forbidden", "not-done", 403);

/** A create that ends as scripted, attempt by attempt, and a look-up that finds what `found` says. */
function server(
  script: (Error | "made")[],
  found: ((doubt: Doubt) => Promise<string | undefined>) | undefined = undefined,
) {
  const calls = { create: 0, find: [] as Doubt[] };
  const create = async () => {
    const result = script[calls.create++];
    if (result instanceof Error) throw result;
    return "new";
  };
  const find = async (doubt: Doubt) => {
    calls.find.push(doubt);
    return found?.(doubt);
  };
  return { calls, run: () => createOnce(create, find) };
}

test.each([
  ["a lost connection", lost, "lost"],
  ["a time-out", failure("timeout", "unknown"), "lost"],
  ["a server error", failure("server", "unknown", 502), "lost"],
  ["an answer that cannot be read", failure("malformed-answer", "unknown", 200), "lost"],
  ["a refusal after an attempt that was lost", failure("invalid-request", "unknown", 409), "lost"],
  ["a conflict", conflict, "conflict"],
  ["a bad request, as Okta reports a taken name", failure("invalid-request", "not-done", 400), "conflict"],
  ["unprocessable input, as Workato reports a taken name", failure("invalid-request", "not-done", 422), "conflict"],
  ["missing rights", refused, undefined],
  ["a bad token", failure("unauthorized", "not-done", 401), undefined],
  ["too many calls", failure("rate-limited", "not-done", 429), undefined],
  ["a call that never left", failure("unreachable", "not-done"), undefined],
  ["a mistake of our own", new TypeError("undefined is not a function"), undefined],
])("%s leaves the doubt that fits it", (_, error, doubt) => {
  expect(doubtAfter(error)).toBe(doubt);
});

test("a create that succeeds is not looked up", async () => {
  const { calls, run } = server(["made"]);
  await expect(run()).resolves.toEqual({ object: "new", how: "created" });
  expect(calls).toEqual({ create: 1, find: [] });
});

test("a lost create that is found is not made again", async () => {
  const { calls, run } = server([lost, "made"], async () => "left");
  await expect(run()).resolves.toEqual({ object: "left", how: "found" });
  expect(calls).toEqual({ create: 1, find: ["lost"] });
});

test("a lost create that is not found is made again", async () => {
  const { calls, run } = server([lost, "made"]);
  await expect(run()).resolves.toEqual({ object: "new", how: "created" });
  expect(calls).toEqual({ create: 2, find: ["lost"] });
});

test("a create that is lost again and again is given up after its third attempt, and looked up after each", async () => {
  const { calls, run } = server([lost, lost, lost, "made"]);
  await expect(run()).rejects.toBe(lost);
  expect(calls).toEqual({ create: 3, find: ["lost", "lost", "lost"] });
});

test("what is found after the last attempt is taken", async () => {
  let looks = 0;
  const { calls, run } = server([lost, lost, lost], async () => (++looks === 3 ? "left" : undefined));
  await expect(run()).resolves.toEqual({ object: "left", how: "found" });
  expect(calls.create).toBe(3);
});

test("a conflict with an object of ours is resolved by taking it", async () => {
  const { calls, run } = server([conflict], async () => "left");
  await expect(run()).resolves.toEqual({ object: "left", how: "found" });
  expect(calls).toEqual({ create: 1, find: ["conflict"] });
});

test("a conflict with a foreign object is reported and not tried again", async () => {
  const { calls, run } = server([conflict, "made"]);
  await expect(run()).rejects.toBe(conflict);
  expect(calls).toEqual({ create: 1, find: ["conflict"] });
});

test("a conflict after a lost create is the first attempt's own object", async () => {
  const { calls, run } = server([lost, conflict], async (doubt) => (doubt === "conflict" ? "left" : undefined));
  await expect(run()).resolves.toEqual({ object: "left", how: "found" });
  expect(calls).toEqual({ create: 2, find: ["lost", "conflict"] });
});

test.each([
  ["a refusal", refused],
  ["a conflict", conflict],
])("%s does not hide that the attempt before it may have been carried out", async (_, second) => {
  const { run } = server([lost, second]);
  const error = await run().catch((error) => error);
  expect(error).toMatchObject({ code: second.code, status: second.status, outcome: "unknown" });
  expect(error).toBeInstanceOf(second.constructor);
  expect(error.message).toBe(`${second.what}; it may have been carried out`);
});

test.each([
  ["a token that is refused", failure("unauthorized", "not-done", 401, { endpoint: "POST /oauth2/v1/token" })],
  ["a mistake of our own", new TypeError("undefined is not a function")],
])("%s says nothing of a create that was lost before", async (_, second) => {
  const { run } = server([lost, second]);
  await expect(run()).rejects.toBe(lost);
});

test("a lost create is repeated only after what it says about that", async () => {
  const waitToRepeat = jest.fn(async (_attempt: number, waitedMs: number) => (waitedMs < 900 ? 450 : undefined));
  const slow = failure("server", "unknown", 503, { waitToRepeat });
  const { calls, run } = server([slow, slow, slow]);
  await expect(run()).rejects.toBe(slow);
  expect(waitToRepeat.mock.calls).toEqual([
    [1, 0],
    [2, 450],
  ]);
  expect(calls.create).toBe(3);
});

test.each([
  ["asks for too much time", { waitToRepeat: async () => undefined }],
  ["does not say when", { waitToRepeat: undefined }],
])("a lost create that %s is not repeated", async (_, rest) => {
  const { calls, run } = server([failure("server", "unknown", 503, rest), "made"]);
  await expect(run()).rejects.toThrow("may have been carried out");
  expect(calls).toEqual({ create: 1, find: ["lost"] });
});

test.each([
  ["a refusal", refused],
  ["a mistake of our own", new TypeError("undefined is not a function")],
])("%s is reported without a look-up", async (_, error) => {
  const { calls, run } = server([error, "made"]);
  await expect(run()).rejects.toBe(error);
  expect(calls).toEqual({ create: 1, find: [] });
});

test.each([lost, conflict])("a look-up that fails as well gives the error of the create: %s", async (error) => {
  const { calls, run } = server([error, "made"], async () => {
    throw new Error("the look-up failed");
  });
  await expect(run()).rejects.toBe(error);
  expect(calls.create).toBe(1);
});

test("whatever answers get lost, there is never a second object", async () => {
  const outcome = fc.constantFrom("answered", "lost before", "lost behind", "refused");
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { minLength: 3, maxLength: 5 }), async (outcomes) => {
      const objects: string[] = [];
      let attempt = 0;
      const create = async () => {
        const now = outcomes[attempt++] ?? "answered";
        if (now === "refused") throw refused;
        if (now !== "lost before") objects.push(`object ${attempt}`);
        if (now !== "answered") throw lost;
        return `object ${attempt}`;
      };
      const made = await createOnce(create, async () => objects[0]).catch(() => undefined);
      expect(objects.length).toBeLessThanOrEqual(1);
      // What exists is known to the caller, and what the caller knows exists.
      expect(made?.object).toBe(objects[0]);
    }),
  );
});
