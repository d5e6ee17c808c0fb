import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { AUDIENCE, AUTHORIZATION_SERVER_ID } from "../presets";
import type { World } from "../world";
import type { Guard } from "./authenticate";
import { notFound, parse } from "./errors";
import { ISSUER_PATH, issuerDomain } from "./issuer";
import type { AuthorizationServer } from "./model";

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

const replacement = z.strictObject({
  ...readOnly,
  name: z.string().trim().min(1),
  description: z.string().default(""),
  audiences: z.tuple([z.literal(AUDIENCE)]),
  issuerMode: z.enum(["ORG_URL", "CUSTOM_URL", "DYNAMIC"]),
  issuer: z.string().optional(),
  status: z.string().optional(),
  default: z.boolean().optional(),
  credentials: z.looseObject({}).optional(),
});

/** The custom authorization server `default`. */
export function authorizationServerRoutes(app: FastifyInstance, { store, info }: World, guard: Guard): void {
  const { servers } = store.okta;
  const read = guard("okta.authorizationServers.read");
  const find = ({ server }: ByServer["Params"]) => {
    const held = servers.get(server);
    if (!held) throw notFound(server, "AuthorizationServer");
    return held;
  };
  const wire = (server: AuthorizationServer, host: string) => ({
    ...server,
    issuer: `${issuerDomain(host, info, store.okta)}${ISSUER_PATH}`,
    default: true,
    credentials: { signing: { rotationMode: "AUTO", kid: "sandbox" } },
  });

  app.get(SERVERS, read, async ({ host }) => [...servers.values()].map((server) => wire(server, host)));

  app.get<ByServer>(`${SERVERS}/:server`, read, async ({ params, host }) => wire(find(params), host));

  app.put<ByServer>(`${SERVERS}/:server`, guard("okta.authorizationServers.manage"), async ({ params, body, host }) => {
    const server = find(params);
    const { name, description, issuerMode } = parse(replacement, body, "authorizationServer");
    Object.assign(server, { name, description, issuerMode, lastUpdated: new Date().toISOString() });
    return wire(server, host);
  });
}
