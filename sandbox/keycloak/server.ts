import Fastify, { type FastifyInstance, type FastifyServerFactory } from "fastify";
import type { Manners } from "../front";
import { acceptJson } from "../json";
import { createSigner } from "../okta/signer";
import type { World } from "../world";
import { adminRoutes } from "./admin-api";
import { forbidden, installErrors, KeycloakError, unauthorized } from "./errors";
import { MANAGER, REALM, TOKEN_SECONDS } from "./presets";
import { grantedClaims } from "./token-endpoint";

/** Keycloak tells of no limits, and gives its answers no id. */
export const keycloakManners: Manners = { side: "keycloak", limitHeaders: () => ({}), tooMany: {} };

const WELL_KNOWN = ["openid-configuration", "oauth-authorization-server"];

/** A realm of Keycloak: its admin API as far as clients go, and the issuer of their tokens. */
export async function keycloakServer(world: World, serverFactory: FastifyServerFactory): Promise<FastifyInstance> {
  const app = Fastify({ serverFactory });
  const signer = await createSigner();
  const { keycloakIssuer: issuer } = world.info;
  const endpoints = `${issuer}/protocol/openid-connect`;
  acceptJson(app);
  acceptForms(app);
  installErrors(app);

  const metadata = {
    issuer,
    token_endpoint: `${endpoints}/token`,
    jwks_uri: `${endpoints}/certs`,
    introspection_endpoint: `${endpoints}/token/introspect`,
    grant_types_supported: ["client_credentials"],
    token_endpoint_auth_methods_supported: ["private_key_jwt", "client_secret_basic", "client_secret_post"],
  };
  for (const name of WELL_KNOWN) app.get(`/realms/${REALM}/.well-known/${name}`, async () => metadata);
  app.get("/realms/:realm/.well-known/:name", async () => {
    throw new KeycloakError(404, { error: "Realm does not exist" });
  });

  const { d, p, q, dp, dq, qi, ...published } = signer.privateJwk;
  app.get(`/realms/${REALM}/protocol/openid-connect/certs`, async () => ({ keys: [published] }));

  app.post(`/realms/${REALM}/protocol/openid-connect/token`, async ({ headers, body }) => ({
    access_token: await signer.sign(
      await grantedClaims(world, headers.authorization, (body ?? {}) as Record<string, string>),
    ),
    expires_in: TOKEN_SECONDS,
    token_type: "Bearer",
  }));

  app.register(
    async (admin) => {
      admin.addHook("onRequest", async ({ headers: { authorization = "" } }) => {
        const claims = await signer.verify(authorization.replace(/^Bearer /, ""), [issuer]);
        if (claims === undefined) throw unauthorized();
        if (claims.azp !== MANAGER) throw forbidden();
      });
      adminRoutes(admin, world, async () => {
        if (!world.realm.now.manageClients) throw forbidden();
      });
    },
    { prefix: `/admin/realms/${REALM}` },
  );
  app.get("/admin/realms/*", async () => {
    throw new KeycloakError(404, { error: "Realm not found." });
  });
  return app;
}

function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}
