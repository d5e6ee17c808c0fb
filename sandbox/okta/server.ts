import Fastify, { type FastifyInstance, type FastifyServerFactory } from "fastify";
import type { Manners } from "../front";
import { acceptJson } from "../json";
import { REGISTRATION_PATH } from "../rfc7591/server";
import type { World } from "../world";
import { appSecretRoutes } from "./app-secrets";
import { appRoutes } from "./apps";
import { managementGuard } from "./authenticate";
import { authorizationServerRoutes } from "./authorization-server-api";
import { claimRoutes } from "./claims";
import { clientRoutes } from "./clients";
import { errorBody, installErrors } from "./errors";
import type { Idp } from "./idp";
import { introspectionRoute } from "./introspection";
import { ISSUER_PATH } from "./issuer";
import { landingPage, orgRoutes } from "./org";
import { policyRoutes } from "./policies";
import { ruleRoutes } from "./rules";
import { scopeRoutes } from "./scopes";

const WELL_KNOWN = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"];

export const oktaManners: Manners = {
  side: "okta",
  requestIdHeader: "x-okta-request-id",
  limitHeaders: ({ limit, remaining, resetAt }) => ({
    "x-rate-limit-limit": String(limit),
    "x-rate-limit-remaining": String(remaining),
    "x-rate-limit-reset": String(Math.ceil(resetAt / 1000)),
  }),
  tooMany: errorBody("E0000047", "API call exceeded rate limit due to too many requests."),
};

/** The identity provider: Okta's management API around its authorization servers, or a plain RFC 7591 server. */
export function oktaServer(world: World, idp: Idp, serverFactory: FastifyServerFactory): FastifyInstance {
  const app = Fastify({ serverFactory });
  const guard = managementGuard(world, idp);
  acceptJson(app);
  installErrors(app);
  app.register(async (issuer) => issuerRoutes(issuer, world, idp));
  app.register(async (introspection) => introspectionRoute(introspection, world, idp));
  landingPage(app, world);
  if (world.idp === "okta") {
    orgRoutes(app, guard);
    clientRoutes(app, world, guard);
    appRoutes(app, world, guard);
    appSecretRoutes(app, world, guard);
    authorizationServerRoutes(app, world, guard);
    scopeRoutes(app, world, guard);
    policyRoutes(app, world, guard);
    ruleRoutes(app, world, guard);
    claimRoutes(app, world, guard);
  }
  return app;
}

/** The library reads the request itself, and routes by paths relative to the issuer. */
function issuerRoutes(app: FastifyInstance, world: World, { issuer, org }: Idp): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  const serve = (method: ("GET" | "POST" | "PUT" | "DELETE")[], path: string, at = `${ISSUER_PATH}${path}`) =>
    app.route({
      method,
      url: at,
      handler: ({ raw, url }, reply) => {
        reply.hijack();
        const relative = url.startsWith(ISSUER_PATH) ? url.slice(ISSUER_PATH.length) : path;
        issuer(Object.assign(raw, { url: relative, originalUrl: `${ISSUER_PATH}${relative}` }), reply.raw);
      },
    });
  for (const wellKnown of WELL_KNOWN) {
    serve(["GET"], wellKnown);
    serve(["GET"], wellKnown, `${wellKnown}${ISSUER_PATH}`);
  }
  serve(["GET"], "/v1/keys");
  serve(["POST"], "/v1/token");
  if (world.idp === "rfc7591") {
    serve(["POST"], REGISTRATION_PATH);
    serve(["GET", "PUT", "DELETE"], `${REGISTRATION_PATH}/:id`);
  }
  if (org) {
    app.post("/oauth2/v1/token", (request, reply) => {
      reply.hijack();
      org(request.raw, reply.raw);
    });
  }
}
