import type { SandboxInfo } from "../../../sandbox/client";
import { installedSdk } from "../../../tools/installed";
import { createWorkspace } from "../../../tools/workspace";

const workato = installedSdk();

/**
 * Look-ups that fail, as a program of the Automation API would make them: in a process with no handlers but Pulumi's own, which
 * Jest replaces. Prints what each preview shows.
 */
const LOOKUPS: Record<string, () => unknown> = {
  "no match": () => workato.getHttpConnection({ name: "CRM" }),
  "several matches": () => workato.getHttpConnection({ name: "Twin" }),
  "no such id": () => workato.getApiCollection({ id: 99 }),
  "another case": () => workato.getDcrProvider({ name: "BY HAND" }),
  "a result that nobody uses": () => void workato.getDcrProvider({ name: "Unused" }),
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
