import type { Marked } from "../../api/marks";
import type { ApiKeyModel } from "../../api/workato/api-keys";
import { ageOf } from "../../lifecycle/age";
import { isOf, withoutMark } from "../../mark";
import type { On } from "./part";
import type { CredentialInputs, CredentialState } from "./state";

/**
 * What a resource without a state finds of its own at the vendors: what a run that was interrupted has left, or, where the resource
 * is being replaced, what its state still holds. It is taken over, so that there is never a second one beside it. Nobody can know
 * who has its credentials by now, so they are renewed.
 */
export interface LeftOver {
  /** What the state of the take-over begins with; empty where nothing was found. */
  state: Pick<CredentialState, "apiClientId" | "clientId" | "registeredAt" | "takingOver" | "adoptedDefaults">;
  /** Of several, all but the oldest, which is the one that others may know: what was interrupted once may be so twice. */
  others: { apiClients: Marked[]; apiKeys: { id: string; apiClientId: string }[]; registrations: Marked[] };
}

/** @param withApiClient whether the resource makes an API client as well */
export async function findLeftOver(inputs: CredentialInputs, withApiClient: boolean, on: On): Promise<LeftOver> {
  const { idp, services } = on;
  const { owner } = inputs;
  const [client, ...apiClients] = withApiClient ? await services.apiClients.marks.of(owner) : [];
  const [registered, ...registrations] = await idp.marks.of(owner);
  const others = { apiClients, apiKeys: await keysAlone(inputs, on), registrations };
  if (!client && !registered) return { state: {}, others };
  services.warn(takeOverWarning(client, registered));
  const takingOver = [client, registered].flatMap((it) => it?.mark ?? []);
  // It may have been adopted once, with a text that the program does not name.
  const description = client && withoutMark((await services.apiClients.read(client.id))?.description);
  const ids = {
    ...(client && { apiClientId: client.id }),
    ...(registered && { clientId: registered.id, registeredAt: idp.home }),
  };
  return { state: { ...ids, takingOver, ...(description && { adoptedDefaults: { description } }) }, others };
}

/** The keys of a further credential whose client nobody finds, since nothing lists clients. Its secret cannot be renewed: it is of no use. */
async function keysAlone({ owner, apiClient }: CredentialInputs, { idp, services }: On) {
  if (apiClient === undefined || idp.listMarked !== undefined) return [];
  const apiClientId = await services.apiClients.marks.find(apiClient.id);
  if (apiClientId === undefined) return [];
  const keys = await services.apiKeys.of(apiClientId);
  return keys.filter(({ name }) => isOf(owner, name)).map(({ id }) => ({ id, apiClientId }));
}

/**
 * Deletes the others once the resource itself is whole. An API client with the key of another resource stays; what cannot be deleted
 * does too, since nothing is missing by now.
 */
export async function removeOthers(owner: string, { others }: LeftOver, { idp, services }: On): Promise<void> {
  const { apiClients, apiKeys } = services;
  const isForeign = ({ name }: ApiKeyModel) => !isOf(owner, name);
  const attempt = async (what: string, { id }: { id: string }, remove: () => Promise<boolean>) => {
    const removed = await remove().catch(() => false);
    const end = removed
      ? "is deleted, and whoever uses it is refused from now on"
      : "stays, and pulumi-workato-dcr orphans lists it";
    services.warn(`A further ${what} of this very resource, ${id}, ${end}.`);
  };
  for (const it of others.apiClients) {
    await attempt("API client", it, async () => {
      if ((await apiKeys.of(it.id)).some(isForeign)) return false;
      await apiClients.delete(it.id);
      return true;
    });
  }
  for (const it of others.apiKeys) {
    await attempt("API key", it, async () => {
      await apiKeys.delete(it.apiClientId, it.id);
      return true;
    });
  }
  for (const it of others.registrations) {
    await attempt("client at the identity provider", it, async () => {
      await idp.deregister({ clientId: it.id }, services);
      return true;
    });
  }
}

/** What a user has to know of a take-over. */
function takeOverWarning(client: Marked | undefined, registered: Marked | undefined): string {
  const named = (what: string, it: Marked | undefined) => {
    if (it === undefined) return [];
    const age = ageOf(it.createdAt, Date.now());
    return [age === "" ? `${what} ${it.id}` : `${what} ${it.id} (${age})`];
  };
  const parts = [...named("API client", client), ...named("client at the identity provider", registered)];
  return (
    `${parts.join(" and ")}, made before by this very resource, will not be made twice but taken over under a new ownership ` +
    "mark. The secret and the API key are renewed, and those before are refused from then on."
  );
}
