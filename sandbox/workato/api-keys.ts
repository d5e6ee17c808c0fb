import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../world";
import { findClient } from "./api-clients";
import { integerId, notFound, parse } from "./errors";
import { name, page, slice } from "./fields";
import type { ApiClient, ApiKey } from "./model";

const addresses = z.array(z.string().refine(isAddressRange, "is not an IP address or a range of them"));
const published = { ip_allow_list: addresses.optional(), ip_deny_list: addresses.optional() };
const assumed = { external_client_id: z.string().min(1).nullable().optional() };
const pageQuery = z.strictObject({ ...page, api_client_id: z.coerce.number().optional() });

type ByClient = { Params: { id: string } };
type ByKey = { Params: { id: string; key: string } };

/** The key's token is shown when it is made or renewed, never again. */
export function apiKeyRoutes(app: FastifyInstance, { store, storeEndpoints }: World): void {
  const { apiKeys } = store.workato;
  const optional = { ...published, ...(storeEndpoints && assumed) };
  const creation = z.strictObject({ name, active: z.boolean(), ...optional });
  const update = z.strictObject({ name: name.optional(), active: z.boolean().optional(), ...optional });
  const find = ({ id, key: text }: { id: string; key: string }) => {
    const client = findClient(store, id);
    const key = apiKeys.get(integerId(text));
    if (key?.api_client_id !== client.id) throw notFound();
    return { client, key };
  };
  const wire = (key: ApiKey, client: ApiClient) => apiKeyWire(key, client, storeEndpoints);
  const base = "/api/v2/api_clients/:id/api_keys";

  app.get<ByClient>(base, async (request) => {
    const client = findClient(store, request.params.id);
    const own = [...apiKeys.values()].filter((key) => key.api_client_id === client.id);
    const { data, ...paging } = slice(own, parse(pageQuery, request.query));
    return { data: data.map((key) => wire(key, client)), ...paging };
  });

  app.post<ByClient>(base, async (request) => {
    const client = findClient(store, request.params.id);
    const body = parse(creation, request.body) as Pick<ApiKey, "name" | "active"> & Partial<ApiKey>;
    const key: ApiKey = {
      ip_allow_list: [],
      ip_deny_list: [],
      external_client_id: null,
      ...body,
      id: store.nextId(),
      api_client_id: client.id,
      active_since: body.active ? new Date().toISOString() : null,
      auth_token: newToken(),
    };
    apiKeys.set(key.id, key);
    return { data: { ...wire(key, client), auth_token: key.auth_token } };
  });

  app.put<ByKey>(`${base}/:key`, async (request) => {
    const { client, key } = find(request.params);
    const { active, ...body } = parse(update, request.body) as Partial<ApiKey>;
    Object.assign(key, body);
    if (active !== undefined) activate(key, active);
    return { data: wire(key, client) };
  });

  for (const [verb, active] of [
    ["enable", true],
    ["disable", false],
  ] as const) {
    app.put<ByKey>(`${base}/:key/${verb}`, async (request) => {
      const { client, key } = find(request.params);
      activate(key, active);
      return { data: wire(key, client) };
    });
  }

  app.put<ByKey>(`${base}/:key/refresh_secret`, async (request) => {
    const { client, key } = find(request.params);
    key.auth_token = newToken();
    return { data: { ...wire(key, client), auth_token: key.auth_token } };
  });

  app.delete<ByKey>(`${base}/:key`, async (request) => {
    apiKeys.delete(find(request.params).key.id);
    return { success: true };
  });
}

export function apiKeyWire(key: ApiKey, client: ApiClient | undefined, storeEndpoints: boolean) {
  const { id, name, ip_allow_list, ip_deny_list, active, active_since, external_client_id } = key;
  return {
    id,
    name,
    auth_type: client?.auth_type,
    ip_allow_list,
    ip_deny_list,
    active,
    active_since,
    ...(storeEndpoints && { external_client_id }),
  };
}

function activate(key: ApiKey, active: boolean): void {
  if (active !== key.active) key.active_since = active ? new Date().toISOString() : null;
  key.active = active;
}

function newToken(): string {
  return randomBytes(32).toString("hex");
}

function isAddressRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  const fits = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  return version !== 0 && fits && rest.length === 0;
}
