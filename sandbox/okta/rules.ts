import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { randomText } from "../secrets";
import type { World } from "../world";
import type { Guard } from "./authenticate";
import { notFound, parse, validationFailed } from "./errors";
import type { AccessRule } from "./model";
import { type ByPolicy, findPolicy, POLICIES, ranked } from "./policies";
import { rank } from "./ranked";

const BASE = `${POLICIES}/:policy/rules`;

const filter = z
  .strictObject({ include: z.array(z.string()).optional(), exclude: z.array(z.string()).optional() })
  .optional();
const minutes = z.int().min(5).max(1440).default(60);
const body = z.strictObject({
  ...ranked,
  type: z.literal("RESOURCE_ACCESS"),
  conditions: z.strictObject({
    people: z.strictObject({ users: filter, groups: filter }).optional(),
    grantTypes: z.strictObject({ include: z.array(z.string()).min(1) }),
    scopes: z.strictObject({ include: z.array(z.string()).min(1) }),
  }),
  actions: z
    .strictObject({
      token: z
        .strictObject({
          accessTokenLifetimeMinutes: minutes,
          refreshTokenLifetimeMinutes: z.int().optional(),
          refreshTokenWindowMinutes: z.int().optional(),
        })
        .prefault({}),
    })
    .prefault({}),
});

type ByRule = { Params: { server: string; policy: string; rule: string } };

/** The rules of an access policy. */
export function ruleRoutes(app: FastifyInstance, world: World, guard: Guard): void {
  const { rules, scopes } = world.store.okta;
  const read = guard("okta.authorizationServers.read");
  const manage = guard("okta.authorizationServers.manage");
  const of = (policyId: string) => [...rules.values()].filter((rule) => rule.policyId === policyId);
  const find = (params: ByRule["Params"]) => {
    const { id } = findPolicy(world, params);
    const rule = rules.get(params.rule);
    if (rule?.policyId !== id) throw notFound(params.rule, "PolicyRule");
    return rule;
  };
  const keep = (input: unknown, policyId: string, held?: AccessRule): AccessRule => {
    const { name, status, system, conditions, actions, priority } = parse(body, input, "policyRule");
    const known = ["*", ...[...scopes.values()].map((scope) => scope.name)];
    const absent = conditions.scopes.include.find((scope) => !known.includes(scope));
    if (absent) throw validationFailed("policyRule", [`conditions.scopes.include: There is no scope ${absent}.`]);
    const lastUpdated = new Date().toISOString();
    const { id = `0pr${randomText(17)}`, created = lastUpdated } = held ?? {};
    const rule = { id, policyId, name, status, system, conditions, actions, priority: 0, created, lastUpdated };
    rank(of(policyId), rule, priority ?? held?.priority);
    rules.set(id, rule);
    return rule;
  };

  app.get<ByPolicy>(BASE, read, async ({ params }) => of(findPolicy(world, params).id).map(wire));

  app.post<ByPolicy>(BASE, manage, async ({ params, body: input }, reply) =>
    reply.code(201).send(wire(keep(input, findPolicy(world, params).id))),
  );

  app.get<ByRule>(`${BASE}/:rule`, read, async ({ params }) => wire(find(params)));

  app.put<ByRule>(`${BASE}/:rule`, manage, async ({ params, body: input }) =>
    wire(keep(input, params.policy, find(params))),
  );

  app.delete<ByRule>(`${BASE}/:rule`, manage, async ({ params }, reply) => {
    rules.delete(find(params).id);
    return reply.code(204).send();
  });
}

const wire = ({ policyId: _, ...rule }: AccessRule) => ({ ...rule, type: "RESOURCE_ACCESS" });
