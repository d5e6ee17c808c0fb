// The tokens and addresses of Workato and Okta (README, Configuration); in CI the tokens come from the environment:
//   pulumi config set --secret workato-dcr:apiToken
//   pulumi config set workato-dcr:region eu
//   pulumi config set workato-dcr:oktaOrgUrl https://acme.okta.com
//   pulumi config set --secret workato-dcr:oktaApiToken
// and what this program itself reads: a scope, and for each API client its collections:
//   pulumi config set scope orders.read
//   pulumi config set --path "clients.orders[0]" 11
//   pulumi config set --path "clients.orders[1]" 12

import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";

/** What the stack declares: one API client for each entry of the configuration. */
export async function program() {
  const config = new pulumi.Config();
  const dcrProvider = new workato.DcrProvider("okta", {
    name: "Okta",
    authenticationMethod: "oidc",
    requiredClaims: ["iss", "aud"],
    scopes: [config.require("scope")],
  });
  const clients = config.requireObject<Record<string, number[]>>("clients");
  const made = Object.entries(clients).map(([name, apiCollectionIds]) => {
    const client = new workato.ApiClient(name, { name, apiCollectionIds, dcrProvider });
    return [name, { clientId: client.clientId, clientSecret: client.clientSecret }] as const;
  });
  return { credentials: Object.fromEntries(made) };
}
