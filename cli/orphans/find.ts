import { markIn } from "../../provider/mark";
import type { Services } from "../../provider/services";

/** Of these, claims carry no mark. */
export type Kind = "connection" | "API client" | "API key" | "OAuth client" | "claim";

/** Something that carries an ownership mark. */
export interface Marked {
  /** `workato`, or the name of an identity provider. */
  side: string;
  kind: Exclude<Kind, "claim">;
  id: string;
  name: string;
  mark: string;
  /** ISO 8601; absent where the vendor does not tell. */
  createdAt?: string | undefined;
  /** Of an API client, the ids of all its keys, which go with it: those without a mark as well. */
  keys?: readonly string[];
  /** Deletes it; what is gone already is deleted. */
  remove(): Promise<void>;
}

/** Everything on both sides that carries a mark, in the order in which it can be deleted. */
export async function findMarked(services: Services): Promise<Marked[]> {
  const { apiClients, apiKeys, connections } = services;
  const { names, get } = services.identityProviders;
  const [keys, clients]: [Marked[], Marked[]] = [[], []];
  for (const { id, name, description, createdAt } of await apiClients.list()) {
    const mark = markIn(description);
    if (mark === undefined) continue;
    const itsKeys = await apiKeys.of(id);
    for (const key of itsKeys) {
      const mark = markIn(key.name);
      if (mark === undefined) continue;
      const remove = () => apiKeys.delete(id, key.id);
      keys.push({ side: "workato", kind: "API key", id: key.id, name: `a key of ${name}`, mark, remove });
    }
    const common = { side: "workato", kind: "API client", remove: () => apiClients.delete(id) } as const;
    clients.push({ ...common, id, name, mark, createdAt, keys: itsKeys.map((key) => key.id) });
  }
  const registered: Marked[] = [];
  for (const idp of names.map(get)) {
    for (const it of (await idp.listMarked?.()) ?? []) {
      const remove = () => idp.deregister({ clientId: it.id }, services);
      registered.push({ side: idp.name, kind: "OAuth client", ...it, remove });
    }
  }
  const connected = (await connections.list()).flatMap(({ id, name, externalId }): Marked[] => {
    const mark = markIn(externalId);
    const remove = () => connections.delete(id);
    return mark === undefined ? [] : [{ side: "workato", kind: "connection", id, name, mark, remove }];
  });
  return [...keys, ...clients, ...registered, ...connected];
}
