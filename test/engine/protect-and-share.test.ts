import * as workato from "pulumi-workato-dcr";
import { createWorkspace, type Workspace } from "../../tools/workspace";
import {
  callWith,
  errorsOf,
  NOTHING_LEFT,
  oidcProvider,
  oktaConnection,
  outputsOf,
  startOver,
  useEngine,
} from "./support";

const engine = useEngine();
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const everything = (protect: boolean) => async () => {
  const connection = oktaConnection(engine.sandbox.info);
  const dcrProvider = oidcProvider(engine.sandbox.info, { connection });
  const apiClient = new workato.ApiClient(
    "orders",
    { name: "Orders", apiCollectionIds: [1], dcrProvider },
    { protect },
  );
  new workato.ApiClientCredential("eu", { apiClient, name: "EU" }, { protect });
};

test("what is protected is deleted by no destroy and no edit of the program, until it is so no more", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(everything(true));
  const made = await sandbox.state();
  expect((await errorsOf(workspace.destroy())).join("\n")).toContain("cannot be deleted");
  expect((await errorsOf(workspace.preview(async () => {}))).join("\n")).toContain("cannot be deleted");
  expect((await errorsOf(workspace.up(async () => {}))).join("\n")).toContain("cannot be deleted");
  expect(await sandbox.state()).toEqual(made);
  expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
  const { steps } = await workspace.up(everything(false));
  expect(steps.filter((step) => !step.startsWith("same"))).toEqual([]);
  await workspace.destroy();
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});

test("retainOnDelete releases a client: its credentials work on, and adopt takes it back", async () => {
  const { sandbox, workspace } = engine;
  const program = (retainOnDelete: boolean, adopt?: workato.ApiClientArgs["adopt"]) => async () => {
    const dcrProvider = oidcProvider(sandbox.info, {});
    const args = { name: "Orders", apiCollectionIds: [1], dcrProvider, ...(adopt && { adopt }) };
    new workato.ApiClient("orders", args, { retainOnDelete });
  };
  await workspace.up(program(true));
  const held = await outputsOf(workspace, "orders");
  await workspace.up(async () => void oidcProvider(sandbox.info));
  expect(await outputsOf(workspace, "orders")).toBeUndefined();
  expect(await callWith(sandbox, held)).toBe(200);
  const { apiClientId, clientId } = held as { apiClientId: string; clientId: string };
  await workspace.up(program(false, { apiClientId, clientId }));
  expect(await outputsOf(workspace, "orders")).toMatchObject({ apiClientId, clientId });
  await workspace.destroy();
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});

test("deletedWith has nobody asked: what a credential has at the identity provider stays there", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(async () => {
    const dcrProvider = oidcProvider(sandbox.info);
    const apiClient = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    new workato.ApiClientCredential("eu", { apiClient, name: "EU" }, { deletedWith: apiClient });
  });
  const { clientId } = (await outputsOf(workspace, "eu")) ?? {};
  await workspace.destroy();
  const { workato: at, okta } = await sandbox.state();
  expect(at).toEqual(NOTHING_LEFT.workato);
  expect(okta.clients.map(({ client_id }) => client_id)).toEqual([clientId]);
});

describe.each(["stack", "workato"])("with the store %s", (store) => {
  const config = { "workato-dcr:dcrProviderStore": store };
  const stacks: Workspace[] = [];
  beforeAll(async () => {
    for (const _ of ["owner", "user"]) stacks.push(await createWorkspace({ sandbox: engine.sandbox, config }));
  });
  afterAll(() => Promise.all(stacks.map((stack) => stack.remove())));

  test("a provider is shared with another stack by its ref, which is no secret", async () => {
    const { sandbox } = engine;
    const [owner, user] = stacks as [Workspace, Workspace];
    const { outputs } = await owner.up(async () => {
      const connection = oktaConnection(sandbox.info);
      return { ref: oidcProvider(sandbox.info, { connection, requiredClaims: ["iss"] }).ref };
    });
    expect(outputs.ref?.secret).toBe(false);
    // As a stack reference gives it: what has been through JSON.
    const dcrProvider: workato.DcrProviderRef = JSON.parse(JSON.stringify(outputs.ref?.value));
    const client = async () => {
      new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    };
    expect((await user.up(client)).steps).toEqual(["create orders"]);
    expect(await callWith(sandbox, await outputsOf(user, "orders"))).toBe(200);
    expect((await user.up(client)).steps).toEqual(["same orders"]);
    expect((await owner.refresh()).printed).not.toContain("warning");
    await user.destroy();
    await owner.destroy();
    expect(await sandbox.state()).toEqual(NOTHING_LEFT);
  });
});
