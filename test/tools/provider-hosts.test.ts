import * as workato from "pulumi-workato-dcr";
import type { Sandbox } from "../../sandbox/client";
import { startSandbox } from "../../sandbox/client";
import { createWorkspace, type Workspace } from "../../tools/workspace";
import { oidcProvider, watched } from "../engine/support";
import { callers } from "../sandbox/http";

/* Most tests have one process that hosts the providers of all commands. It must not differ from a process for each. */

const HOSTS = ["attached", "quick"] as const;

let sandbox: Sandbox;
let workspaces: Workspace[];
beforeAll(async () => {
  sandbox = await startSandbox();
  workspaces = await Promise.all(HOSTS.map((host) => createWorkspace({ sandbox, host })));
});
afterAll(async () => {
  await Promise.all(workspaces.map((it) => it.remove()));
  await sandbox.stop();
});

const program = (name: string) => async () => {
  new workato.ApiClient("orders", { name, apiCollectionIds: [1], dcrProvider: oidcProvider(sandbox.info) });
};

/** What a user sees of a command that ends, or fails, without what differs from run to run. */
async function shown(command: () => Promise<{ printed: string }>): Promise<string> {
  const text = await command().then(
    ({ printed }) => printed,
    (error: Error) => error.message,
  );
  const [, diagnostics = ""] = /\n(Diagnostics:[\s\S]*?)\n(?:Outputs|Resources|Duration):/.exec(text) ?? [];
  // Both stacks work with one sandbox, one after the other.
  return diagnostics.replace(/\b(0oa\w+|\d{4,}|[0-9a-f]{6,})\b/g, "ID").replace(/:\d+:\d+\)?$/gm, "");
}

test("a command begins with nothing that an earlier one has learnt, and shows what its provider prints", async () => {
  const seen = [];
  for (const workspace of workspaces) {
    await sandbox.reset();
    const create = await watched(sandbox, () => workspace.up(program("Orders")));
    const again = await watched(sandbox, () => workspace.refresh());
    const { workato: api } = callers(sandbox.info);
    for (const { id } of (await sandbox.state()).workato.apiClients) await api("DELETE", `/api/v2/api_clients/${id}`);
    const warned = await shown(() => workspace.refresh());
    expect(warned).toContain("warning: [runtime]");
    const failed = await shown(() => workspace.up(program("")));
    const repaired = await watched(sandbox, () => workspace.up(program("Orders")));
    const asked = [create, again, repaired].map(({ requests }) =>
      // Some go side by side.
      requests.map((it) => it.replace(/\/(0oa\w+|\d+)/g, "/ID")).sort(),
    );
    seen.push({ asked, warned, failed, steps: [create.steps, again.steps, repaired.steps] });
  }
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0]?.failed).toContain("name");
});
