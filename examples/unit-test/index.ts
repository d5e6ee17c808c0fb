// The tokens and addresses of Workato and Okta (README, Configuration):
//   pulumi config set --secret workato-dcr:apiToken
//   pulumi config set workato-dcr:region eu
//   pulumi config set workato-dcr:oktaOrgUrl https://acme.okta.com
//   pulumi config set --secret workato-dcr:oktaApiToken
// and what this program itself reads:
//   pulumi config set scope orders.read
//   pulumi config set collections '["Orders"]'

import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";
import { Partner } from "./partner";

const config = new pulumi.Config();

const dcrProvider = new workato.DcrProvider("okta", {
  name: "Okta",
  authenticationMethod: "oidc",
  // A custom scope of the Okta authorization server.
  scopes: [config.require("scope")],
});

const collections = config.requireObject<string[]>("collections");
const acme = new Partner("acme", { collections, places: ["eu"], dcrProvider });

export const clientId = acme.clientId;
export const clientSecret = acme.clientSecret;
export const clientIds = acme.clientIds;
