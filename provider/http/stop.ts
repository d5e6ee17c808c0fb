import { AsyncLocalStorage } from "node:async_hooks";
import { ProviderError } from "../errors";

/** Ends operations in order: what is under way is finished, and nothing more is sent. What is not done, the next run does. */
export interface Stop {
  /** Why, once it is so. */
  readonly reason: string | undefined;
  /** @returns what takes that back */
  onStop(then: () => void): () => void;
}

const running = new AsyncLocalStorage<Stop>();

/** Carries out an operation, with all that it sends, until `stop` says otherwise. */
export function stoppable<T>(stop: Stop, work: () => Promise<T>): Promise<T> {
  return running.run(stop, work);
}

/**
 * Waits for something before a request is sent, unless the operation has to end.
 * @param late what to do with what has come after that
 * @throws ProviderError `stopped`
 */
export async function unlessStopped<T>(what: string, wait: Promise<T>, late: (it: T) => void = () => {}): Promise<T> {
  const stop = running.getStore();
  if (stop === undefined) return wait;
  let forget = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const end = () => reject(stopError(what, stop.reason ?? ""));
    forget = stop.onStop(end);
    if (stop.reason !== undefined) end();
  });
  let isOver = false;
  wait.then((it) => isOver && late(it)).catch(() => {});
  try {
    return await Promise.race([stopped, wait]);
  } catch (error) {
    isOver = true;
    throw error;
  } finally {
    forget();
  }
}

function stopError(what: string, reason: string): ProviderError {
  return new ProviderError(
    "stopped",
    `${what} was not sent any more: ${reason}`,
    "Run pulumi up again: it goes on from there",
  );
}

/** A stop that is said once, and then for good. */
export class Stopping implements Stop {
  #reason: string | undefined;
  readonly #heard = new Set<() => void>();

  get reason(): string | undefined {
    return this.#reason;
  }

  onStop(then: () => void): () => void {
    this.#heard.add(then);
    return () => void this.#heard.delete(then);
  }

  stop(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const then of [...this.#heard]) then();
  }
}
