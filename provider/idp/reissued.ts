import type { Reissued } from "./identity-provider";

const before = new WeakMap<object, Reissued>();

/** Keeps what earlier answers have given with the error that ends a call: a token that took the place of another one must not be lost. */
export function endingWith(error: unknown, reissued: Reissued): unknown {
  if (error instanceof Error) before.set(error, { ...before.get(error), ...reissued });
  return error;
}

/** What answers had given anew until a call failed. */
export function reissuedBefore(error: unknown): Reissued {
  return (error instanceof Error && before.get(error)) || {};
}
