import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { drift } from "./drift";
import type { Idp } from "./okta/idp";
import { keepNewestSecrets } from "./okta/registry";
import { driftSchema, limitsSchema, orgSchema, realmSchema, storeSchema, tokenRequestSchema } from "./protocol";
import { snapshot } from "./snapshot";
import type { World } from "./world";

/** `/_sandbox`: what a test or a user sees and turns. */
export function controlRoutes(app: FastifyInstance, world: World, idp: Idp): void {
  const { store, log, faults, limits, org, realm, doors } = world;

  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
    if (error.statusCode === undefined) console.error(error);
    return reply.code(error.statusCode ?? 500).send({ error: error.message });
  });

  app.get("/state", async () => snapshot(world));
  app.delete("/state", async (_request, reply) => {
    for (const part of [store, faults, limits, org, realm, log]) part.reset();
    await Promise.all(Object.values(doors).map((door) => door.open()));
    return reply.code(204).send();
  });

  app.put("/checkpoints/:name", async (request, reply) => {
    store.save((request.params as { name: string }).name);
    return reply.code(204).send();
  });
  app.post("/checkpoints/:name", async (request, reply) => {
    const { name } = request.params as { name: string };
    if (!store.restore(name)) return reply.code(404).send({ error: `there is no checkpoint ${name}` });
    for (const part of [faults, limits, org, realm, log]) part.reset();
    return reply.code(204).send();
  });

  /** With its secrets, so that another sandbox can go on from there. */
  app.get("/store", async () => store.dump());
  app.put("/store", async (request, reply) => {
    store.load(storeSchema.parse(request.body));
    for (const part of [faults, limits, org, realm, log]) part.reset();
    return reply.code(204).send();
  });

  app.get("/requests", async () => log.entries);
  app.delete("/requests", async (_request, reply) => {
    log.reset();
    return reply.code(204).send();
  });

  app.post("/faults", async (request, reply) => {
    faults.arm(request.body);
    return reply.code(204).send();
  });
  app.delete("/faults", async (_request, reply) => {
    faults.reset();
    await Promise.all(Object.values(doors).map((door) => door.open()));
    return reply.code(204).send();
  });

  app.post("/limits", async (request, reply) => {
    limits.set(limitsSchema.parse(request.body));
    return reply.code(204).send();
  });

  app.post("/org", async (request, reply) => {
    org.set(orgSchema.parse(request.body));
    if (!org.now.clientSecrets) keepNewestSecrets(store.okta.clients.values());
    return reply.code(204).send();
  });

  app.post("/realm", async (request, reply) => {
    realm.set(realmSchema.parse(request.body));
    return reply.code(204).send();
  });

  app.post("/drift", async (request, reply) => {
    drift(world, driftSchema.parse(request.body));
    return reply.code(204).send();
  });

  app.post("/tokens", async (request) => ({ token: await idp.mint(tokenRequestSchema.parse(request.body)) }));
}
