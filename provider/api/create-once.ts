import { ApiError } from "../http/errors";

const ATTEMPTS = 3;

/** What a failed create may have left behind: `lost`, it may have happened all the same; `conflict`, something is in the way. */
export type Doubt = "lost" | "conflict";

export function doubtAfter(error: unknown): Doubt | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.outcome === "unknown") return "lost";
  // Vendors report a name that is taken like any other bad input; only a look-up can tell.
  return error.status === 400 || error.status === 409 || error.status === 422 ? "conflict" : undefined;
}

export interface Made<T> {
  object: T;
  /** `found`: an earlier attempt or an interrupted run had made it. */
  how: "created" | "found";
}

/**
 * Creates an object exactly once, although answers get lost: a create that may have happened is looked up before it is tried
 * again, after a pause.
 * @param find finds an object of this very resource, never a foreign one
 */
export async function createOnce<T>(
  create: () => Promise<T>,
  find: (doubt: Doubt) => Promise<T | undefined>,
): Promise<Made<T>> {
  let lost: ApiError | undefined;
  let waitedMs = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return { object: await create(), how: "created" };
    } catch (failure) {
      const doubt = doubtAfter(failure);
      const error = inDoubt(failure, lost);
      if (!doubt) throw error;
      // Where the look-up fails as well, the doubt remains, and the first error is the one that says so.
      const found = await find(doubt).catch(() => {
        throw error;
      });
      if (found !== undefined) return { object: found, how: "found" };
      if (!(failure instanceof ApiError) || doubt === "conflict" || attempt === ATTEMPTS) throw error;
      const pauseMs = await failure.waitToRepeat?.(attempt, waitedMs);
      if (pauseMs === undefined) throw error;
      waitedMs += pauseMs;
      lost = failure;
    }
  }
}

/** What the last attempt proves does not speak for one before it that was lost. */
function inDoubt(failure: unknown, lost: ApiError | undefined): unknown {
  if (!lost) return failure;
  // Another endpoint is one that was asked for a token: what it says is not about the create.
  return failure instanceof ApiError && failure.endpoint === lost.endpoint ? failure.inDoubt() : lost;
}
