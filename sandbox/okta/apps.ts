import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../world";
import { appWire, appWireWithSecret, replaceApp } from "./app-wire";
import type { Guard } from "./authenticate";
import { notFound, parse } from "./errors";
import { askedAt } from "./issuer";
import { pageOf, pageQuery, setLinks } from "./pages";

const BASE = "/api/v1/apps";
const listQuery = z.strictObject({
  ...pageQuery(20),
  includeNonDeleted: z.enum(["true", "false"]).optional(),
});

type ById = { Params: { id: string } };

/** The apps that registered clients are; the app's id is the client id. */
export function appRoutes(app: FastifyInstance, { store, info }: World, guard: Guard): void {
  const { clients } = store.okta;
  const find = (id: string) => {
    const client = clients.get(id);
    if (!client) throw notFound(id, "AppInstance");
    return client;
  };

  app.get(BASE, guard("okta.apps.read"), async (request, reply) => {
    const { q = "", limit, after } = parse(listQuery, request.query, "listApplications");
    const rows = [...clients.values()].filter(({ metadata }) => metadata.client_name?.startsWith(q));
    const { page, next } = pageOf(rows, ({ metadata }) => metadata.client_id, limit, after);
    setLinks(reply, askedAt(request.headers.host, info), next);
    return page.map((client) => appWire(client, info.oktaOrgUrl));
  });

  app.get<ById>(`${BASE}/:id`, guard("okta.apps.read"), async (request) =>
    appWire(find(request.params.id), info.oktaOrgUrl),
  );

  app.put<ById>(`${BASE}/:id`, guard("okta.apps.manage"), async (request) => {
    const client = find(request.params.id);
    replaceApp(client, request.body);
    return appWireWithSecret(client, info.oktaOrgUrl);
  });

  for (const [verb, status] of [
    ["activate", "ACTIVE"],
    ["deactivate", "INACTIVE"],
  ] as const) {
    app.post<ById>(`${BASE}/:id/lifecycle/${verb}`, guard("okta.apps.manage"), async (request) => {
      Object.assign(find(request.params.id), { status, lastUpdated: new Date().toISOString() });
      return {};
    });
  }
}
