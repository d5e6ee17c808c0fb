import { ApiError } from "../../../../provider/http/errors";
import { converge } from "../../../../provider/resources/credential/converge";
import type { Part, Run } from "../../../../provider/resources/credential/part";
import type { CredentialState, Patch } from "../../../../provider/resources/credential/state";
import { PartialFailure } from "../../../../provider/resources/failure";
import { MARK, OWNER } from "../../support";

const failed = (outcome: "not-done" | "unknown") =>
  new ApiError("server", "POST failed", "", {
    endpoint: "POST /",
    refusal: {},
    outcome,
  });

/** A part that makes one output, and the calls that reach it. */
function part(output: "clientId" | "apiKeyId", calls: string[], broken = "", marked = false): Part {
  return {
    async *converge() {
      yield { [output]: "made" };
    },
    observe: () => ({}),
    async remove(): Promise<Patch> {
      calls.push(`remove ${output}`);
      if (broken === output) throw new Error(`${output} stays`);
      return { [output]: undefined };
    },
    isMarked: async () => marked,
  };
}

/** A run of two parts, of which the first fails halfway through where there is an error. */
async function run({
  before = {},
  error,
  broken = "",
  marked = false,
}: {
  before?: CredentialState;
  error?: Error;
  broken?: string;
  marked?: boolean;
}) {
  const calls: string[] = [];
  const failing: Part = {
    ...part("apiKeyId", calls, broken, marked),
    async *converge() {
      yield { apiKeyId: "made" };
      if (error) throw error;
    },
  };
  const it = { mark: MARK, before, inputs: { name: "EU", owner: OWNER } } as unknown as Run;
  const end = await converge([part("clientId", calls, broken), failing], it).catch((thrown: unknown) => thrown);
  return { end, calls };
}

test("what the parts yield is what is there in the end, and what was there before stays", async () => {
  const before = { name: "EU", clientId: "old" };
  expect((await run({ before })).end).toEqual({ name: "EU", clientId: "made", apiKeyId: "made" });
  expect(before).toEqual({ name: "EU", clientId: "old" });
});

test("what a create has made is taken back, the registration last, and the error stays as it is", async () => {
  const error = failed("not-done");
  expect(await run({ error })).toEqual({ end: error, calls: ["remove apiKeyId", "remove clientId"] });
});

test.each([
  ["what a create may have made without our knowing", {}, "unknown"],
  ["what an update has made", { clientSecret: "s" }, "not-done"],
] as const)("%s is recorded, and nothing is taken back", async (_, before, outcome) => {
  const error = failed(outcome);
  const { end, calls } = await run({ before, error });
  expect(end).toBeInstanceOf(PartialFailure);
  expect(end).toMatchObject({ id: MARK, state: { ...before, clientId: "made", apiKeyId: "made" }, cause: error });
  expect(calls).toEqual([]);
});

test.each([
  ["clientId", { clientId: "made", apiKeyId: undefined }, ["remove apiKeyId", "remove clientId"]],
  ["apiKeyId", { clientId: "made", apiKeyId: "made" }, ["remove apiKeyId"]],
])("where %s cannot be taken back, what is left is recorded", async (broken, state, expected) => {
  const { end, calls } = await run({ error: failed("not-done"), broken });
  expect(end).toMatchObject({ state });
  expect(String(end)).toContain("POST failed");
  expect(String(end)).toContain(
    `could not be taken back, and is recorded: the next pulumi up goes on from there (${broken} stays)`,
  );
  expect(calls).toEqual(expected);
});

test.each([
  ["that has changed nothing leaves nothing to record", false, "not-done"],
  ["that may have changed something, and has not, leaves nothing to record", false, "unknown"],
  ["that has marked anything is recorded", true, "not-done"],
] as const)("a take-over %s", async (_, marked, outcome) => {
  const error = failed(outcome);
  const { end, calls } = await run({ before: { clientId: "0oa1", takingOver: [] }, error, marked });
  if (marked) expect(end).toMatchObject({ id: MARK, cause: error });
  else expect(end).toBe(error);
  expect(calls).toEqual([]);
});
