// The token and address of Workato (README, Configuration):
//   pulumi config set --secret workato-dcr:apiToken
//   pulumi config set workato-dcr:region eu
// a realm of Keycloak, and a client of it whose service account may manage clients (docs/keycloak.md):
//   pulumi config set --path 'workato-dcr:identityProviders.keycloak.type' keycloak
//   pulumi config set --path 'workato-dcr:identityProviders.keycloak.issuer' https://sso.acme.com/realms/api
//   pulumi config set --path 'workato-dcr:identityProviders.keycloak.clientId' pulumi
//   pulumi config set --secret --path 'workato-dcr:identityProviders.keycloak.clientSecret'
// and what this program itself reads:
//   pulumi config set apiCollectionIds "[11, 12]"

import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";

const config = new pulumi.Config();
// The API collections that the client may call, as a JSON list of ids.
const apiCollectionIds = config.requireObject<number[]>("apiCollectionIds");

// The rules under which API clients are registered, and at which identity provider.
const dcrProvider = new workato.DcrProvider("keycloak", {
  name: "Keycloak",
  authenticationMethod: "oidc",
  identityProvider: "keycloak",
  requiredClaims: ["iss", "azp"],
});

// One API consumer: registered at Keycloak, known to Workato, its credentials among the outputs of the stack.
const orders = new workato.ApiClient("orders", {
  name: "Orders portal",
  description: "Reads orders for the customer portal",
  apiCollectionIds,
  dcrProvider,
  verify: true,
});

export const clientId = orders.clientId;
export const clientSecret = orders.clientSecret;
export const tokenEndpoint = orders.tokenEndpoint;
