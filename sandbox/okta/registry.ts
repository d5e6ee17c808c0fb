import { randomText, sameSecret } from "../secrets";
import type { World } from "../world";
import { usesSecret } from "./metadata";
import type { ClientMetadata, ClientSecret, OAuthClient } from "./model";

/** The OAuth clients that exist at the identity provider, its own introspection client included. */

export function findClient({ store, info }: World, clientId: string): OAuthClient | undefined {
  const registered = store.okta.clients.get(clientId);
  if (registered || clientId !== info.introspectionClientId) return registered;
  const preset = newClient({
    client_id: info.introspectionClientId,
    client_id_issued_at: 0,
    grant_types: ["client_credentials"],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: "client_secret_basic",
  });
  return { ...preset, secrets: [newSecret(info.introspectionClientSecret)] };
}

export function newClient(metadata: ClientMetadata): OAuthClient {
  const now = new Date().toISOString();
  return {
    metadata,
    secrets: usesSecret(metadata) ? [newSecret()] : [],
    status: "ACTIVE",
    profile: {},
    app: {},
    created: now,
    lastUpdated: now,
  };
}

export function newSecret(value = randomText(64)): ClientSecret {
  const now = new Date().toISOString();
  return { id: `ocs${randomText(17)}`, status: "ACTIVE", client_secret: value, created: now, lastUpdated: now };
}

export function newClientId(): string {
  return `0oa${randomText(17)}`;
}

/** The newest one in force. */
export function currentSecret({ secrets }: OAuthClient): string | undefined {
  return secrets.findLast(({ status }) => status === "ACTIVE")?.client_secret;
}

/** Every active secret counts, so that a rotation can overlap. */
export function acceptsSecret({ secrets }: OAuthClient, presented: string): boolean {
  return secrets.some(({ status, client_secret }) => status === "ACTIVE" && sameSecret(client_secret, presented));
}

/** As when an org turns the feature of several secrets off. */
export function keepNewestSecrets(clients: Iterable<OAuthClient>): void {
  for (const client of clients) client.secrets = client.secrets.slice(-1);
}

/** Replaces the settings and keeps the secrets in step with the authentication method. */
export function reconfigure(client: OAuthClient, metadata: ClientMetadata): void {
  client.metadata = metadata;
  client.lastUpdated = new Date().toISOString();
  if (!usesSecret(metadata)) client.secrets = [];
  else if (client.secrets.length === 0) client.secrets = [newSecret()];
}
