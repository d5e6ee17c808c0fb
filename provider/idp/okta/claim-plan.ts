import type { Claim } from "../../api/okta/authorization-server";
import { CLAIM_EXPRESSION } from "./profile";

type ClaimAtServer = Omit<Claim, "valueType">;

export type ClaimPlan =
  | { do: "create"; scopes: string[] }
  | { do: "keep"; id: string }
  /** `takes`: what tokens lose by it, in words. */
  | { do: "write"; id: string; scopes: string[]; takes?: string }
  | { do: "refuse"; value: string };

/**
 * What to do so that the claim `wanted.name` carries the API key in tokens of `wanted.scopes`. A claim of this name that is
 * there with the same expression is shared, and widened to the scopes; one with another expression is somebody else's.
 * @param ours the claim that this provider made, which it may rename, repair and narrow
 * @param dropped scopes that the provider had before and does not want any more
 */
export function planClaim(
  claims: readonly ClaimAtServer[],
  wanted: { name: string; scopes: readonly string[] },
  ours?: string,
  dropped: readonly string[] = [],
): ClaimPlan {
  const named = claims.find(({ name }) => name === wanted.name);
  const mine = claims.find(({ id }) => id === ours);
  const there = named ?? mine;
  if (!there) return { do: "create", scopes: [...wanted.scopes].sort() };
  const carriesKey = there.value === CLAIM_EXPRESSION && there.claimType === "RESOURCE";
  if (there !== mine && !carriesKey) {
    return { do: "refuse", value: there.value ?? "" };
  }
  const covered = there.conditions?.scopes ?? [];
  // No scopes means all of them, so there is nothing to widen.
  const all = covered.length === 0 && there !== mine;
  const lasting = there === mine ? covered.filter((scope) => !dropped.includes(scope)) : covered;
  const scopes = all ? [] : [...new Set([...lasting, ...wanted.scopes])].sort();
  const same =
    carriesKey &&
    there.name === wanted.name &&
    there.status === "ACTIVE" &&
    scopes.join(" ") === [...covered].sort().join(" ");
  if (same) return { do: "keep", id: there.id };
  const narrowed = covered.filter((scope) => !scopes.includes(scope));
  const losses = [
    ...(there.name === wanted.name ? [] : [`the claim "${there.name}"`]),
    ...(narrowed.length === 0 ? [] : [`tokens of ${narrowed.join(", ")}`]),
  ];
  return { do: "write", id: there.id, scopes, ...(losses.length > 0 && { takes: losses.join(" and ") }) };
}
