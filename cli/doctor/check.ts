import type { StoreName } from "../../provider/config";
import { ProviderError } from "../../provider/errors";
import { redact } from "../../provider/redact";
import type { Context } from "./context";

/** What a check found. */
export interface Verdict {
  /** `warn`: it will work, yet look at it. `skip`: it could not be looked at, or does not apply. */
  status: "ok" | "warn" | "fail" | "skip";
  seen: string;
  /** What to do, where it is not fine. */
  next?: string;
}

export const ok = (seen: string): Verdict => ({ status: "ok", seen });
export const skip = (seen: string): Verdict => ({ status: "skip", seen });
export const warn = (seen: string, next: string): Verdict => ({ status: "warn", seen, next });
export const fail = (seen: string, next: string): Verdict => ({ status: "fail", seen, next });

/** Looks at one thing and changes nothing. */
export interface Check {
  name: string;
  /** The checks without which this one makes no sense. */
  needs: readonly string[];
  /** The only store that depends on it: with another one, a failure is a warning. */
  neededBy?: StoreName;
  /** What it throws is a failure. */
  look(context: Context): Promise<Verdict>;
}

export type Finding = Verdict & { name: string };

/** Makes the checks in their order, each unless one that it needs has failed. What comes out holds no secret. */
export async function* examine(checks: readonly Check[], context: Context): AsyncGenerator<Finding> {
  const unmet = new Set<string>();
  for (const check of checks) {
    const missing = check.needs.find((name) => unmet.has(name));
    const verdict = missing === undefined ? await judge(check, context) : skip(`needs "${missing}"`);
    if (verdict.status === "fail" || verdict.status === "skip") unmet.add(check.name);
    const tolerable = verdict.status === "fail" && check.neededBy && check.neededBy !== (await context.store());
    yield clean({ name: check.name, ...verdict, ...(tolerable && { status: "warn" }) });
  }
}

async function judge(check: Check, context: Context): Promise<Verdict> {
  try {
    return await check.look(context);
  } catch (error) {
    return asFailure(error);
  }
}

function asFailure(error: unknown): Verdict {
  if (error instanceof ProviderError) return fail(error.what, error.next);
  return fail(error instanceof Error ? error.message : String(error), "");
}

function clean({ name, status, seen, next }: Finding): Finding {
  return { name, status, seen: tidy(seen), ...(next && { next: tidy(next) }) };
}

/** On one line. */
function tidy(text: string): string {
  return redact(text)
    .replace(/\s+/g, " ")
    .replace(/[.\s]+$/, "");
}
