import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { AUDIENCE, AUTHORIZATION_SERVER_ID } from "../presets";
import type { World } from "../world";
import type { Guard } from "./authenticate";
import { CREATED } from "./authorization-server-presets";
import { notFound } from "./errors";

export const SERVERS = "/api/v1/authorizationServers";

export type ByServer = { Params: { server: string } };

/** There is one. */
export function requireServer({ server }: ByServer["Params"]): void {
  if (server !== AUTHORIZATION_SERVER_ID) throw notFound(server, "AuthorizationServer");
}

/** What Okta takes back from a GET and heeds none of. */
export const readOnly = {
  id: z.string().optional(),
  created: z.string().optional(),
  lastUpdated: z.string().optional(),
  _links: z.looseObject({}).optional(),
  _embedded: z.looseObject({}).optional(),
};

/** The custom authorization server `default`. */
export function authorizationServerRoutes(app: FastifyInstance, { info }: World, guard: Guard): void {
  const read = guard("okta.authorizationServers.read");
  const server = {
    id: AUTHORIZATION_SERVER_ID,
    name: AUTHORIZATION_SERVER_ID,
    description: "The sandbox's authorization server",
    audiences: [AUDIENCE],
    issuer: info.issuer,
    issuerMode: "ORG_URL",
    status: "ACTIVE",
    created: CREATED,
    lastUpdated: CREATED,
    default: true,
    credentials: { signing: { rotationMode: "AUTO", kid: "sandbox" } },
  };

  app.get(SERVERS, read, async () => [server]);

  app.get<ByServer>(`${SERVERS}/:server`, read, async ({ params }) => {
    requireServer(params);
    return server;
  });
}
