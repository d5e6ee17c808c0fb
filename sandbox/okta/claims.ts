import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { AUTHORIZATION_SERVER_ID } from "../presets";
import { randomText } from "../secrets";
import type { World } from "../world";
import type { Guard } from "./authenticate";
import { type ByServer, requireServer, SERVERS } from "./authorization-server-api";
import { parseExpression } from "./claim-expression";
import { notFound, parse, validationFailed } from "./errors";
import type { Claim } from "./model";

const BASE = `${SERVERS}/:server/claims`;
const RESERVED = ["iss", "aud", "sub", "exp", "iat", "jti", "cid", "uid", "scp", "ver", "active", "client_id", "scope"];

/** GROUPS and SYSTEM claims have no meaning here, since no token is a user's. */
const body = z.strictObject({
  id: z.string().optional(),
  name: z
    .string()
    .regex(/^[\w.:/-]+$/, "The name has characters that are not allowed.")
    .refine((name) => !RESERVED.includes(name), "The name is reserved."),
  status: z.enum(["ACTIVE", "INACTIVE"]).default("ACTIVE"),
  claimType: z.enum(["RESOURCE", "IDENTITY"]),
  valueType: z.literal("EXPRESSION"),
  value: z.string().refine((text) => parseExpression(text) !== undefined, "The expression is not valid."),
  alwaysIncludeInToken: z.boolean().default(true),
  conditions: z.strictObject({ scopes: z.array(z.string()).default([]) }).default({ scopes: [] }),
  system: z.literal(false).default(false),
  _links: z.looseObject({}).optional(),
});

type ByClaim = { Params: { server: string; claim: string } };

/** The custom claims of the authorization server `default`. */
export function claimRoutes(app: FastifyInstance, { store, info }: World, guard: Guard): void {
  const { claims, scopes } = store.okta;
  const read = guard("okta.authorizationServers.read");
  const manage = guard("okta.authorizationServers.manage");
  const find = (params: ByClaim["Params"]) => {
    requireServer(params);
    const claim = claims.get(params.claim);
    if (!claim) throw notFound(params.claim, "OAuth2Claim");
    return claim;
  };
  const accept = (input: unknown, id: string): Claim => {
    const { id: _id, _links, ...wanted } = parse(body, input, "OAuth2Claim");
    const taken = [...claims.values()].some((other) => other.id !== id && other.name === wanted.name);
    if (taken) throw validationFailed("name", [`name: A claim named '${wanted.name}' already exists.`]);
    const absent = wanted.conditions.scopes.find((name) => ![...scopes.values()].some((scope) => scope.name === name));
    if (absent) throw validationFailed("OAuth2Claim", [`conditions.scopes: The scope ${absent} does not exist.`]);
    return { id, ...wanted };
  };
  const wire = (claim: Claim) => ({
    ...claim,
    _links: { self: { href: `${info.oktaOrgUrl}${BASE.replace(":server", AUTHORIZATION_SERVER_ID)}/${claim.id}` } },
  });

  const keep = (claim: Claim) => {
    claims.set(claim.id, claim);
    return wire(claim);
  };

  app.get<ByServer>(BASE, read, async ({ params }) => {
    requireServer(params);
    return [...claims.values()].map(wire);
  });

  app.post<ByServer>(BASE, manage, async ({ params, body: input }, reply) => {
    requireServer(params);
    return reply.code(201).send(keep(accept(input, `ocl${randomText(17)}`)));
  });

  app.get<ByClaim>(`${BASE}/:claim`, read, async ({ params }) => wire(find(params)));

  app.put<ByClaim>(`${BASE}/:claim`, manage, async ({ params, body: input }) => keep(accept(input, find(params).id)));

  app.delete<ByClaim>(`${BASE}/:claim`, manage, async ({ params }, reply) => {
    claims.delete(find(params).id);
    return reply.code(204).send();
  });
}
