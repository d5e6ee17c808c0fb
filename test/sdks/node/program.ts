/** A program in TypeScript, with the SDK that is made of the schema: goes up, and prints its outputs as JSON. */

import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import * as workato from "pulumi-workato-dcr-native";

async function program() {
  const settings = JSON.parse(process.env.PROGRAM_SETTINGS ?? "");
  const provider = new workato.DcrProvider("okta", {
    name: "Okta",
    authenticationMethod: workato.AuthenticationMethod.Oidc,
    requiredClaims: ["iss", "aud"],
    scopes: [settings.scope],
  });
  const found = await workato.getApiCollection({ id: settings.collection });
  const orders = new workato.ApiClient("orders", {
    name: "Orders",
    apiCollectionIds: [found.id],
    dcrProvider: provider.ref,
    registration: { tokenEndpointAuthMethod: "client_secret_basic" },
    rotationTriggers: { quarter: "Q4", times: 2 },
  });
  const credential = new workato.ApiClientCredential("eu", {
    name: "EU",
    apiClient: { id: orders.id, dcrProvider: orders.dcrProvider },
  });
  return {
    collection: found.name,
    clientId: orders.clientId,
    clientSecret: orders.clientSecret,
    otherClientId: credential.clientId,
    otherClientSecret: credential.clientSecret,
  };
}

async function main([root = "", workDir = "", command = ""]: string[]) {
  const pulumiCommand = await PulumiCommand.get({ root });
  const stack = await Stack.select("test", await LocalWorkspace.create({ workDir, pulumiCommand, program }));
  const onOutput = (text: string) => void process.stderr.write(text);
  if (command === "destroy") {
    await stack.destroy({ onOutput });
    return;
  }
  await stack.preview({ onOutput });
  const { outputs } = await stack.up({ onOutput });
  const { changeSummary } = await stack.preview({ onOutput });
  console.log(JSON.stringify({ outputs, unchanged: changeSummary }));
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
