import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../world";
import { callThrough } from "./connection-call";
import { introspectionUrl, providerErrors, registrationTrouble } from "./dcr-provider-rules";
import { integerId, notFound, parse, refuse } from "./errors";
import { id, name, newErrors, page, slice, texts } from "./fields";
import type { Connection, DcrProvider } from "./model";

/** Assumed throughout: Workato publishes none of these endpoints. */

const optional = {
  required_claims: texts.optional(),
  access_profile_claim: z.string().min(1).nullable().optional(),
  introspection_connection_id: id.nullable().optional(),
  introspection_endpoint_path: z.string().min(1).nullable().optional(),
  scopes: texts.optional(),
};
const authMethod = z.enum(["oidc", "oauth2_introspection"]);
const creation = z.strictObject({ name, connection_id: id, auth_method: authMethod, ...optional });
const update = z.strictObject({
  name: name.optional(),
  connection_id: id.optional(),
  auth_method: authMethod.optional(),
  ...optional,
});
const pageQuery = z.strictObject(page);

type ById = { Params: { id: string } };

export function dcrProviderRoutes(app: FastifyInstance, { store, storeEndpoints }: World): void {
  if (!storeEndpoints) return;
  const { connections, dcrProviders } = store.workato;
  const find = (text: string) => {
    const provider = dcrProviders.get(integerId(text));
    if (!provider) throw notFound();
    return provider;
  };
  const check = (provider: DcrProvider) => providerErrors(provider, dcrProviders.values(), connections);
  const wire = (provider: DcrProvider) => ({ ...provider, introspection_url: introspectionUrl(provider, connections) });

  app.post("/api/v2/dcr_providers/validate_connection", async (request) => {
    const { connection_id } = parse(z.strictObject({ connection_id: id }), request.body);
    const connection = connections.get(connection_id);
    const trouble = registrationTrouble(connection) ?? (connection && (await registrationProbe(connection)));
    return { data: { status: trouble ? "failed" : "success", errors: trouble ? [trouble] : [] } };
  });

  app.get("/api/v2/dcr_providers", async (request) => {
    const { data, ...paging } = slice(dcrProviders.values(), parse(pageQuery, request.query));
    return { data: data.map(wire), ...paging };
  });

  app.post("/api/v2/dcr_providers", async (request) => {
    const now = new Date().toISOString();
    const provider: DcrProvider = {
      ...BLANK,
      ...defined(parse(creation, request.body)),
      id: store.nextId(),
      created_at: now,
      updated_at: now,
    };
    refuse(check(provider));
    dcrProviders.set(provider.id, provider);
    return { data: wire(provider) };
  });

  app.get<ById>("/api/v2/dcr_providers/:id", async (request) => ({ data: wire(find(request.params.id)) }));

  app.put<ById>("/api/v2/dcr_providers/:id", async (request) => {
    const current = find(request.params.id);
    const next = { ...current, ...defined(parse(update, request.body)), updated_at: new Date().toISOString() };
    refuse(next.auth_method === current.auth_method ? {} : { auth_method: ["can't be changed"] });
    refuse(newErrors(check, current, next));
    return { data: wire(Object.assign(current, next)) };
  });

  /** Also when clients use it: they keep an id that leads nowhere. */
  app.delete<ById>("/api/v2/dcr_providers/:id", async (request, reply) => {
    dcrProviders.delete(find(request.params.id).id);
    return reply.code(204).send();
  });
}

const BLANK = {
  required_claims: [],
  access_profile_claim: null,
  introspection_connection_id: null,
  introspection_endpoint_path: null,
  scopes: [],
};

/** A harmless look at the registration endpoint with the connection's own credentials: Okta's first, then any RFC 8414 server's. */
async function registrationProbe(connection: Connection): Promise<string | undefined> {
  try {
    const okta = await callThrough(connection, "oauth2/v1/clients?limit=1");
    if (okta.status === 200) return undefined;
    if (okta.status === 401 || okta.status === 403)
      return `has credentials that the identity provider refuses (${okta.status})`;
    for (const wellKnown of [".well-known/oauth-authorization-server", ".well-known/openid-configuration"]) {
      const { status, text } = await callThrough(connection, wellKnown);
      if (status === 200 && "registration_endpoint" in JSON.parse(text)) return undefined;
    }
    return "leads to a server without dynamic client registration";
  } catch (error) {
    return `leads to no answer: ${(error as Error).message}`;
  }
}

function defined<T extends object>(body: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as never;
}
