import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { API_POLICIES } from "../presets";
import type { Store } from "../store";
import type { World } from "../world";
import { clientErrors } from "./api-client-rules";
import { integerId, notFound, parse, refuse } from "./errors";
import { id, name, newErrors, page, slice, texts } from "./fields";
import type { ApiClient, ApiKey } from "./model";

const published = {
  description: z.string().nullable(),
  project_id: id.nullable(),
  api_portal_id: id.nullable(),
  email: z.email("is not an e-mail address").nullable(),
  api_policy_id: id.nullable(),
  jwt_method: z.enum(["hmac", "rsa"]).nullable(),
  jwt_secret: z.string().min(1).nullable(),
  oidc_issuer: z.url("is not a URL").nullable(),
  oidc_jwks_uri: z.url("is not a URL").nullable(),
  access_profile_claim: z.string().min(1).nullable(),
  required_claims: texts,
  allowed_issuers: texts,
  mtls_enabled: z.boolean(),
  validation_formula: z.string().nullable(),
  cert_bundle_ids: z.array(id),
};
const required = { name, api_collection_ids: z.array(id), auth_type: z.enum(["token", "jwt", "oauth2", "oidc"]) };
const assumed = {
  auth_type: z.enum(["token", "jwt", "oauth2", "oidc", "oauth2_introspection"]),
  dcr_provider_id: id.nullable().optional(),
};
const listQuery = z.strictObject({
  ...page,
  project_id: z.coerce.number().optional(),
  "cert_bundle_ids[]": z.union([z.string(), z.array(z.string())]).optional(),
});

type ById = { Params: { id: string } };

export function apiClientRoutes(app: FastifyInstance, { store, storeEndpoints }: World): void {
  const { apiClients, apiKeys } = store.workato;
  const creation = z.strictObject({
    ...required,
    ...z.object(published).partial().shape,
    ...(storeEndpoints && assumed),
  });
  const update = creation.partial();
  const find = (text: string) => findClient(store, text);
  const check = (client: ApiClient) => clientErrors(client, store);
  const keysOfOne: KeysOf = ({ id }) => [...apiKeys.values()].filter((key) => key.api_client_id === id);
  const wire = (client: ApiClient, keysOf = keysOfOne) => apiClientWire(client, keysOf, store, storeEndpoints);

  app.get("/api/v2/api_clients", async (request) => {
    const query = parse(listQuery, request.query);
    const rows = [...apiClients.values()].filter((one) => (query.project_id ?? one.project_id) === one.project_id);
    const { data, ...paging } = slice(rows, query);
    const keysOf = keysByClient(store);
    return { data: data.map((client) => wire(client, keysOf)), ...paging };
  });

  app.post("/api/v2/api_clients", async (request) => {
    const now = new Date().toISOString();
    const client: ApiClient = {
      ...BLANK,
      ...(parse(creation, request.body) as Partial<ApiClient> & Pick<ApiClient, keyof typeof required>),
      id: store.nextId(),
      created_at: now,
      updated_at: now,
    };
    refuse(check(client));
    apiClients.set(client.id, client);
    return { data: wire(client) };
  });

  app.get<ById>("/api/v2/api_clients/:id", async (request) => ({ data: wire(find(request.params.id)) }));

  /** What the body leaves out stays. */
  app.put<ById>("/api/v2/api_clients/:id", async (request) => {
    const current = find(request.params.id);
    const body = parse(update, request.body) as Partial<ApiClient>;
    const next: ApiClient = { ...current, ...body, updated_at: new Date().toISOString() };
    refuse(newErrors(check, current, next));
    return { data: wire(Object.assign(current, next)) };
  });

  app.delete<ById>("/api/v2/api_clients/:id", async (request) => {
    const client = find(request.params.id);
    apiClients.delete(client.id);
    for (const key of apiKeys.values()) if (key.api_client_id === client.id) apiKeys.delete(key.id);
    return { success: true };
  });
}

export function findClient({ workato }: Store, text: string): ApiClient {
  const client = workato.apiClients.get(integerId(text));
  if (!client) throw notFound();
  return client;
}

const BLANK = {
  description: null,
  project_id: null,
  api_portal_id: null,
  email: null,
  api_policy_id: null,
  jwt_method: null,
  jwt_secret: null,
  oidc_issuer: null,
  oidc_jwks_uri: null,
  access_profile_claim: null,
  required_claims: [],
  allowed_issuers: [],
  mtls_enabled: false,
  validation_formula: null,
  cert_bundle_ids: [],
  dcr_provider_id: null,
};

type KeysOf = (client: ApiClient) => readonly ApiKey[];

/** Looked through once for many clients: there may be thousands of both. */
export function keysByClient({ workato }: Store): KeysOf {
  const byClient = new Map<number, ApiKey[]>();
  for (const key of workato.apiKeys.values()) {
    const others = byClient.get(key.api_client_id);
    if (others) others.push(key);
    else byClient.set(key.api_client_id, [key]);
  }
  return ({ id }) => byClient.get(id) ?? [];
}

/** The published answer holds no claims, issuer or JWKS. */
export function apiClientWire(client: ApiClient, keysOf: KeysOf, { workato }: Store, storeEndpoints: boolean) {
  const keys = keysOf(client);
  return {
    id: client.id,
    name: client.name,
    description: client.description,
    project_id: client.project_id,
    email: client.email,
    auth_type: client.auth_type,
    api_token: null,
    active_api_keys_count: keys.filter((key) => key.active).length,
    total_api_keys_count: keys.length,
    mtls_enabled: client.mtls_enabled,
    validation_formula: client.validation_formula,
    cert_bundle_ids: client.cert_bundle_ids,
    api_policies: API_POLICIES.filter((policy) => policy.id === client.api_policy_id),
    api_collections: [...workato.apiCollections.values()]
      .filter((collection) => client.api_collection_ids.includes(collection.id))
      .map((collection) => ({ id: collection.id, name: collection.name })),
    logo: null,
    logo_2x: null,
    is_legacy: false,
    created_at: client.created_at,
    updated_at: client.updated_at,
    ...(storeEndpoints && { dcr_provider_id: client.dcr_provider_id }),
  };
}
