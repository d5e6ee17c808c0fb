import { ConfigurationError, ProviderError } from "../errors";
import type { Unconfirmed } from "../lifecycle/state";
import { stamped } from "./state-version";

/** An operation that failed halfway: what was made is recorded, and the next apply goes on from there. */
export class PartialFailure extends ProviderError {
  constructor(
    readonly id: string,
    readonly state: object,
    override readonly cause: Error,
    next = "",
  ) {
    super("partial_failure", cause.message, next);
  }
}

/**
 * An error with what a failed run may have changed. Nobody knows how much of it was carried out, so the state says so: also what a
 * program takes back is written again by the next apply.
 * @param known what the state says so far; `undefined` where there is none, and so nothing to record unless the run has recorded it
 * @param attempted the properties that the run was about
 */
export function unconfirmed(
  error: unknown,
  id: string,
  known: (object & Unconfirmed) | undefined,
  attempted: readonly string[],
  kind: { neededVersion?: string } = {},
): unknown {
  // Without its configuration, nothing was sent.
  if (!(error instanceof Error) || error instanceof ConfigurationError) return error;
  const partial = error instanceof PartialFailure ? error : undefined;
  const state = partial?.state ?? known;
  if (state === undefined) return error;
  const properties = [...new Set([...(known?.unconfirmed ?? []), ...attempted])];
  return new PartialFailure(
    partial?.id ?? id,
    stamped({ ...state, unconfirmed: properties }, kind),
    partial?.cause ?? error,
    partial?.next,
  );
}
