import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { SandboxInfo } from "../sandbox/client";
import type * as Sdk from "../sdk";
import { installedSdk } from "../tools/installed";

const workato = installedSdk();

/** The name of the realm in the configuration. */
export const KEYCLOAK = "kc";

/** What the story edits in a program from one step to the next. */
export interface Edits {
  providerName?: string;
  authenticationMethod?: Sdk.AuthenticationMethod;
  /** One more credential of the API client, for somebody else. */
  secondCredential?: boolean;
  /** The value of the one rotation trigger. */
  quarter?: string;
}

/** An API client whose access tokens are checked as JWTs. */
export function ordersPortal(info: SandboxInfo, edits: Edits = {}): PulumiFn {
  const { providerName = "Okta", authenticationMethod = "oidc", secondCredential = false, quarter = "2026Q3" } = edits;
  return async () => {
    const provider = new workato.DcrProvider("okta-oidc", {
      name: providerName,
      connection: oktaConnection(info),
      authenticationMethod,
      requiredClaims: ["iss", "aud"],
      scopes: [info.scope],
    });
    const client = new workato.ApiClient("orders", {
      name: "Orders portal",
      apiCollectionIds: info.apiCollectionIds.slice(0, 1),
      dcrProvider: provider,
      rotationTriggers: { quarter },
      verify: true,
    });
    if (!secondCredential) return credentials(client);
    const second = new workato.ApiClientCredential("orders-eu", { apiClient: client, name: "EU gateway" });
    return {
      ...credentials(client),
      secondClientId: second.clientId,
      secondClientSecret: second.clientSecret,
      secondApiKey: second.apiKey,
    };
  };
}

/** An API client whose client is registered at a realm of Keycloak. */
export function ordersAtKeycloak(info: SandboxInfo): PulumiFn {
  return async () => {
    const provider = new workato.DcrProvider("keycloak-oidc", {
      name: "Keycloak",
      identityProvider: KEYCLOAK,
      authenticationMethod: "oidc",
    });
    const client = new workato.ApiClient("orders", {
      name: "Orders portal",
      apiCollectionIds: info.apiCollectionIds.slice(0, 1),
      dcrProvider: provider,
    });
    return { ...credentials(client), tokenEndpoint: client.tokenEndpoint };
  };
}

/** The same API client, but Workato asks Okta about each access token (RFC 7662), over a connection of its own. */
export function introspectedPortal(info: SandboxInfo, edits: Edits = {}): PulumiFn {
  return async () => {
    const introspection = new workato.HttpConnection("introspection", {
      name: "Okta introspection",
      baseUrl: info.oktaOrgUrl,
      auth: { type: "basic", username: info.introspectionClientId, password: info.introspectionClientSecret },
    });
    const provider = new workato.DcrProvider("okta-introspection", {
      name: edits.providerName ?? "Okta introspection",
      connection: oktaConnection(info),
      authenticationMethod: "introspection",
      introspection: { connection: introspection, endpointPath: info.introspectionPath },
      scopes: [info.scope],
    });
    const client = new workato.ApiClient("orders", {
      name: "Orders portal",
      apiCollectionIds: info.apiCollectionIds.slice(0, 1),
      dcrProvider: provider,
    });
    return { ...credentials(client), introspectionUrl: provider.introspectionUrl };
  };
}

function oktaConnection(info: SandboxInfo): Sdk.HttpConnection {
  return new workato.HttpConnection("okta", {
    name: "Okta DCR",
    baseUrl: info.oktaOrgUrl,
    auth: { type: "header", headers: { Authorization: `SSWS ${info.oktaToken}` } },
  });
}

/** `apiKey` is an output for the sake of the story only: it shows that the engine keeps it secret, too. */
function credentials({ apiClientId, clientId, clientSecret, apiKey }: Sdk.ApiClient) {
  return { apiClientId, clientId, clientSecret, apiKey };
}
