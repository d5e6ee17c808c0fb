/** What `pulumi import --file` is to import. */
export interface Entry {
  type: string;
  name: string;
  id: string;
}

/** An API client that carries no mark, with its keys. */
export interface Client {
  id: string;
  name: string;
  keys: readonly Key[];
}

interface Key {
  id: string;
  /** The client at the IdP that the key binds, as an import names it; `undefined` where nobody can tell. */
  clientId: string | undefined;
}

export interface Paired {
  resources: Entry[];
  /** Those of which nothing tells which client at the IdP they have. */
  unpaired: Client[];
}

/** The first bound key of a client makes the pair that is the `ApiClient`; each further one is a credential of its own. */
export function pair(clients: readonly Client[]): Paired {
  const names = new Set<string>();
  const named = (text: string) => {
    const plain =
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "") || "client";
    let name = plain;
    for (let count = 2; names.has(name); count++) name = `${plain}-${count}`;
    names.add(name);
    return name;
  };
  const paired: Paired = { resources: [], unpaired: [] };
  for (const client of clients) {
    const bound = client.keys.flatMap(({ id, clientId }) => (clientId === undefined ? [] : [{ id, clientId }]));
    const [first, ...others] = bound;
    if (first === undefined) {
      paired.unpaired.push(client);
      continue;
    }
    const type = "workato-dcr:index:ApiClient";
    paired.resources.push({ type, name: named(client.name), id: `${client.id}/${first.clientId}` });
    for (const { id, clientId } of others) {
      const id3 = `${client.id}/${id}/${clientId}`;
      paired.resources.push({ type: `${type}Credential`, name: named(`${client.name}-${id}`), id: id3 });
    }
  }
  return paired;
}
