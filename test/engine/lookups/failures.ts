import * as pulumi from "@pulumi/pulumi";
import type { SandboxInfo } from "../../../sandbox/client";
import type * as workatoSdk from "../../../sdk";
import { installedSdk } from "../../../tools/installed";
import { createWorkspace } from "../../../tools/workspace";

const workato = installedSdk();

/** As a program without types would give it. */
const untyped = (args: object) => args as workatoSdk.LookupArgs;

/**
 * Look-ups that fail, as a program of the Automation API would make them: in a process with no handlers but Pulumi's own, which
 * Jest replaces. Prints what each preview shows.
 */
const LOOKUPS: Record<string, () => unknown> = {
  "no match": () => workato.getHttpConnection({ name: "CRM" }),
  "several matches": () => workato.getHttpConnection({ name: "Twin" }),
  "no such id": () => workato.getApiCollection({ id: 99 }),
  "another case": () => workato.getDcrProvider({ name: "BY HAND" }),
  "a promise that nobody awaits": () => void workato.getDcrProvider({ name: "Unused" }),
  "an output that nobody uses": () => void workato.getDcrProviderOutput({ name: pulumi.output("Unused") }),
  "a promise that the program awaits": async () => (await workato.getHttpConnection({ name: "Awaited" })).id,
  "an output of an output": () =>
    workato.getApiCollectionOutput({ name: workato.getApiCollectionOutput({ id: 1 }).id }),
  "neither id nor name": () => workato.getHttpConnection(untyped({ nmae: "CRM" })),
  "an output as a plain argument": () => workato.getHttpConnection(untyped({ name: pulumi.output("Okta") })),
  "one provider with the store stack": () => workato.getDcrProvider({ name: "By hand" }),
  "all providers with the store stack": () => workato.getDcrProviders(),
};

async function main() {
  const info: SandboxInfo = JSON.parse(process.argv[2] ?? "");
  const workspace = await createWorkspace({ sandbox: { info } });
  const shown: Record<string, string> = {};
  for (const [name, lookUp] of Object.entries(LOOKUPS)) {
    await workspace.configure({ "workato-dcr:dcrProviderStore": name.endsWith("stack") ? "stack" : "workato" });
    const preview = workspace.preview(async () => ({ found: lookUp() }));
    shown[name] = await preview.then(
      ({ printed }) => `it passed: ${printed}`,
      (error: Error) => error.message,
    );
  }
  await workspace.remove();
  console.log(JSON.stringify(shown));
}

main().catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
