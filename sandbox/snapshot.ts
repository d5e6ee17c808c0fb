import type { KeycloakClient } from "./keycloak/model";
import { clientWire } from "./okta/clients";
import { currentSecret } from "./okta/registry";
import type { SandboxState } from "./protocol";
import { sha256 } from "./secrets";
import { apiClientWire, keysByClient } from "./workato/api-clients";
import { apiKeyWire } from "./workato/api-keys";
import { SECRET_INPUT_KEYS } from "./workato/connection-input";
import { introspectionUrl } from "./workato/dcr-provider-rules";
import type { World } from "./world";

/** Everything held, as it is stored and as it is on the wire, secrets as SHA-256. */
export function snapshot({ store, storeEndpoints }: World): SandboxState {
  const keysOf = keysByClient(store);
  const { connections, dcrProviders, apiClients, apiKeys } = store.workato;
  return {
    workato: {
      connections: [...connections.values()].map((one) => ({ ...one, input: hashed(one.input) as typeof one.input })),
      dcrProviders: [...dcrProviders.values()].map((provider) => ({
        ...provider,
        introspection_url: introspectionUrl(provider, connections),
      })),
      apiClients: [...apiClients.values()].map((client) => ({
        ...client,
        ...apiClientWire(client, keysOf, store, storeEndpoints),
        jwt_secret: client.jwt_secret === null ? null : sha256(client.jwt_secret),
      })),
      apiKeys: [...apiKeys.values()].map((key) => ({
        ...key,
        ...apiKeyWire(key, apiClients.get(key.api_client_id), storeEndpoints),
        auth_token: sha256(key.auth_token),
      })),
    },
    okta: {
      clients: [...store.okta.clients.values()].map((client) => {
        const [secret, profile] = [currentSecret(client), hashed(client.profile) as Record<string, unknown>];
        return { ...clientWire(client), profile, ...(secret !== undefined && { client_secret: sha256(secret) }) };
      }),
      claims: [...store.okta.claims.values()],
    },
    ...(store.keycloak.clients.size > 0 && {
      keycloak: { clients: [...store.keycloak.clients.values()].map(withoutSecrets) },
    }),
  };
}

/** A mapper holds the API key. */
function withoutSecrets(client: KeycloakClient): KeycloakClient {
  const { secret, attributes, protocolMappers } = client;
  const rotated = attributes["client.secret.rotated"];
  return {
    ...client,
    ...(secret !== undefined && { secret: sha256(secret) }),
    attributes: { ...attributes, ...(rotated !== undefined && { "client.secret.rotated": sha256(rotated) }) },
    protocolMappers: protocolMappers.map((it) => {
      const value = it.config["claim.value"];
      return value === undefined ? it : { ...it, config: { ...it.config, "claim.value": sha256(value) } };
    }),
  };
}

/** What is put into tokens, too: the API key in the profile of an app. */
const SECRETS = [...SECRET_INPUT_KEYS, "workatoApiKey"];

function hashed(value: unknown, key = ""): unknown {
  if (typeof value === "string") return SECRETS.includes(key) ? sha256(value) : value;
  if (Array.isArray(value)) return value.map((item) => hashed(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hashed(inner, name)]));
}
