import type { Marked } from "../api/marks";
import { ageOf } from "../lifecycle/age";
import type { Services } from "../services";

/**
 * What a resource without a state finds of its own at the vendors: what a run that was interrupted has left, or, where the resource
 * is being replaced, what its state still holds. It is taken over, so that there is never a second one beside it. Nobody can know
 * who has its credentials by now, so they are renewed.
 */
export interface LeftOver {
  clientId?: string | undefined;
  apiClientId?: string | undefined;
}

/** What the state of a take-over begins with. */
export const TAKING_OVER = { adopting: true, leftover: true } as const;

export async function leftRegistration(owner: string, services: Services): Promise<Marked | undefined> {
  const { registrar } = services.identityProvider();
  return oneOf(await registrar.marks.of(owner), (id) => registrar.deregister(id));
}

export async function leftApiClient(owner: string, { apiClients }: Services): Promise<Marked | undefined> {
  return oneOf(await apiClients.marks.of(owner), (id) => apiClients.delete(id));
}

/** Several are of use to nobody: the oldest is the one that others may know. */
async function oneOf([first, ...others]: Marked[], remove: (id: string) => Promise<void>): Promise<Marked | undefined> {
  for (const { id } of others) await remove(id);
  return first;
}

/** What a user has to know of a take-over. */
export function takeOverWarning(found: Readonly<Record<string, Marked | undefined>>): string {
  const parts = Object.entries(found).flatMap(([what, it]) => {
    if (it === undefined) return [];
    const age = ageOf(it.createdAt, Date.now());
    return [age === "" ? `${what} ${it.id}` : `${what} ${it.id} (${age})`];
  });
  return (
    `${parts.join(" and ")}, made before by this very resource, will not be made twice but taken over under a new ownership ` +
    "mark. The secret and the API key are renewed, and those before are refused from then on."
  );
}
