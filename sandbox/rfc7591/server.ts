import type { RequestListener } from "node:http";
import type { JWK } from "jose";
import type { Adapter, AdapterPayload } from "oidc-provider";
import type { ClientMetadata } from "../okta/model";
import { oidcServer } from "../okta/oidc-server";
import { currentSecret, findClient, newClient, newSecret } from "../okta/registry";
import { ACCESS_TOKEN_SECONDS, AUDIENCE } from "../presets";
import type { World } from "../world";

export const REGISTRATION_PATH = "/connect/register";

/** The library's own dynamic client registration, RFC 7591 and 7592: any other identity provider than Okta. */
export function registeringServer(world: World, jwk: JWK): Promise<RequestListener> {
  const { issuer, oktaOrgUrl, oktaToken, introspectionPath } = world.info;
  return oidcServer(world, {
    issuer,
    jwk,
    audience: AUDIENCE,
    routes: { token: "/v1/token", jwks: "/v1/keys", registration: REGISTRATION_PATH },
    clients: storedClients(world),
    grant: (scopes) => ({ scopes, seconds: ACCESS_TOKEN_SECONDS }),
    shape: (claims) => claims,
    features: {
      registration: { enabled: true, initialAccessToken: oktaToken },
      registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
    },
    discovery: { introspection_endpoint: `${oktaOrgUrl}/${introspectionPath}` },
  });
}

function storedClients(world: World): Adapter {
  const { clients } = world.store.okta;
  const none = async () => undefined;
  return {
    find: async (id) => {
      const client = findClient(world, id);
      if (client?.status !== "ACTIVE") return undefined;
      return { ...client.metadata, client_secret: currentSecret(client) } as AdapterPayload;
    },
    upsert: async (id, { client_secret, ...metadata }: AdapterPayload) => {
      const secrets = typeof client_secret === "string" ? [newSecret(client_secret)] : [];
      clients.set(id, { ...newClient(metadata as ClientMetadata), secrets });
    },
    destroy: async (id) => void clients.delete(id),
    consume: none,
    findByUid: none,
    findByUserCode: none,
    revokeByGrantId: none,
  };
}
