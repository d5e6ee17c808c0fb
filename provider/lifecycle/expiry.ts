const WARN_DAYS = 14;
const DAY_SECONDS = 86_400;

/** A warning about a secret that ends soon, or has ended. @param now seconds since the epoch @param isRenewable whether its IdP can renew it */
export function expiryWarning(expiresAt: number | undefined, now: number, isRenewable: boolean): string | undefined {
  if (!expiresAt || expiresAt - now > WARN_DAYS * DAY_SECONDS) return undefined;
  // A time before the epoch is nobody's expiry, and far enough before it no date at all.
  const when = new Date(Math.max(0, expiresAt) * 1000).toISOString();
  const ends = expiresAt <= now ? `expired at ${when}` : `expires at ${when}`;
  const next = isRenewable
    ? "Change its rotationTriggers and apply, to renew it."
    : "Its identity provider has no way to renew it: configure one (renewSecret), or hand out a second credential (ApiClientCredential).";
  return `The client secret ${ends}. ${next}`;
}
