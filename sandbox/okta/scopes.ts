import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { randomText } from "../secrets";
import type { World } from "../world";
import type { Guard } from "./authenticate";
import { type ByServer, readOnly, requireServer, SERVERS } from "./authorization-server-api";
import { notFound, parse, validationFailed } from "./errors";
import type { Scope } from "./model";

const BASE = `${SERVERS}/:server/scopes`;

const body = z.strictObject({
  ...readOnly,
  name: z
    .string()
    .regex(/^[!#-[\]-~]+$/, "The name has characters that are not allowed.")
    .refine((name) => !/^okta([.:]|$)|^\*$/.test(name), "The name is reserved."),
  displayName: z.string().optional(),
  description: z.string().optional(),
  default: z.boolean().default(false),
  consent: z.enum(["REQUIRED", "IMPLICIT", "FLEXIBLE"]).default("IMPLICIT"),
  metadataPublish: z.enum(["ALL_CLIENTS", "NO_CLIENTS"]).default("NO_CLIENTS"),
  optional: z.boolean().default(false),
  system: z.literal(false).default(false),
});

type ByScope = { Params: { server: string; scope: string } };

/** The scopes of the authorization server; those of OpenID Connect are there to read only. */
export function scopeRoutes(app: FastifyInstance, { store }: World, guard: Guard): void {
  const { scopes } = store.okta;
  const read = guard("okta.authorizationServers.read");
  const manage = guard("okta.authorizationServers.manage");
  const find = (params: ByScope["Params"]) => {
    requireServer(params);
    const scope = scopes.get(params.scope);
    if (!scope) throw notFound(params.scope, "OAuth2Scope");
    return scope;
  };
  const findOwn = (params: ByScope["Params"]) => {
    const scope = find(params);
    if (scope.system) throw validationFailed("OAuth2Scope", ["A system scope cannot be changed."]);
    return scope;
  };
  const keep = (input: unknown, id: string): Scope => {
    const {
      id: _,
      created: _created,
      lastUpdated: _updated,
      _links,
      _embedded,
      ...wanted
    } = parse(body, input, "scope");
    const taken = [...scopes.values()].some((other) => other.id !== id && other.name === wanted.name);
    if (taken) throw validationFailed("name", [`name: A scope named '${wanted.name}' already exists.`]);
    const scope = { id, ...wanted };
    scopes.set(id, scope);
    return scope;
  };

  app.get<ByServer>(BASE, read, async ({ params }) => {
    requireServer(params);
    return [...scopes.values()];
  });

  app.post<ByServer>(BASE, manage, async ({ params, body: input }, reply) => {
    requireServer(params);
    return reply.code(201).send(keep(input, `scp${randomText(17)}`));
  });

  app.get<ByScope>(`${BASE}/:scope`, read, async ({ params }) => find(params));

  app.put<ByScope>(`${BASE}/:scope`, manage, async ({ params, body: input }) => keep(input, findOwn(params).id));

  app.delete<ByScope>(`${BASE}/:scope`, manage, async ({ params }, reply) => {
    scopes.delete(findOwn(params).id);
    return reply.code(204).send();
  });
}
