import type { ConfigValue } from "@pulumi/pulumi/automation";
import type { Sandbox, SandboxInfo, SandboxOptions } from "../../sandbox/client";
import type * as workato from "../../sdk";
import { clientsMade, connectionMade } from "./made-by-hand";

/**
 * The stacks whose states are recorded: between them they have each type of resource, in each form that a state may take. What is
 * recorded is read with these programs by every later version, so none of them changes: what is new is a further stack.
 */

export type Sdk = Pick<typeof workato, "HttpConnection" | "DcrProvider" | "ApiClient" | "ApiClientCredential">;

/** What a program is to do this time. */
export interface Wish {
  sdk: Sdk;
  info: SandboxInfo;
  /** What was there before, and is to be taken over; nothing once it was. */
  adopt?: Adopt;
  /** Each resource is to be another one in a property that is edited in place, and there is a credential more. */
  edited?: boolean;
}

interface Adopt {
  connection: { connectionId: string };
  client: { apiClientId: string; clientId: string };
}

export interface RecordedStack {
  sandbox: SandboxOptions;
  config(info: SandboxInfo): Record<string, string | ConfigValue>;
  /** What somebody has made before. */
  prepare?(sandbox: Sandbox): Promise<Adopt>;
  program(wish: Wish): void;
}

/** Its private half is nobody's. RFC 7517 appendix A.1. */
const PUBLIC_KEY = {
  kty: "RSA",
  kid: "2011-04-29",
  e: "AQAB",
  n:
    "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W" +
    "-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNL" +
    "yrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
};

const identityProviders = (idps: Record<string, object>) => ({
  "workato-dcr:identityProviders": { value: JSON.stringify(idps), secret: true },
});
const IN_WORKATO = { "workato-dcr:dcrProviderStore": "workato" };

/** The connection over which Workato reaches the identity provider. */
function connection({ sdk, info, edited }: Wish, baseUrl = info.oktaOrgUrl) {
  return new sdk.HttpConnection("okta", {
    name: edited ? "Okta of the company" : "Okta",
    baseUrl,
    auth: { type: "header", headers: { Authorization: `SSWS ${info.oktaToken}` } },
  });
}

