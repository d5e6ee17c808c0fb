import type { ClientSecret } from "../../api/okta/client-secrets";

type Secret = Omit<ClientSecret, "id">;

/** The most secrets that a client can have. */
const MOST = 2;

/** The one of those in force that is to be used: `recorded`, or else the one that was made last. */
export function inForce<T extends Secret>(secrets: readonly T[], recorded: string | undefined): T | undefined {
  const active = secrets.filter(({ status }) => status === "ACTIVE");
  const newest = [...active].sort((a, b) => (a.created < b.created ? 1 : -1))[0];
  return active.find(({ client_secret }) => client_secret === recorded) ?? newest;
}

/** The secrets to remove so that there is room for another one beside the one that the state holds. */
export function toMakeRoom<T extends Secret>(secrets: readonly T[], recorded: string | undefined): T[] {
  if (secrets.length < MOST) return [];
  const kept = inForce(secrets, recorded) ?? secrets[0];
  // The others are of the rotation before, or of one whose answer was lost.
  return secrets.filter((secret) => secret !== kept);
}
