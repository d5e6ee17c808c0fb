import { failureOf } from "./failed-run";
import type { On, Part, Run, Seen } from "./part";
import type { CredentialInputs, CredentialState, Patch, StateOf } from "./state";

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