export const STACKS: Readonly<Record<string, RecordedStack>> = {
  /** DCR providers in the stack, at Okta and at a realm of Keycloak that is named; what is adopted; keys; all of an API client. */
  stack: {
    sandbox: {},
    config: ({ keycloakIssuer: issuer, keycloakClientId: clientId, keycloakClientSecret: clientSecret }) =>
      identityProviders({ kc: { type: "keycloak", issuer, clientId, clientSecret } }),
    prepare: async ({ info }) => ({ connection: await connectionMade(info), client: await clientsMade(info) }),
    program(wish) {
      const { sdk, info, adopt, edited } = wish;
      const description = edited ? "Edited" : "As recorded";
      new sdk.HttpConnection("theirs", {
        name: edited ? "Theirs, renamed" : "Theirs",
        baseUrl: info.oktaOrgUrl,
        folderId: 2,
        auth: { type: "basic", username: info.introspectionClientId, password: info.introspectionClientSecret },
        ...(adopt && { adopt: adopt.connection }),
      });
      const oidc = new sdk.DcrProvider("oidc", {
        ...{ name: edited ? "Okta, renamed" : "Okta", authenticationMethod: "oidc", scopes: [info.scope] },
        ...{ connection: connection(wish), requiredClaims: ["iss", "aud"] },
      });
      const realm = new sdk.DcrProvider("realm", {
        ...{ name: edited ? "Keycloak, renamed" : "Keycloak", authenticationMethod: "oidc", identityProvider: "kc" },
        apiKeyClaim: "workato_key",
      });
      const orders = new sdk.ApiClient("orders", {
        ...{ name: "Orders", description, apiCollectionIds: [1, 2], dcrProvider: oidc },
        ...{ email: "orders@example.com", portalId: info.portalId, apiPolicyId: info.apiPolicyId, projectId: 1 },
        logoUri: "https://example.com/orders.png",
        registration: { tokenEndpointAuthMethod: "client_secret_post", grantTypes: ["client_credentials"] },
        ...{ rotationTriggers: { quarter: "Q3", count: 1, early: true }, overlap: true, renewBeforeExpiryDays: 14 },
      });
      new sdk.ApiClient("signed", {
        ...{ name: "Signed", description, apiCollectionIds: [1], dcrProvider: oidc },
        registration: { tokenEndpointAuthMethod: "private_key_jwt", jwks: { keys: [PUBLIC_KEY] } },
      });
      new sdk.ApiClient("legacy", {
        ...{ name: "Legacy", description, apiCollectionIds: [2], dcrProvider: oidc },
        ...(adopt && { adopt: adopt.client }),
      });
      const stock = new sdk.ApiClient("stock", {
        ...{ name: "Stock", description, apiCollectionIds: [1], dcrProvider: realm },
      });
      const ipAllowList = edited ? ["10.0.0.0/8"] : ["10.0.0.0/8", "192.0.2.1"];
      new sdk.ApiClientCredential("eu", { name: "EU", apiClient: orders, ipAllowList });
      new sdk.ApiClientCredential("spare", { name: edited ? "Spare, renamed" : "Spare", apiClient: stock });
      if (edited) new sdk.ApiClientCredential("later", { name: "Later", apiClient: orders });
    },
  },

  /** DCR providers in Workato, for both methods. */
  workato: {
    sandbox: {},
    config: () => IN_WORKATO,
    program(wish) {
      const { sdk, info, edited } = wish;
      const description = edited ? "Edited" : "As recorded";
      const okta = connection(wish);
      const oidc = new sdk.DcrProvider("oidc", {
        ...{ name: edited ? "Okta, renamed" : "Okta", authenticationMethod: "oidc", scopes: [info.scope] },
        connection: okta,
      });
      const introspecting = new sdk.HttpConnection("introspecting", {
        ...{ name: edited ? "Introspection, renamed" : "Introspection", baseUrl: info.oktaOrgUrl },
        auth: { type: "basic", username: info.introspectionClientId, password: info.introspectionClientSecret },
      });
      const introspection = new sdk.DcrProvider("introspection", {
        ...{ name: edited ? "Asked, renamed" : "Asked", authenticationMethod: "introspection", connection: okta },
        introspection: { connection: introspecting, endpointPath: info.introspectionPath },
        requiredClaims: ["aud"],
      });
      const orders = new sdk.ApiClient("orders", {
        ...{ name: "Orders", description, apiCollectionIds: [1], dcrProvider: oidc },
      });
      new sdk.ApiClient("asked", {
        ...{ name: "Asked", description, apiCollectionIds: [2], dcrProvider: introspection },
      });
      const ipAllowList = edited ? ["10.0.0.0/8"] : ["192.0.2.1"];
      new sdk.ApiClientCredential("eu", { name: "EU", apiClient: orders, ipAllowList });
      if (edited) new sdk.ApiClientCredential("later", { name: "Later", apiClient: orders });
    },
  },

  /** Clients at a server of RFC 7591 that manages them by RFC 7592. */
  rfc7591: {
    sandbox: { idp: "rfc7591" },
    config: ({ issuer, oktaToken: token }) => ({
      ...IN_WORKATO,
      ...identityProviders({ acme: { type: "rfc7591", issuer, initialAccess: { token } } }),
    }),
    program(wish) {
      const { sdk, edited } = wish;
      const acme = new sdk.DcrProvider("acme", {
        ...{ name: edited ? "Acme, renamed" : "Acme", authenticationMethod: "oidc", identityProvider: "acme" },
        connection: connection(wish, wish.info.issuer),
      });
      const description = edited ? "Edited" : "As recorded";
      const orders = new sdk.ApiClient("orders", {
        ...{ name: "Orders", description, apiCollectionIds: [1], dcrProvider: acme },
      });
      if (edited) new sdk.ApiClientCredential("later", { name: "Later", apiClient: orders });
    },
  },
};
