import type { FastifyInstance } from "fastify";
import { ACCESS_TOKEN_SECONDS, AUDIENCE, AUTHORIZATION_SERVER_ID, CUSTOM_SCOPE } from "../presets";
import type { World } from "../world";
import type { Guard } from "./authenticate";
import { notFound } from "./errors";

const BASE = "/api/v1/authorizationServers";
const CREATED = "2024-01-01T00:00:00.000Z";
const POLICY_ID = "00psandboxpolicy0000";
const SYSTEM_SCOPES = ["openid", "profile", "email", "address", "phone", "offline_access", "device_sso"];

type ByServer = { Params: { server: string } };
type ByPolicy = { Params: { server: string; policy: string } };

/** What is set up at the custom authorization server `default`, to read: a scope, and a rule that lets every client have it. */
export function authorizationServerRoutes(app: FastifyInstance, { info }: World, guard: Guard): void {
  const read = guard("okta.authorizationServers.read");
  const mustBeDefault = (id: string) => {
    if (id !== AUTHORIZATION_SERVER_ID) throw notFound(id, "AuthorizationServer");
  };
  const server = {
    id: AUTHORIZATION_SERVER_ID,
    name: AUTHORIZATION_SERVER_ID,
    description: "The sandbox's authorization server",
    audiences: [AUDIENCE],
    issuer: info.issuer,
    issuerMode: "ORG_URL",
    status: "ACTIVE",
    created: CREATED,
    lastUpdated: CREATED,
    default: true,
    credentials: { signing: { rotationMode: "AUTO", kid: "sandbox" } },
  };

  app.get(BASE, read, async () => [server]);

  app.get<ByServer>(`${BASE}/:server`, read, async ({ params }) => {
    mustBeDefault(params.server);
    return server;
  });

  app.get<ByServer>(`${BASE}/:server/scopes`, read, async ({ params }) => {
    mustBeDefault(params.server);
    return [...SYSTEM_SCOPES, CUSTOM_SCOPE].map((name, index) => ({
      id: `scpsandbox${String(index).padStart(10, "0")}`,
      name,
      system: name !== CUSTOM_SCOPE,
      default: false,
      consent: "IMPLICIT",
      metadataPublish: "ALL_CLIENTS",
    }));
  });

  app.get<ByServer>(`${BASE}/:server/policies`, read, async ({ params }) => {
    mustBeDefault(params.server);
    return [
      {
        id: POLICY_ID,
        type: "OAUTH_AUTHORIZATION_POLICY",
        name: "Sandbox policy",
        description: "For all clients",
        status: "ACTIVE",
        priority: 1,
        system: false,
        conditions: { clients: { include: ["ALL_CLIENTS"] } },
        created: CREATED,
        lastUpdated: CREATED,
      },
    ];
  });

  app.get<ByPolicy>(`${BASE}/:server/policies/:policy/rules`, read, async ({ params }) => {
    mustBeDefault(params.server);
    if (params.policy !== POLICY_ID) throw notFound(params.policy, "Policy");
    return [
      {
        id: "0prsandboxrule000000",
        type: "RESOURCE_ACCESS",
        name: "Any scope for any client",
        status: "ACTIVE",
        priority: 1,
        system: false,
        conditions: {
          people: { users: { include: [], exclude: [] }, groups: { include: ["EVERYONE"], exclude: [] } },
          grantTypes: { include: ["client_credentials"] },
          scopes: { include: ["*"] },
        },
        actions: { token: { accessTokenLifetimeMinutes: ACCESS_TOKEN_SECONDS / 60 } },
        created: CREATED,
        lastUpdated: CREATED,
      },
    ];
  });
}
