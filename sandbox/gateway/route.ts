import type { FastifyInstance } from "fastify";
import type { World } from "../world";
import { bestVerdict, type Candidate, decide } from "./decide";
import { createInspector } from "./evidence";

/** The API gateway: `GET {gatewayUrl}/{apiCollectionId}/any/path` with a bearer token. */
export function gatewayRoutes(app: FastifyInstance, { store }: World): void {
  const { apiClients, apiKeys, dcrProviders } = store.workato;
  const inspector = createInspector(store);
  const candidates = (): Candidate[] =>
    [...apiClients.values()]
      .filter(({ auth_type }) => auth_type === "oidc" || auth_type === "oauth2_introspection")
      .map((client) => ({
        client,
        provider: dcrProviders.get(client.dcr_provider_id ?? 0),
        keys: [...apiKeys.values()].filter((key) => key.api_client_id === client.id),
      }));

  app.get<{ Params: { collection: string } }>("/:collection/*", async (request, reply) => {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (token === undefined) return reply.code(401).send({ error: "Unauthorized", reason: "no bearer token" });
    const inspect = inspector(token);
    const now = Date.now() / 1000;
    const verdicts = candidates().map(async (candidate) =>
      decide(candidate, await inspect(candidate), Number(request.params.collection), now),
    );
    const verdict = bestVerdict(await Promise.all(verdicts));
    if (verdict.status === 200) return { client: { id: verdict.client.id, name: verdict.client.name } };
    const error = verdict.status === 401 ? "Unauthorized" : "Forbidden";
    return reply.code(verdict.status).send({ error, reason: verdict.reason });
  });
}
