// The tokens and addresses of Workato and Okta (README, Configuration):
//   pulumi config set --secret workato-dcr:apiToken
//   pulumi config set workato-dcr:region eu
//   pulumi config set workato-dcr:oktaOrgUrl https://acme.okta.com
//   pulumi config set --secret workato-dcr:oktaApiToken
// and what this program itself reads:
//   pulumi config set scope orders.read
//   pulumi config set apiCollectionIds "[11, 12]"

import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";

const config = new pulumi.Config();
// A custom scope of the Okta authorization server, such as orders.read.
const scope = config.require("scope");
// The API collections that the client may call, as a JSON list of ids.
const apiCollectionIds = config.requireObject<number[]>("apiCollectionIds");

// The rules under which API clients are registered: which claims their tokens must hold, which scopes they may ask for.
const dcrProvider = new workato.DcrProvider("okta", {
  name: "Okta",
  authenticationMethod: "oidc",
  requiredClaims: ["iss", "aud"],
  scopes: [scope],
});

// One API consumer: registered at Okta, known to Workato, its credentials among the outputs of the stack.
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
