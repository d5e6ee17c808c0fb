import { LocalWorkspace, PulumiCommand, type UpdateSummary } from "@pulumi/pulumi/automation";
import * as workato from "pulumi-workato-dcr";

/** A program in a project of its own, which has nothing but the packed package, the SDK and the environment. */
const { OKTA_ORG_URL = "", OKTA_API_TOKEN = "", PULUMI_ROOT = "", SCOPE = "" } = process.env;

async function program() {
  const connection = new workato.HttpConnection("okta", {
    name: "Okta DCR",
    baseUrl: OKTA_ORG_URL,
    auth: { type: "header", headers: { Authorization: `SSWS ${OKTA_API_TOKEN}` } },
  });
  const dcrProvider = new workato.DcrProvider("oidc", {
    name: "Okta",
    connection,
    authenticationMethod: "oidc",
    scopes: [SCOPE],
  });
  const { apiClientId, clientSecret } = new workato.ApiClient("orders", {
    name: "Orders",
    apiCollectionIds: [workato.getApiCollectionOutput({ name: "Orders" }).id],
    dcrProvider,
    verify: true,
  });
  return { apiClientId, clientSecret };
}

async function main() {
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: "packed", stackName: "dev", program },
    { workDir: process.cwd(), pulumiCommand: await PulumiCommand.get({ root: PULUMI_ROOT }) },
  );
  const changes = ({ summary }: { summary: UpdateSummary }) => summary.resourceChanges;
  const preview = (await stack.preview()).changeSummary;
  const up = await stack.up();
  const { deployment } = await stack.exportStack();
  const refresh = changes(await stack.refresh());
  const again = changes(await stack.up());
  const destroy = changes(await stack.destroy());
  const printed = up.stdout + up.stderr;
  console.log(
    JSON.stringify({ preview, up: changes(up), outputs: up.outputs, printed, deployment, refresh, again, destroy }),
  );
}

main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
