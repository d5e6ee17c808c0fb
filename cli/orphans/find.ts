import { markIn } from "../../provider/mark";
import type { Services } from "../../provider/services";
import type { Owner } from "./export";

export type Kind = "connection" | "API client" | "API key" | "OAuth client";

/** Something that carries an ownership mark. */
export interface Marked {
  side: "workato" | "okta";
  kind: Kind;
  id: string;
  name: string;
  mark: string;
  /** Deletes it; what is gone already is deleted. */
  remove(): Promise<void>;
}

/** Everything on both sides that carries a mark, in the order in which it can be deleted. */
export async function findMarked(services: Services): Promise<Marked[]> {
  const { apiClients, connections } = services;
  const { registrar, apps } = services.identityProvider();
  const clients = (await apiClients.list()).flatMap(({ id, name, description }) => {
    const mark = markIn(description);
    return mark === undefined ? [] : [{ id, name, mark }];
  });
  const keys: Marked[] = [];
  for (const client of clients) {
    for (const { id, name } of await apiClients.keys(client.id)) {
      const mark = markIn(name);
      if (mark === undefined) continue;
      const remove = () => apiClients.deleteKey(client.id, id);
      keys.push({ side: "workato", kind: "API key", id, name: `${name} of ${client.name}`, mark, remove });
    }
  }
  const registered = (await apps.list()).flatMap(({ id, label }): Marked[] => {
    const mark = markIn(label);
    const remove = () => registrar.deregister(id);
    return mark === undefined ? [] : [{ side: "okta", kind: "OAuth client", id, name: label, mark, remove }];
  });
  const connected = (await connections.list()).flatMap(({ id, name, externalId }): Marked[] => {
    const mark = markIn(externalId);
    const remove = () => connections.delete(id);
    return mark === undefined ? [] : [{ side: "workato", kind: "connection", id, name, mark, remove }];
  });
  const known = clients.map(
    (client): Marked => ({
      ...client,
      side: "workato",
      kind: "API client",
      remove: () => apiClients.delete(client.id),
    }),
  );
  return [...keys, ...known, ...registered, ...connected];
}

/**
 * What none of the owners has: its mark is nobody's, or its owner has another object in its place. What an owner lacks, its
 * next apply takes over. Where the owner's object is not there any more, this one may be its successor, which an older export
 * does not know.
 */
export function orphansOf(marked: readonly Marked[], owners: readonly Owner[]): Marked[] {
  return marked.filter(({ mark, kind, id }) => {
    const isThere = (held: string) => marked.some((it) => it.mark === mark && it.kind === kind && it.id === held);
    const hasAnother = ({ holds: { [kind]: held } }: Owner) => held !== undefined && held !== id && isThere(held);
    return owners.filter((owner) => owner.mark === mark).every(hasAnother);
  });
}
