const WARN_DAYS = 14;
const DAY_SECONDS = 86_400;

/** A warning about a secret that ends soon, or has ended. @param now seconds since the epoch */
export function expiryWarning(expiresAt: number | undefined, now: number): string | undefined {
  if (!expiresAt || expiresAt - now > WARN_DAYS * DAY_SECONDS) return undefined;
  // A time before the epoch is nobody's expiry, and far enough before it no date at all.
  const when = new Date(Math.max(0, expiresAt) * 1000).toISOString();
  const ends = expiresAt <= now ? `expired at ${when}` : `expires at ${when}`;
  return `The client secret ${ends}. Change its rotationTriggers and apply, to renew it.`;
}
