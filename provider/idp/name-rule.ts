import type { Bag } from "../bag";
import type { Problem } from "../errors";
import { UNKNOWN } from "../lifecycle/unknown";

/** A rule for the name of a client. @param most characters @param why there may not be more, such as `which is what Okta takes` */
export function nameRule(most: number, why: string) {
  return ({ name }: Bag): Problem[] => {
    if (typeof name !== "string" || name === UNKNOWN || name.length <= most) return [];
    return [{ property: "name", reason: `must have at most ${most} characters${why}` }];
  };
}
