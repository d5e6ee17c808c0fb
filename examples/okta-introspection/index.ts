// This method needs the store `workato`, whose endpoints are assumed (docs/tokens.md, Where a DCR provider lives):
//   pulumi config set workato-dcr:dcrProviderStore workato
// The tokens and addresses of Workato and Okta (README, Configuration):
//   pulumi config set --secret workato-dcr:apiToken
//   pulumi config set workato-dcr:region eu
//   pulumi config set workato-dcr:oktaOrgUrl https://acme.okta.com
//   pulumi config set --secret workato-dcr:oktaApiToken
// and what this program itself reads; the OAuth client is one that Okta lets introspect tokens:
//   pulumi config set scope orders.read
//   pulumi config set apiCollectionIds "[11, 12]"
//   pulumi config set introspectionClientId 0oa...
//   pulumi config set --secret introspectionClientSecret
//   pulumi config set introspectionPath oauth2/default/v1/introspect    (optional; this is the default)

import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";

const config = new pulumi.Config();
const settings = new pulumi.Config("workato-dcr");
const orgUrl = settings.require("oktaOrgUrl");
const oktaToken = settings.requireSecret("oktaApiToken");
const scope = config.require("scope");
const apiCollectionIds = config.requireObject<number[]>("apiCollectionIds");

// Over this connection Workato registers clients.
const registration = new workato.HttpConnection("okta", {
  name: "Okta registration",
  baseUrl: orgUrl,
  auth: { type: "header", headers: { Authorization: pulumi.interpolate`SSWS ${oktaToken}` } },
});

// And over this one it asks about each token: the credentials are those of an OAuth client at Okta.
const introspection = new workato.HttpConnection("okta-introspection", {
  name: "Okta introspection",
  baseUrl: orgUrl,
  auth: {
    type: "basic",
    username: config.require("introspectionClientId"),
    password: config.requireSecret("introspectionClientSecret"),
  },
});

const dcrProvider = new workato.DcrProvider("okta", {
  name: "Okta introspection",
  connection: registration,
  authenticationMethod: "introspection",
  introspection: {
    connection: introspection,
    endpointPath: config.get("introspectionPath") ?? "oauth2/default/v1/introspect",
  },
  scopes: [scope],
});

const orders = new workato.ApiClient("orders", {
  name: "Orders portal",
  apiCollectionIds,
  dcrProvider,
});

export const introspectionUrl = dcrProvider.introspectionUrl;
export const clientId = orders.clientId;
export const clientSecret = orders.clientSecret;
export const tokenEndpoint = orders.tokenEndpoint;
