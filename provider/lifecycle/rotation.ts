interface ClientSecret {
  id: string;
  /** ISO 8601. */
  created: string;
}

const MOST = 2;

/**
 * The secrets to remove so that there is room for another one beside the current secret.
 * @param current the id of the secret that the state holds; of one that came with the registration nobody knows the id, but
 *   then it is the oldest
 */
export function secretsToDrop<T extends ClientSecret>(secrets: readonly T[], current: string | undefined): T[] {
  if (secrets.length < MOST) return [];
  const byAge = [...secrets].sort((a, b) => (a.created < b.created ? -1 : 1));
  const kept = byAge.find(({ id }) => id === current) ?? byAge[0];
  // The others are of the rotation before, or of one whose answer was lost.
  return byAge.filter((secret) => secret !== kept);
}

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
