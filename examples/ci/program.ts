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
