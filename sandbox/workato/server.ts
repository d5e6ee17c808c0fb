import Fastify, { type FastifyInstance, type FastifyServerFactory } from "fastify";
import { controlRoutes } from "../control";
import type { Manners } from "../front";
import { gatewayRoutes } from "../gateway/route";
import { acceptJson } from "../json";
import type { Idp } from "../okta/idp";
import type { World } from "../world";
import { apiClientRoutes } from "./api-clients";
import { apiKeyRoutes } from "./api-keys";
import { collectionRoutes } from "./collections";
import { connectionRoutes } from "./connections";
import { dcrProviderRoutes } from "./dcr-providers";
import { installErrors, requireToken } from "./errors";

export const workatoManners: Manners = {
  side: "workato",
  requestIdHeader: "x-request-id",
  limitHeaders: ({ allowed, resetAt }, now): Record<string, string> =>
    allowed ? {} : { "retry-after": String(Math.max(1, Math.ceil((resetAt - now) / 1000))) },
  tooMany: { message: "Too many requests" },
};

/** The API platform, with the gateway and the control endpoints beside it. */
export function workatoServer(world: World, idp: Idp, serverFactory: FastifyServerFactory): FastifyInstance {
  const app = Fastify({ serverFactory });
  acceptJson(app);
  installErrors(app);
  app.register(async (platform) => {
    requireToken(platform, world);
    collectionRoutes(platform, world);
    connectionRoutes(platform, world);
    dcrProviderRoutes(platform, world);
    apiClientRoutes(platform, world);
    apiKeyRoutes(platform, world);
  });
  app.register(async (gateway) => gatewayRoutes(gateway, world), { prefix: "/gateway" });
  app.register(async (control) => controlRoutes(control, world, idp), { prefix: "/_sandbox" });
  return app;
}
