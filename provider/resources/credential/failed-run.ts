import { doubtAfter } from "../../api/create-once";
import { PartialFailure } from "../failure";
import { isCreate, type On, type Part, type Run } from "./part";
import type { CredentialState } from "./state";

/**
 * The rule of failure. What is recorded, the next apply goes on from; marks find what no answer has told of.
 *
 * | situation | what is thrown | what is kept |
 * |---|---|---|
 * | a create, and nothing is in doubt | the error | nothing: what was made is taken back |
 * | … and it cannot be taken back | PartialFailure | what is left |
 * | a create whose answer was lost | PartialFailure | what was made |
 * | a take-over that has marked nothing | the error | nothing, and nothing is ours |
 * | a take-over that may have marked something | PartialFailure | all that was found and made |
 * | an update | PartialFailure | as far as it came |
 */
export async function failureOf(
  parts: readonly Part[],
  state: CredentialState,
  run: Run,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  if (run.before.takingOver !== undefined) {
    return (await anyMarked(parts, state, run)) ? new PartialFailure(run.mark, state, error) : error;
  }
  const isLost = doubtAfter(error) === "lost";
  if (!isCreate(run) || isLost) return new PartialFailure(run.mark, state, error);
  let remaining = state;
  try {
    for (const part of [...parts].reverse()) remaining = { ...remaining, ...(await part.remove?.(remaining, run)) };
    return error;
  } catch (failed) {
    const reason = failed instanceof Error ? failed.message : String(failed);
    return new PartialFailure(
      run.mark,
      remaining,
      error,
      `What was made before could not be taken back, and is recorded: the next pulumi up goes on from there (${reason})`,
    );
  }
}

async function anyMarked(parts: readonly Part[], state: CredentialState, on: On): Promise<boolean> {
  try {
    for (const part of parts) if (await part.isMarked?.(state, on)) return true;
    return false;
  } catch {
    // Nobody knows, so it is kept.
    return true;
  }
}
