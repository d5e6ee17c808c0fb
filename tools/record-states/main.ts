import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { version } from "../../package.json";
import { startSandbox } from "../../sandbox/client";
import { installedSdk } from "../installed";
import type { StateResource } from "../stack-files";
import { createWorkspace } from "../workspace";
import { portable, RECORDS, type RecordedState, type Records } from "./record";
import { type RecordedStack, STACKS } from "./stacks";
import { steady } from "./steady";

/** Records what this version writes into states, for later ones to read. */
async function main(): Promise<void> {
  const records: Records = {};
  for (const [name, stack] of Object.entries(STACKS)) records[name] = await record(stack);
  await mkdir(RECORDS, { recursive: true });
  const file = join(RECORDS, `${version}.json`);
  await writeFile(file, `${JSON.stringify(steady(records), inOrder, 2)}\n`);
  console.log(`${relative(process.cwd(), file)} holds the states of ${Object.keys(records).join(", ")}`);
}

async function record({ sandbox: options, config, prepare, program }: RecordedStack): Promise<RecordedState> {
  const sandbox = await startSandbox(options);
  const workspace = await createWorkspace({ sandbox, config: config(sandbox.info) });
  try {
    const adopt = await prepare?.(sandbox);
    const wish = { sdk: installedSdk(), info: sandbox.info, ...(adopt && { adopt }) };
    // One at a time, so that numbers come in the same order each time.
    await workspace.stack.up({ parallel: 1, program: async () => program(wish) });
    const { lastId, maps } = await sandbox.dump();
    const filled = Object.entries(maps).filter(([map, entries]) => entries.length > 0 && !PRESET.includes(map));
    const resources = (await workspace.state()).map(lasting).sort(byOrder);
    return portable({ resources, store: { lastId, maps: Object.fromEntries(filled) } }, sandbox.info);
  } finally {
    await workspace.remove();
    await sandbox.stop();
  }
}

/** What is the same in each sandbox. */
const PRESET = ["workato.apiCollections", "okta.servers", "okta.scopes", "okta.policies", "okta.rules"];

function lasting(resource: StateResource): StateResource {
  const { created, modified, sourcePosition, stackTrace, ...kept } = resource as StateResource &
    Record<string, unknown>;
  return kept;
}

/** What others need comes before them, or no engine would import it; the engine's own order is another one each time. */
const ORDER = [
  "pulumi:pulumi:Stack",
  "pulumi:providers:",
  "HttpConnection",
  "DcrProvider",
  "ApiClient",
  "ApiClientCredential",
];
const rank = ({ type }: StateResource) => ORDER.findLastIndex((part) => type.includes(part));
const byOrder = (one: StateResource, other: StateResource) => rank(one) - rank(other) || (one.urn < other.urn ? -1 : 1);

/** Objects by their keys, and dependencies by their names: their order has no meaning. */
function inOrder(_key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.every(isUrn) ? value.toSorted() : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const isUrn = (value: unknown) => typeof value === "string" && value.startsWith("urn:pulumi:");

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
