import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { type PulumiFn, Stack } from "@pulumi/pulumi/automation";
import * as workato from "pulumi-workato-dcr";
import { allOutputs, callWith, NOTHING_LEFT, oidcProvider, startOver, useEngine, watched } from "./support";

/** What gets another place, or another name, keeps what it has made, and nobody is asked for it. */

const engine = useEngine();
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const TEAM = "acme:api:Team";

interface Place {
  opts?: pulumi.CustomResourceOptions;
  client?: { name: string; was: string };
  more?: string[];
}

/** A provider, a client, a credential, and further clients. */
function resources({ opts = {}, client, more = [] }: Place = {}) {
  const dcrProvider = oidcProvider(engine.sandbox.info, {}, opts);
  const clientOpts = client ? pulumi.mergeOptions(opts, { aliases: [{ name: client.was }] }) : opts;
  const args = { name: "Orders", apiCollectionIds: [1], dcrProvider };
  const apiClient = new workato.ApiClient(client?.name ?? "orders", args, clientOpts);
  new workato.ApiClientCredential("eu", { name: "EU", apiClient }, opts);
  for (const name of more) new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider }, opts);
}

const flat = async () => resources();
const inTeam =
  (place: Place = {}, name = "team", opts?: pulumi.ComponentResourceOptions) =>
  async () => {
    const parent = new pulumi.ComponentResource(TEAM, name, {}, opts);
    resources({ ...place, opts: { ...place.opts, parent } });
  };

const OURS = /^(oidc|orders|eu|shop)$/;
/** The credentials of each, which work. */
async function held() {
  const outputs = await allOutputs(engine.workspace);
  const ids = (it: Record<string, unknown>) => [
    it.dcrProviderId,
    it.apiClientId,
    it.clientId,
    it.clientSecret,
    it.apiKey,
  ];
  return Object.entries(outputs).flatMap(([name, it]) => (OURS.test(name) ? [ids(it)] : []));
}
async function expectUntouched(program: PulumiFn) {
  const { sandbox, workspace } = engine;
  const { steps, requests } = await watched(sandbox, () => workspace.up(program));
  const ours = steps.filter((step) => OURS.test(step.split(" ")[1] ?? ""));
  expect(ours.map((step) => step.split(" ")[0])).toEqual(["same", "same", "same"]);
  expect(requests).toEqual([]);
}
/** The same of a stack that is not the workspace's own. */
async function expectUntouchedIn(stack: Stack, program: PulumiFn, resources: number) {
  const { summary, requests } = await watched(engine.sandbox, () => stack.up({ program }));
  expect(summary.resourceChanges).toEqual({ same: resources });
  expect(requests).toEqual([]);
}

test("aliases into a component, with another name there, and out of it", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(flat);
  const before = await held();
  const made = await sandbox.state();
  await expectUntouched(inTeam({ opts: { aliases: [{ parent: pulumi.rootStackResource }] } }));
  await expectUntouched(inTeam({}, "squad", { aliases: [{ name: "team" }] }));
  await expectUntouched(inTeam({ client: { name: "shop", was: "orders" } }, "squad"));
  const out = async () => {
    const aliases = [{ parent: pulumi.createUrn("squad", TEAM) }];
    resources({ opts: { aliases }, client: { name: "shop", was: "shop" } });
  };
  await expectUntouched(out);
  expect(await held()).toEqual(before);
  expect(await sandbox.state()).toEqual(made);
  for (const name of ["shop", "eu"]) expect(await callWith(sandbox, (await allOutputs(workspace))[name])).toBe(200);
  await workspace.destroy();
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});

test("a stack that is renamed, what is added there, and a rename back", async () => {
  const { sandbox, workspace } = engine;
  const { stack } = workspace;
  const more = inTeam({ more: ["billing"] });
  await workspace.up(inTeam());
  const before = await held();
  const resources = (await workspace.state()).filter(({ type }) => !type.startsWith("pulumi:providers:")).length;
  await stack.rename({ stackName: "renamed" });
  const renamed = await Stack.select("renamed", stack.workspace);
  await expectUntouchedIn(renamed, inTeam(), resources);
  const { summary } = await renamed.up({ program: more });
  expect(summary.resourceChanges).toEqual({ create: 1, same: resources });

  await stack.rename({ stackName: "test" });
  await expectUntouched(more);
  expect(await held()).toEqual(before);
  const outputs = await allOutputs(workspace);
  for (const name of ["orders", "eu", "billing"]) expect(await callWith(sandbox, outputs[name])).toBe(200);
  await workspace.destroy();
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});

test("resources that are moved to another stack", async () => {
  const { sandbox, workspace } = engine;
  const { stack } = workspace;
  await workspace.up(inTeam());
  const outputs = await allOutputs(workspace);
  const made = await sandbox.state();
  const other = await Stack.create("other", stack.workspace);
  await other.setAllConfig(await workspace.config());
  const moved = (await workspace.state()).filter(({ type }) => !type.startsWith("pulumi:")).map(({ urn }) => urn);
  const { pulumiCommand, workDir, envVars, pulumiHome } = stack.workspace;
  const env = { ...process.env, ...envVars, ...(pulumiHome && { PULUMI_HOME: pulumiHome }) };
  const args = ["state", "move", "--yes", "--source", stack.name, "--dest", other.name, ...moved];
  await promisify(execFile)(pulumiCommand.command, args, { cwd: workDir, env });

  const emptied = await watched(sandbox, () => workspace.up(async () => {}));
  expect(emptied).toMatchObject({ steps: [], requests: [] });
  await expectUntouchedIn(other, inTeam(), moved.length + 1);
  expect(await sandbox.state()).toEqual(made);
  for (const name of ["orders", "eu"]) expect(await callWith(sandbox, outputs[name])).toBe(200);
  await other.destroy();
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});
