import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { installedSdk } from "../../../tools/installed";
import { ADAPTERS, type Adapter } from "../adapters";

/** Where a stack is that another process has made. */
export interface Place {
  workDir: string;
  pulumiHome: string;
  envVars: Record<string, string>;
  /** The folder of the engine's installation. */
  engine: string;
  scope: string;
  adapter: Adapter;
}

/** One `pulumi up`, in a process that can be killed: a program that has lost its engine waits for it for ever. */
async function main({ engine, scope, adapter, ...place }: Place): Promise<void> {
  // Jest maps the name of the package to the installed copy; nobody does here.
  const workato = adapter === "dynamic" ? installedSdk() : ADAPTERS[adapter];
  const program = async () => {
    const dcrProvider = new workato.DcrProvider("oidc", {
      name: "Okta OIDC",
      authenticationMethod: "oidc",
      scopes: [scope],
    });
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  };
  const pulumiCommand = await PulumiCommand.get({ root: engine });
  const stack = await Stack.select("test", await LocalWorkspace.create({ ...place, pulumiCommand, program }));
  await stack.up({ onOutput: (text) => process.stdout.write(text) });
}

main(JSON.parse(process.argv[2] ?? "")).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
