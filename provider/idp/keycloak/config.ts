import { z } from "zod";
import type { KeycloakAccess } from "../../api/keycloak/vendor";
import { isBaseUrl, limits, Settings, type StackConfig } from "../../settings";
import { pathOf, readIdp } from "../configured";

export interface KeycloakConfig extends KeycloakAccess {
  /** What tokens are to name as their audience; absent where Keycloak is to say. */
  audience: string | undefined;
}

const needed = (what: string) => z.string({ error: what }).min(1, what);
const url = (what: string) => z.string({ error: what }).refine(isBaseUrl, what);

/** The address of a server, before the realm: Keycloak may be below a path. */
const REALM = /^(.*)\/realms\/([^/]+)$/;
const ISSUER = "is not the issuer of a realm, such as https://sso.example.com/realms/api (http is for loopback only)";
const ADMIN =
  "is not the address of the server for administration, such as https://sso.example.com, without /admin (http is for loopback only)";

const schema = z.strictObject({
  type: z.literal("keycloak"),
  // Taken to the letter: tokens name it so.
  issuer: url(ISSUER).regex(REALM, ISSUER),
  clientId: needed("is missing: the client id of a service account with the role manage-clients"),
  clientSecret: needed("is missing: the secret of the service account; set it with --secret"),
  adminUrl: url(ADMIN)
    .refine((text) => !/\/(admin|realms)(\/|$)/.test(text), ADMIN)
    .optional(),
  audience: needed("must be a text: what tokens are to name as their audience").optional(),
});

/**
 * A realm of Keycloak in the configuration.
 * @throws ConfigurationError with every mistake at once
 */
export function keycloakConfig(stack: StackConfig, env: NodeJS.ProcessEnv, name: string): KeycloakConfig {
  const { issuer, clientId, clientSecret, adminUrl, audience } = readIdp(stack, name, schema);
  const settings = new Settings(stack, env);
  const allowed = limits(settings);
  settings.complain(`The configuration of the identity provider ${name}`);
  const [, server = "", realm = ""] = REALM.exec(issuer) ?? [];
  return {
    issuer,
    adminUrl: `${(adminUrl ?? server).replace(/\/+$/, "")}/admin/realms/${realm}`,
    clientId,
    clientSecret,
    audience,
    limits: allowed,
    nameOf: pathOf(name),
  };
}
