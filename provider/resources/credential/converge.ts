import type { ServerMetadata } from "../../api/discovery";
import type { ApiClientModel, ApiKeyModel } from "../../api/workato/api-clients";
import { ApiError } from "../../http/errors";
import type { IdentityProvider, RegisteredClient, WantedClient } from "../../idp/identity-provider";
import type { Services } from "../../services";
import type { DcrProviderStore } from "../../stores/store";
import { PartialFailure } from "../failure";
import type { CredentialInputs, CredentialState, Patch, StateOf } from "./state";

/**
 * One of the things that a credential is made of. Parts stand in the order in which they are made; what needs another stands behind it.
 * Nobody changes a state: a part says what is another by now.
 */
export interface Part<I extends CredentialInputs = CredentialInputs> {
  /** Brings itself to what is wanted, and yields after each step what is so from then on, also should the next one fail. */
  converge(state: StateOf<I>, run: Run<I>): AsyncGenerator<Patch | Patch<I>, void>;
  /** What a refresh finds of it. */
  observe(state: StateOf<I>, seen: Seen, on: On): Patch | Patch<I>;
  /** Removes it, if it is ours; what is gone already is removed. Absent where it goes with another part. */
  remove?(state: CredentialState, on: On): Promise<Patch>;
  /** Whether anything of it carries the mark by now. */
  isMarked?(state: CredentialState, on: On): Promise<boolean>;
}

/** Where a part works. */
export interface On {
  /** The id of the resource. */
  mark: string;
  services: Services;
  idp: IdentityProvider;
  store: DcrProviderStore;
}

/** One run from what the state holds to what is wanted. */
export interface Run<I extends CredentialInputs = CredentialInputs> extends On {
  /** What was there before. */
  before: StateOf<I>;
  inputs: I;
  /** The inputs in which the two differ. */
  changed: ReadonlySet<string>;
  /** Whether the client at the IdP is to have other metadata than before. */
  changesClient: boolean;
  wanted: WantedClient;
  metadata: ServerMetadata;
}

/** What a refresh sees of both sides. */
export interface Seen {
  registered: RegisteredClient | undefined;
  apiClient: ApiClientModel | undefined;
  /** `unchanged`: keys are listed per client, and the client's counts speak for it. */
  keys: readonly ApiKeyModel[] | "unchanged";
}

export const isCreate = ({ before }: Run) => Object.keys(before).length === 0;

/** Whether both sides were as applied when they were last looked at. */
export const isVerified = ({ before }: Run) => before.verifiedAsApplied !== undefined && !before.unconfirmed;

export async function converge<I extends CredentialInputs>(
  parts: readonly Part<I>[],
  run: Run<I>,
): Promise<StateOf<I>> {
  let state = run.before;
  try {
    for (const part of parts) {
      for await (const patch of part.converge(state, run)) state = { ...state, ...patch };
    }
    return state;
  } catch (error) {
    throw await failureOf(parts, state, run, error);
  }
}

/** What a refresh finds of all parts. */
export function observe<I extends CredentialInputs>(
  parts: readonly Part<I>[],
  state: StateOf<I>,
  seen: Seen,
  on: On,
): Patch | Patch<I> {
  return Object.assign({}, ...parts.map((part) => part.observe(state, seen, on)));
}

/** Removes all parts, the last first: as long as the registration is there, its mark tells a later run that something is left. */
export async function remove(parts: readonly Part[], state: CredentialState, on: On): Promise<void> {
  for (const part of [...parts].reverse()) await part.remove?.(state, on);
}

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
  const isLost = error instanceof ApiError && error.outcome === "unknown";
  if (!isCreate(run) || isLost) return new PartialFailure(run.mark, state, error);
  let left = state;
  try {
    for (const part of [...parts].reverse()) left = { ...left, ...(await part.remove?.(left, run)) };
    return error;
  } catch (failed) {
    const reason = failed instanceof Error ? failed.message : String(failed);
    return new PartialFailure(
      run.mark,
      left,
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
