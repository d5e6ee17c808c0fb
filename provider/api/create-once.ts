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
 * again, and one that a former, interrupted run made is found.
 * @param find finds an object of this very resource, never a foreign one
 */
export async function createOnce<T>(
  create: () => Promise<T>,
  find: (doubt: Doubt) => Promise<T | undefined>,
): Promise<Made<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { object: await create(), how: "created" };
    } catch (error) {
      const doubt = doubtAfter(error);
      if (!doubt) throw error;
      // Where the look-up fails as well, the doubt remains, and the first error is the one that says so.
      const found = await find(doubt).catch(() => {
        throw error;
      });
      if (found !== undefined) return { object: found, how: "found" };
      if (doubt === "conflict" || attempt === ATTEMPTS) throw error;
    }
  }
}
