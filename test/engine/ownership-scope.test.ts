import * as workato from "pulumi-workato-dcr";
import { createWorkspace, type Workspace } from "../../tools/workspace";
import {
  allOutputs,
  callWith,
  emptyStack,
  NOTHING_LEFT,
  oidcProvider,
  oktaConnection,
  useEngine,
  watched,
} from "./support";

/** Two stacks of the same project and the same name, on two backends, that work with one workspace and one org. */

const engine = useEngine({ config: { "workato-dcr:ownershipScope": "emea" } });
let other: Workspace;
beforeAll(async () => {
  other = await createWorkspace({ sandbox: engine.sandbox, config: { "workato-dcr:ownershipScope": "apac" } });
});
afterAll(() => other?.remove());

const program = async () => {
  const dcrProvider = oidcProvider(engine.sandbox.info, { connection: oktaConnection(engine.sandbox.info) });
  const apiClient = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  new workato.ApiClientCredential("eu", { name: "EU", apiClient });
};
const opens = async (workspace: Workspace) => {
  const { orders, eu } = await allOutputs(workspace);
  return [await callWith(engine.sandbox, orders), await callWith(engine.sandbox, eu)];
};

test("with a scope for each, neither touches what the other has", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(program);
  const { workato: made } = await sandbox.state();
  const { printed } = await other.up(program);
  expect(printed).not.toContain("warning");
  expect(await opens(workspace)).toEqual([200, 200]);
  expect(await opens(other)).toEqual([200, 200]);
  expect((await sandbox.state()).workato.apiClients).toHaveLength(2 * made.apiClients.length);
  expect((await watched(sandbox, () => workspace.up(program))).requests).toEqual([]);

  // What an interrupted run has left is found again by the scope, too.
  await emptyStack(workspace);
  await workspace.up(program);
  expect(await opens(other)).toEqual([200, 200]);
  await workspace.destroy();
  expect(await opens(other)).toEqual([200, 200]);
  await other.destroy();
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});
