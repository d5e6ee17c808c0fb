import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { randomText } from "../secrets";
import type { World } from "../world";
import type { Guard } from "./authenticate";
import { type ByServer, readOnly, requireServer, SERVERS } from "./authorization-server-api";
import { notFound, parse, validationFailed } from "./errors";
import type { AccessPolicy } from "./model";
import { rank } from "./ranked";

export const POLICIES = `${SERVERS}/:server/policies`;

export const ranked = {
  ...readOnly,
  name: z.string().trim().min(1).max(50),
  status: z.enum(["ACTIVE", "INACTIVE"]).default("ACTIVE"),
  priority: z.int().min(1).optional(),
  system: z.literal(false).default(false),
};
const body = z.strictObject({
  ...ranked,
  type: z.literal("OAUTH_AUTHORIZATION_POLICY"),
  description: z.string(),
  conditions: z.strictObject({ clients: z.strictObject({ include: z.array(z.string()) }) }),
});

export type ByPolicy = { Params: { server: string; policy: string } };

export function findPolicy({ store }: World, params: ByPolicy["Params"]): AccessPolicy {
  requireServer(params);
  const policy = store.okta.policies.get(params.policy);
  if (!policy) throw notFound(params.policy, "Policy");
  return policy;
}

/** The access policies of the authorization server. */
export function policyRoutes(app: FastifyInstance, world: World, guard: Guard): void {
  const { clients, policies, rules } = world.store.okta;
  const read = guard("okta.authorizationServers.read");
  const manage = guard("okta.authorizationServers.manage");
  const keep = (input: unknown, held?: AccessPolicy): AccessPolicy => {
    const { name, description, status, system, conditions, priority } = parse(body, input, "policy");
    const foreign = conditions.clients.include.find((id) => id !== "ALL_CLIENTS" && !clients.has(id));
    if (foreign) throw validationFailed("policy", [`conditions.clients.include: There is no client ${foreign}.`]);
    const lastUpdated = new Date().toISOString();
    const { id = `00p${randomText(17)}`, created = lastUpdated } = held ?? {};
    const policy = { id, name, description, status, system, conditions, priority: 0, created, lastUpdated };
    rank(policies.values(), policy, priority ?? held?.priority);
    policies.set(id, policy);
    return policy;
  };

  app.get<ByServer>(POLICIES, read, async ({ params }) => {
    requireServer(params);
    return [...policies.values()].map(wire);
  });

  app.post<ByServer>(POLICIES, manage, async ({ params, body: input }, reply) => {
    requireServer(params);
    return reply.code(201).send(wire(keep(input)));
  });

  app.get<ByPolicy>(`${POLICIES}/:policy`, read, async ({ params }) => wire(findPolicy(world, params)));

  app.put<ByPolicy>(`${POLICIES}/:policy`, manage, async ({ params, body: input }) =>
    wire(keep(input, findPolicy(world, params))),
  );

  app.delete<ByPolicy>(`${POLICIES}/:policy`, manage, async ({ params }, reply) => {
    const { id } = findPolicy(world, params);
    policies.delete(id);
    for (const rule of rules.values()) if (rule.policyId === id) rules.delete(rule.id);
    return reply.code(204).send();
  });
}

const wire = (policy: AccessPolicy) => ({ ...policy, type: "OAUTH_AUTHORIZATION_POLICY" });
