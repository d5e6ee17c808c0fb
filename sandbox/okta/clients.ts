import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../world";
import type { Guard } from "./authenticate";
import { invalidMetadata, notFound, OAuthError, parse, parseMetadata } from "./errors";
import { askedAt } from "./issuer";
import { misfit, registration, type Settings, usesSecret } from "./metadata";
import type { ClientMetadata, OAuthClient } from "./model";
import { pageOf, pageQuery, setLinks } from "./pages";
import { acceptsSecret, currentSecret, newClient, newClientId, newSecret, reconfigure } from "./registry";

const BASE = "/oauth2/v1/clients";
const listQuery = z.strictObject(pageQuery(200));
const replacement = registration.extend({ client_id: z.string(), client_secret: z.string().optional() });
const READ_ONLY = ["client_id_issued_at", "client_secret", "client_secret_expires_at"];

type ById = { Params: { id: string } };

/** Okta's dynamic client registration. */
export function clientRoutes(app: FastifyInstance, { store, info, org }: World, guard: Guard): void {
  const { clients } = store.okta;
  const find = (id: string) => {
    const client = clients.get(id);
    if (!client) throw notFound(id, "OAuth2Client");
    return client;
  };

  app.get(BASE, guard("okta.clients.read"), async (request, reply) => {
    const { q = "", limit, after } = parse(listQuery, request.query, "listClients");
    const rows = [...clients.values()].filter(({ metadata }) => metadata.client_name?.startsWith(q));
    const { page, next } = pageOf(rows, ({ metadata }) => metadata.client_id, limit, after);
    setLinks(reply, askedAt(request.headers.host, info), next);
    return page.map(clientWire);
  });

  app.post(BASE, guard("okta.clients.register"), async (request, reply) => {
    const wanted = parseMetadata(registration, request.body);
    refuseMisfit(wanted);
    const id = newClientId();
    const client = newClient(toMetadata(wanted, { client_id: id, client_id_issued_at: Math.floor(Date.now() / 1000) }));
    clients.set(id, client);
    return reply.code(201).send(withSecret(client));
  });

  app.get<ById>(`${BASE}/:id`, guard("okta.clients.read"), async (request) => clientWire(find(request.params.id)));

  /** All settings, and none that is read-only. */
  app.put<ById>(`${BASE}/:id`, guard("okta.clients.manage"), async (request) => {
    const client = find(request.params.id);
    const { client_id, client_secret, ...wanted } = parseMetadata(replacement, request.body);
    if (client_id !== client.metadata.client_id) throw invalidMetadata("client_id", "The value does not match.");
    if (client_secret !== undefined && !acceptsSecret(client, client_secret)) {
      throw invalidMetadata("client_secret", "The value does not match.");
    }
    const sent = request.body as Record<string, unknown>;
    const missing = Object.entries(clientWire(client)).find(
      ([name, value]) => value !== null && !READ_ONLY.includes(name) && !(name in sent),
    );
    if (missing) throw new OAuthError("invalid_client_metadata", `'${missing[0]}' : All settings must be specified.`);
    if (wanted.application_type !== client.metadata.application_type) {
      throw invalidMetadata("application_type", "The value cannot be changed.");
    }
    refuseMisfit(wanted);
    reconfigure(client, toMetadata(wanted, client.metadata));
    if (!org.now.clientPutKeepsProfile) client.profile = {};
    return withSecret(client);
  });

  app.delete<ById>(`${BASE}/:id`, guard("okta.clients.manage"), async (request, reply) => {
    clients.delete(find(request.params.id).metadata.client_id);
    return reply.code(204).send();
  });

  app.post<ById>(`${BASE}/:id/lifecycle/newSecret`, guard("okta.clients.manage"), async (request) => {
    const client = find(request.params.id);
    if (!usesSecret(client.metadata)) throw invalidMetadata("token_endpoint_auth_method", "The client has no secret.");
    client.secrets = [newSecret()];
    return withSecret(client);
  });
}

export function clientWire({ metadata }: OAuthClient): ClientMetadata {
  return { ...metadata, ...(usesSecret(metadata) && { client_secret_expires_at: 0 }) };
}

/** The secret is in the answers of creation, update and newSecret only. */
function withSecret(client: OAuthClient): ClientMetadata {
  return { ...clientWire(client), ...(usesSecret(client.metadata) && { client_secret: currentSecret(client) }) };
}

function refuseMisfit(wanted: Settings): void {
  const issue = misfit(wanted);
  if (issue) throw invalidMetadata(issue.field, issue.message);
}

/** Without the optional settings that are not set; the two that Okta always shows stay, as null. */
export function toMetadata(
  wanted: Settings,
  { client_id, client_id_issued_at }: Pick<ClientMetadata, "client_id" | "client_id_issued_at">,
): ClientMetadata {
  const { client_uri, logo_uri, ...rest } = wanted;
  const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== undefined));
  return { client_id, client_id_issued_at, client_uri, logo_uri, ...set } as unknown as ClientMetadata;
}
