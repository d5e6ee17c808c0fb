import type { FastifyInstance } from "fastify";
import type { World } from "../world";
import { KeycloakError, noClient } from "./errors";
import type { KeycloakClient } from "./model";
import { BUILT_IN, CLIENT_SCOPES } from "./presets";
import { change, endRotatedSecret, giveSecret, newClient, readRepresentation } from "./representation";

type ById = { Params: { id: string } };
type List = { Querystring: { clientId?: string; search?: string; first?: string; max?: string } };

/** The clients of the realm, by paths relative to it. Who asks may see them; to write takes more. */
export function adminRoutes(app: FastifyInstance, { store, realm }: World, mayManage: () => Promise<void>): void {
  const { clients } = store.keycloak;
  const manage = { onRequest: mayManage };
  const find = (id: string) => {
    const client = [...clients.values()].find((it) => it.id === id);
    if (client === undefined) throw noClient();
    return client;
  };
  const wire = (client: object) => ({
    ...client,
    access: { view: true, configure: realm.now.manageClients, manage: realm.now.manageClients },
  });

  app.get<List>("/clients", async ({ query: { clientId, search, first, max } }) => {
    if (!realm.now.viewClients) return [];
    const all = [...BUILT_IN, ...clients.values()].sort((a, b) => (a.clientId < b.clientId ? -1 : 1));
    const wanted = (text: string) =>
      search === "true" ? text.toLowerCase().includes((clientId ?? "").toLowerCase()) : text === clientId;
    const rows = clientId === undefined ? all : all.filter((it) => wanted(it.clientId));
    const start = Number(first ?? 0);
    return rows.slice(start, max === undefined ? undefined : start + Number(max)).map(wire);
  });

  app.post("/clients", manage, async ({ body, url }, reply) => {
    const client = newClient(readRepresentation(body), clients.values(), realm.now);
    clients.set(client.clientId, client);
    return reply.code(201).header("location", `${url}/${client.id}`).send();
  });

  app.get<ById>("/clients/:id", async ({ params }) => wire(find(params.id)));

  app.put<ById>("/clients/:id", manage, async ({ params, body }, reply) => {
    const client = find(params.id);
    const { clientId } = client;
    change(client, readRepresentation(body));
    clients.delete(clientId);
    clients.set(client.clientId, client);
    return reply.code(204).send();
  });

  app.delete<ById>("/clients/:id", manage, async ({ params }, reply) => {
    clients.delete(find(params.id).clientId);
    return reply.code(204).send();
  });

  const secretOf = ({ secret }: KeycloakClient) => ({ type: "secret", value: secret });

  app.get<ById>("/clients/:id/client-secret", manage, async ({ params }) => secretOf(find(params.id)));

  app.post<ById>("/clients/:id/client-secret", manage, async ({ params }) => {
    const client = find(params.id);
    giveSecret(client, realm.now);
    return secretOf(client);
  });

  app.get<ById>("/clients/:id/client-secret/rotated", manage, async ({ params }) => {
    const rotated = find(params.id).attributes["client.secret.rotated"];
    if (rotated !== undefined) return { type: "secret", value: rotated };
    throw new KeycloakError(404, { error: "Client does not have a rotated secret" });
  });

  app.delete<ById>("/clients/:id/client-secret/rotated", manage, async ({ params }, reply) => {
    endRotatedSecret(find(params.id));
    return reply.code(204).send();
  });

  for (const kind of ["default", "optional"] as const) {
    app.get(`/default-${kind}-client-scopes`, async () =>
      CLIENT_SCOPES[kind].map((name) => ({ id: name, name, protocol: "openid-connect" })),
    );
  }
}
