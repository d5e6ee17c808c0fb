import type { RunningKeycloak } from "../../tools/ensure-keycloak/server";
import type { RealmAccess } from "./conversation";

/** The Keycloak that the setup of these tests has started. */
const keycloak = () => JSON.parse(process.env.TEST_KEYCLOAK ?? "{}") as Pick<RunningKeycloak, "url" | "admin">;

export const CLIENT_SCOPE = "sandbox.call";

interface RealmOptions {
  /** A policy by which secrets expire, and the one before stays in force after a renewal. */
  rotatesSecrets?: boolean;
  /** The role of the service account. */
  role?: "manage-clients" | "view-clients" | "query-clients";
}

/** Makes a realm with a service account for the provider, and a client scope that new clients get when they ask for it. */
export async function makeRealm(
  realm: string,
  { rotatesSecrets = false, role = "manage-clients" }: RealmOptions = {},
): Promise<RealmAccess> {
  const { url } = keycloak();
  const access = { clientId: "pulumi", clientSecret: "the-secret-of-the-service-account" };
  await administer("POST", "/admin/realms", {
    realm,
    enabled: true,
    clients: [
      {
        clientId: access.clientId,
        secret: access.clientSecret,
        serviceAccountsEnabled: true,
        standardFlowEnabled: false,
      },
    ],
    users: [
      {
        username: `service-account-${access.clientId}`,
        enabled: true,
        serviceAccountClientId: access.clientId,
        clientRoles: { "realm-management": [role] },
      },
    ],
    ...(rotatesSecrets && ROTATION),
  });
  await administer("POST", `/admin/realms/${realm}/client-scopes`, {
    name: CLIENT_SCOPE,
    protocol: "openid-connect",
    attributes: { "include.in.token.scope": "true" },
  });
  const scopes = (await administer("GET", `/admin/realms/${realm}/client-scopes`)) as { id: string; name: string }[];
  const { id } = scopes.find(({ name }) => name === CLIENT_SCOPE) ?? { id: "" };
  await administer("PUT", `/admin/realms/${realm}/default-optional-client-scopes/${id}`);
  return { issuer: `${url}/realms/${realm}`, ...access };
}

const ROTATION = {
  clientProfiles: {
    profiles: [
      {
        name: "rotate",
        executors: [
          {
            executor: "secret-rotation",
            configuration: {
              "expiration-period": 3600,
              "rotated-expiration-period": 1800,
              "remaining-rotation-period": 600,
            },
          },
        ],
      },
    ],
  },
  clientPolicies: {
    policies: [
      {
        name: "rotate",
        enabled: true,
        conditions: [{ condition: "client-access-type", configuration: { type: ["confidential"] } }],
        profiles: ["rotate"],
      },
    ],
  },
};

/** As an administrator, by hand: what the provider's service account need not be able to do. */
export async function administer(method: string, path: string, body?: unknown): Promise<unknown> {
  const { url, admin } = keycloak();
  const form = { grant_type: "client_credentials", client_id: admin.clientId, client_secret: admin.clientSecret };
  const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  const done = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await done.text();
  if (!done.ok) throw new Error(`${method} ${path}: ${done.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
