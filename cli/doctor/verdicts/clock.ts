import { fail, ok, skip, type Verdict, warn } from "../check";

/** Seconds: beyond the one, some servers refuse a signed request; beyond the other, all do. */
const WORTH_A_WARNING = 60;
const TOO_FAR = 300;

const NEXT = "Set the clock of this machine (by NTP): signed requests and tokens are valid for a short time only";

/** @param aheadMs by how much the clock here is ahead, once per answer; a slow answer makes it look like more */
export function clockVerdict(vendor: string, aheadMs: readonly number[]): Verdict {
  const [nearest] = [...aheadMs].sort((a, b) => Math.abs(a) - Math.abs(b));
  if (nearest === undefined) return skip(`there was no answer of ${vendor} to take the time from`);
  const seconds = Math.round(nearest / 1000);
  const off = Math.abs(seconds);
  const seen = `this machine is ${off} s ${seconds < 0 ? "behind" : "ahead of"} ${vendor}`;
  if (off > TOO_FAR) return fail(seen, NEXT);
  if (off > WORTH_A_WARNING) return warn(seen, NEXT);
  return ok(off <= 1 ? `the same time as at ${vendor}` : seen);
}
