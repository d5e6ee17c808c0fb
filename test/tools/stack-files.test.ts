import { secret } from "@pulumi/pulumi";
import { createWorkspace } from "../../tools/workspace";
import { pulumi } from "../cli/orphans/stacks";
import { useEngine } from "../engine/support";

/** What is read and written without the CLI is what the CLI reads and writes. */

const engine = useEngine({ config: { "workato-dcr:dcrProviderStore": "workato" } });

const program = async () => ({ plain: "shown", hidden: secret("Grüße"), nested: { list: [secret({ deep: 1 })] } });

test("the configuration, its secrets, and keys that were taken out", async () => {
  const { stack, ...workspace } = engine.workspace;
  await workspace.configure({ "workato-dcr:region": "eu", "workato-dcr:oktaApiToken": undefined });
  const config = await stack.getAllConfig();
  expect(config["workato-dcr:region"]).toEqual({ value: "eu", secret: false });
  expect(config["workato-dcr:apiToken"]).toEqual({ value: engine.sandbox.info.workatoToken, secret: true });
  expect(config["workato-dcr:oktaApiToken"]).toBeUndefined();

  await stack.setConfig("workato-dcr:oktaApiToken", { value: "set by the CLI", secret: true });
  expect((await workspace.config())["workato-dcr:oktaApiToken"]).toEqual({ value: "set by the CLI", secret: true });
});

test("the state and the outputs, in plain text", async () => {
  const { stack, ...workspace } = engine.workspace;
  const { outputs } = await workspace.up(program);
  expect(outputs.hidden).toEqual({ value: "Grüße", secret: true });
  expect(outputs).toEqual(await stack.workspace.stackOutputs("test"));
  expect(await workspace.state()).toEqual((await stack.exportStack()).deployment.resources);
  expect(await workspace.stored()).not.toContain("Grüße");
});

test("a state that was emptied, on which the engine goes on", async () => {
  const { stack, ...workspace } = engine.workspace;
  await workspace.empty();
  expect((await stack.exportStack()).deployment.resources).toBeUndefined();
  expect((await workspace.up(program)).printed).toContain("1 created");
});

test("an export that was taken is what the CLI exports, and comes back as it was", async () => {
  const { workspace } = engine;
  await workspace.up(program);
  const exported = await workspace.export();
  const printed = await pulumi(engine.workspace, "stack", "export", "--stack", "test");
  expect(exported).toEqual(JSON.parse(printed));
  await workspace.empty();
  await workspace.import(exported);
  expect((await workspace.up(program)).printed).toContain("1 unchanged");
});

test("a stack beside it, which the backend knows until it is removed", async () => {
  const { workspace } = engine;
  const beside = await createWorkspace({ beside: { workspace, projectName: "other", stackName: "prod" } });
  await beside.up(program);
  const all = () => pulumi(workspace, "stack", "ls", "--all", "--json");
  expect(await all()).toContain("organization/other/prod");
  await beside.remove();
  expect(await all()).not.toContain("organization/other/prod");
});
