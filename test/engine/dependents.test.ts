import type * as pulumi from "@pulumi/pulumi";
import type { PulumiFn, UpOptions } from "@pulumi/pulumi/automation";
import * as workato from "pulumi-workato-dcr";
import {
  allOutputs,
  beginnings,
  callWith,
  NOTHING_LEFT,
  oidcProvider,
  oktaConnection,
  startOver,
  useEngine,
} from "./support";

/** What depends on a resource follows it in the same run, whichever option or flag has made it change. */

const engine = useEngine();
const begin = beginnings(engine);
beforeEach(() => startOver(engine.sandbox, engine.workspace));
afterEach(async () => {
  await engine.workspace.destroy();
  expect(await engine.sandbox.state()).toEqual(NOTHING_LEFT);
});

interface Options {
  requiredClaims?: string[];
  client?: pulumi.CustomResourceOptions;
  /** The credential is replaced with its client. */
  together?: boolean;
}
const program =
  ({ requiredClaims, client, together = false }: Options = {}): PulumiFn =>
  async () => {
    const connection = oktaConnection(engine.sandbox.info);
    const more = { connection, ...(requiredClaims && { requiredClaims }) };
    const dcrProvider = oidcProvider(engine.sandbox.info, more);
    const args = { name: "Orders", apiCollectionIds: [1], dcrProvider };
    const apiClient = new workato.ApiClient("orders", args, client);
    new workato.ApiClientCredential("eu", { name: "EU", apiClient }, together ? { replaceWith: [apiClient] } : {});
  };

const urn = (kind: string, name: string) => `urn:pulumi:test::test::pulumi-nodejs:dynamic/workato:${kind}::${name}`;
const ORDERS = urn("ApiClient", "orders");
const OIDC = urn("DcrProvider", "oidc");

/** As `workspace.up`, with flags of the CLI. */
async function upWith(options: UpOptions, of: PulumiFn): Promise<string[]> {
  const steps: string[] = [];
  await engine.workspace.stack.up({
    ...options,
    program: of,
    onEvent: ({ resOutputsEvent }) => {
      const { op, urn = "", type = "pulumi:" } = resOutputsEvent?.metadata ?? {};
      if (!type.startsWith("pulumi:") && op !== "same") steps.push(`${op} ${urn.split("::").at(-1)}`);
    },
  });
  return steps.sort();
}
const changes = ({ steps }: { steps: string[] }) => steps.filter((step) => !step.startsWith("same "));

async function opens() {
  const { orders, eu } = await allOutputs(engine.workspace);
  return [await callWith(engine.sandbox, orders), await callWith(engine.sandbox, eu)];
}
const enforced = async () =>
  (await engine.sandbox.state()).workato.apiClients.map(({ required_claims }) => required_claims);
const REPLACED = ["create-replacement orders", "delete-replaced orders", "replace orders"];

describe("of a client that is replaced, a credential follows", () => {
  test.each([
    ["deleted first", { client: { deleteBeforeReplace: true } }],
    ["deleted last", {}],
  ])("where it is %s", async (_, options) => {
    const { sandbox, workspace } = engine;
    await workspace.up(program(options));
    const before = await allOutputs(workspace);
    const steps = await upWith({ replace: [ORDERS] }, program(options));
    expect(steps).toEqual([...REPLACED, "update eu"].sort());
    expect(await opens()).toEqual([200, 200]);
    const { orders, eu } = await allOutputs(workspace);
    expect(eu?.apiClientId).toBe(orders?.apiClientId);
    expect(eu?.clientId).toBe(before.eu?.clientId);
    const { workato: at, okta } = await sandbox.state();
    expect([at.apiClients.length, at.apiKeys.length, okta.clients.length]).toEqual([1, 2, 2]);
    expect(changes(await workspace.up(program(options)))).toEqual([]);
  });

  test("where a trigger replaces it, and where a credential is to be replaced with it", async () => {
    const { workspace } = engine;
    const of = (replacementTrigger: string) => program({ client: { replacementTrigger }, together: true });
    await workspace.up(of("1"));
    expect(changes(await workspace.up(of("1")))).toEqual([]);
    const eu = REPLACED.map((step) => step.replace("orders", "eu"));
    expect(changes(await workspace.up(of("2")))).toEqual([...REPLACED, ...eu].sort());
    expect(await opens()).toEqual([200, 200]);
    expect(changes(await workspace.up(of("2")))).toEqual([]);
  });
});

describe("--target", () => {
  const claims = program({ requiredClaims: ["iss"] });

  test("of a provider alone leaves its clients to the next run, and that does not miss them", async () => {
    const { workspace } = engine;
    await begin("all", program());
    expect(await upWith({ target: [OIDC] }, claims)).toEqual(["update oidc"]);
    expect(await enforced()).toEqual([[]]);
    expect(changes(await workspace.up(claims))).toEqual(["update orders"]);
    expect(await enforced()).toEqual([["iss"]]);
    expect(await opens()).toEqual([200, 200]);
  });

  test("with its dependents takes the clients along", async () => {
    const { workspace } = engine;
    await begin("all", program());
    expect(await upWith({ target: [OIDC], targetDependents: true }, claims)).toEqual(["update oidc", "update orders"]);
    expect(await enforced()).toEqual([["iss"]]);
    expect(changes(await workspace.up(claims))).toEqual([]);
  });
});
