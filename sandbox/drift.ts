import { z } from "zod";
import type { KeycloakClient } from "./keycloak/model";
import type { OAuthClient } from "./okta/model";
import { newSecret, reconfigure } from "./okta/registry";
import type { Drift } from "./protocol";
import type { World } from "./world";

class DriftError extends Error {
  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** Changes by hand, behind the provider's back: no rule is held, but that the record and its fields are there. */
export function drift({ store }: World, wish: Drift): void {
  const { workato, okta, keycloak } = store;
  switch (wish.kind) {
    case "connection":
      change(workato.connections, Number, wish);
      break;
    case "dcrProvider":
      change(workato.dcrProviders, Number, wish);
      break;
    case "apiKey":
      change(workato.apiKeys, Number, wish);
      break;
    case "apiClient":
      change(workato.apiClients, Number, wish);
      for (const key of workato.apiKeys.values()) {
        if (!workato.apiClients.has(key.api_client_id)) workato.apiKeys.delete(key.id);
      }
      break;
    case "claim":
      change(okta.claims, String, wish);
      break;
    case "oauthClient":
      change(okta.clients, String, wish, patchClient);
      break;
    case "keycloakClient":
      change(keycloak.clients, String, wish, patchKeycloakClient);
      break;
    case "app":
      change(okta.clients, String, wish, patchApp);
      break;
  }
}

function change<Id, T extends object>(
  map: Map<Id, T>,
  idOf: (given: string | number) => Id,
  wish: Drift,
  apply = patchRecord<T>,
): void {
  const id = wish.id === undefined ? [...map.keys()].at(-1) : idOf(wish.id);
  const record = id === undefined ? undefined : map.get(id);
  if (id === undefined || !record) throw new DriftError(404, `there is no ${[wish.kind, wish.id].join(" ").trim()}`);
  if (wish.op === "delete") map.delete(id);
  else apply(record, wish.patch);
}

function patchRecord<T extends object>(record: T, patch: Record<string, unknown>): void {
  const unknown = Object.keys(patch).filter((field) => !(field in record));
  if (unknown.length > 0) throw new DriftError(400, `there is no ${unknown.join(", ")} to patch`);
  Object.assign(record, patch);
}

function patchClient(client: OAuthClient, { client_secret, ...patch }: Record<string, unknown>): void {
  reconfigure(client, { ...client.metadata, ...patch });
  if (typeof client_secret === "string") client.secrets = [newSecret(client_secret)];
}

function patchKeycloakClient(client: KeycloakClient, { attributes = {}, ...patch }: Record<string, unknown>): void {
  patchRecord(client, patch);
  Object.assign(client.attributes, attributes);
}

const appPatch = z.strictObject({
  label: z.string().optional(),
  status: z.enum(["ACTIVE", "INACTIVE"]).optional(),
  profile: z.record(z.string(), z.unknown()).optional(),
});

function patchApp(client: OAuthClient, patch: Record<string, unknown>): void {
  const { label = client.metadata.client_name, ...rest } = appPatch.parse(patch);
  Object.assign(client, rest, { metadata: { ...client.metadata, client_name: label } });
}
