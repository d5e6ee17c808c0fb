import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { sha256 } from "../secrets";
import type { World } from "../world";
import type { Guard } from "./authenticate";
import { noFeature, notFound, parse, validationFailed } from "./errors";
import { ownSecret, SHORTEST_FOR_JWT, usesSecret } from "./metadata";
import type { ClientSecret } from "./model";
import { newSecret } from "./registry";

const BASE = "/api/v1/apps/:id/credentials/secrets";
const MOST = 2;
const creation = z.strictObject({
  client_secret: ownSecret.optional(),
  status: z.enum(["ACTIVE", "INACTIVE"]).default("ACTIVE"),
});

type ByApp = { Params: { id: string } };
type BySecret = { Params: { id: string; secret: string } };

/** The secrets of a client in plain, at most two, so that a rotation can overlap. An org may be without this feature. */
export function appSecretRoutes(app: FastifyInstance, { store, info, org }: World, guard: Guard): void {
  const findApp = (id: string) => {
    if (!org.now.clientSecrets) throw noFeature();
    const client = store.okta.clients.get(id);
    if (!client) throw notFound(id, "AppInstance");
    return client;
  };
  const findSecret = ({ id, secret: secretId }: BySecret["Params"]) => {
    const client = findApp(id);
    const secret = client.secrets.find((one) => one.id === secretId);
    if (!secret) throw notFound(secretId, "OAuth2ClientSecretMediated");
    return { client, secret };
  };
  const refuse = (cause: string) => validationFailed("OAuth2ClientSecretMediated", [cause]);
  const wire = (clientId: string, secret: ClientSecret) => {
    const self = `${info.oktaOrgUrl}/api/v1/apps/${clientId}/credentials/secrets/${secret.id}`;
    const links =
      secret.status === "ACTIVE"
        ? { deactivate: { href: `${self}/lifecycle/deactivate` } }
        : { activate: { href: `${self}/lifecycle/activate` }, delete: { href: self } };
    return { ...secret, secret_hash: sha256(secret.client_secret).slice(0, 22), _links: links };
  };

  app.get<ByApp>(BASE, guard("okta.apps.read"), async ({ params }) =>
    findApp(params.id).secrets.map((secret) => wire(params.id, secret)),
  );

  app.post<ByApp>(BASE, guard("okta.apps.manage"), async ({ params, body }, reply) => {
    const client = findApp(params.id);
    const { client_secret, status } = parse(creation, body, "OAuth2ClientSecretMediated");
    if (!usesSecret(client.metadata)) throw refuse("The client's authentication method takes no secret.");
    const shortest = client.metadata.token_endpoint_auth_method === "client_secret_jwt" ? SHORTEST_FOR_JWT : 0;
    if (client_secret !== undefined && client_secret.length < shortest)
      throw refuse(`client_secret: client_secret_jwt needs at least ${shortest} characters.`);
    if (client.secrets.length >= MOST)
      throw refuse("You have reached the maximum number of client secrets per client.");
    const secret = { ...newSecret(client_secret), status };
    client.secrets.push(secret);
    return reply.code(201).send(wire(params.id, secret));
  });

  app.get<BySecret>(`${BASE}/:secret`, guard("okta.apps.read"), async ({ params }) =>
    wire(params.id, findSecret(params).secret),
  );

  app.post<BySecret>(`${BASE}/:secret/lifecycle/activate`, guard("okta.apps.manage"), async ({ params }) =>
    wire(params.id, setStatus(findSecret(params).secret, "ACTIVE")),
  );

  app.post<BySecret>(`${BASE}/:secret/lifecycle/deactivate`, guard("okta.apps.manage"), async ({ params }) => {
    const { client, secret } = findSecret(params);
    const active = client.secrets.filter(({ status }) => status === "ACTIVE");
    if (active.length === 1 && active[0] === secret)
      throw refuse("You can't deactivate the only active client secret.");
    return wire(params.id, setStatus(secret, "INACTIVE"));
  });

  app.delete<BySecret>(`${BASE}/:secret`, guard("okta.apps.manage"), async ({ params }, reply) => {
    const { client, secret } = findSecret(params);
    if (secret.status === "ACTIVE") throw refuse("You can't delete an active client secret.");
    client.secrets = client.secrets.filter((one) => one !== secret);
    return reply.code(204).send();
  });
}

function setStatus(secret: ClientSecret, status: ClientSecret["status"]): ClientSecret {
  return Object.assign(secret, { status, lastUpdated: new Date().toISOString() });
}
