import type { FastifyInstance } from "fastify";
import type { World } from "../world";
import { authenticatedClient } from "./authenticate";
import { OAuthError } from "./errors";
import type { Idp } from "./idp";
import { possibleIssuers } from "./issuer";
import { findClient } from "./registry";

/**
 * RFC 7662, for JWTs too, as Okta's does; the library introspects opaque tokens only. A token is active as long as its
 * client is.
 */
export function introspectionRoute(app: FastifyInstance, world: World, idp: Idp): void {
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.post(`/${world.info.introspectionPath}`, async (request) => {
    const form = (request.body ?? {}) as Record<string, string>;
    if (authenticatedClient(world, request.headers.authorization, form) === undefined) {
      throw new OAuthError("invalid_client", "Client authentication failed.", 401);
    }
    if (!form.token) throw new OAuthError("invalid_request", "The 'token' parameter is missing.");
    const claims = await idp.verify(form.token, possibleIssuers(world.info));
    const clientId = claims && String(claims.cid ?? claims.client_id ?? claims.sub);
    if (!claims || clientId === undefined || findClient(world, clientId)?.status !== "ACTIVE") return { active: false };
    const scope = Array.isArray(claims.scp) ? claims.scp.join(" ") : claims.scope;
    return { ...claims, active: true, token_type: "Bearer", client_id: clientId, scope };
  });
}
