import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";

// Needs the store `workato`, whose endpoints are assumed: pulumi config set workato:dcrProviderStore workato
const config = new pulumi.Config();
const orgUrl = new pulumi.Config("workato").require("oktaOrgUrl");
const oktaToken = new pulumi.Config("okta").requireSecret("apiToken");
const scope = config.require("scope");
const apiCollectionIds = config.requireObject<number[]>("apiCollectionIds");

// Over this connection Workato registers clients.
const okta = new workato.HttpConnection("okta", {
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
  connection: okta,
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
