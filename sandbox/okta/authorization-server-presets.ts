import { ACCESS_TOKEN_SECONDS, AUDIENCE, AUTHORIZATION_SERVER_ID, CUSTOM_SCOPE } from "../presets";
import type { AccessPolicy, AccessRule, AuthorizationServer, Scope } from "./model";

const CREATED = "2024-01-01T00:00:00.000Z";
const SYSTEM_SCOPES = ["openid", "profile", "email", "address", "phone", "offline_access", "device_sso"];

/** What is set up from the start: an authorization server, a custom scope, and a rule that lets every client have it. */
export function presetServer(): AuthorizationServer {
  return {
    id: AUTHORIZATION_SERVER_ID,
    name: AUTHORIZATION_SERVER_ID,
    description: "The sandbox's authorization server",
    audiences: [AUDIENCE],
    issuerMode: "ORG_URL",
    status: "ACTIVE",
    created: CREATED,
    lastUpdated: CREATED,
  };
}

export function presetScopes(): Scope[] {
  return [...SYSTEM_SCOPES, CUSTOM_SCOPE].map((name, index) => ({
    id: `scpsandbox${String(index).padStart(10, "0")}`,
    name,
    system: name !== CUSTOM_SCOPE,
    default: false,
    consent: "IMPLICIT",
    metadataPublish: "ALL_CLIENTS",
    optional: false,
  }));
}

const FIRST = { status: "ACTIVE", priority: 1, system: false, created: CREATED, lastUpdated: CREATED } as const;

export function presetPolicy(): AccessPolicy {
  return {
    ...FIRST,
    id: "00psandboxpolicy0000",
    name: "Sandbox policy",
    description: "For all clients",
    conditions: { clients: { include: ["ALL_CLIENTS"] } },
  };
}

export function presetRule(policyId: string): AccessRule {
  return {
    ...FIRST,
    id: "0prsandboxrule000000",
    policyId,
    name: "Any scope for any client",
    conditions: {
      people: { users: { include: [], exclude: [] }, groups: { include: ["EVERYONE"], exclude: [] } },
      grantTypes: { include: ["client_credentials"] },
      scopes: { include: ["*"] },
    },
    actions: { token: { accessTokenLifetimeMinutes: ACCESS_TOKEN_SECONDS / 60 } },
  };
}
