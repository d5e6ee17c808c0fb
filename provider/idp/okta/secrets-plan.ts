interface Secret {
  client_secret: string;
  /** ISO 8601. */
  created: string;
  status: string;
}

/** The most secrets that a client can have. */
const MOST = 2;

/** Of those in force, the one that was made last. */
export function newest<T extends Secret>(secrets: readonly T[]): T | undefined {
  const active = secrets.filter(({ status }) => status === "ACTIVE");
  return [...active].sort((a, b) => (a.created < b.created ? 1 : -1))[0];
}

/**
 * The secrets to remove so that there is room for another one.
 * @param current the secret that the state holds. Where the client has it no more, the newest stands for it
 */
export function toMakeRoom<T extends Secret>(secrets: readonly T[], current: string | undefined): T[] {
  if (secrets.length < MOST) return [];
  const kept = secrets.find(({ client_secret }) => client_secret === current) ?? newest(secrets) ?? secrets[0];
  // The others are of the rotation before, or of one whose answer was lost.
  return secrets.filter((secret) => secret !== kept);
}
