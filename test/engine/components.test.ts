import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";
import { allOutputs, callWith, NOTHING_LEFT, oidcProvider, startOver, useEngine, watched } from "./support";

/** Programs as teams write them: components, loops, a library of their own, and resources that are moved between them. */

const engine = useEngine();
beforeEach(() => startOver(engine.sandbox, engine.workspace));
afterEach(async () => {
  await engine.workspace.destroy();
  expect(await engine.sandbox.state()).toEqual(NOTHING_LEFT);
});

/** A component of a team: what is below it, it makes itself. */
class Team extends pulumi.ComponentResource {
  constructor(name: string, fill: (parent: Team) => void, opts?: pulumi.ComponentResourceOptions) {
    super("acme:api:Team", name, {}, opts);
    fill(this);
    this.registerOutputs();
  }
}

const provider = (opts?: pulumi.CustomResourceOptions) => oidcProvider(engine.sandbox.info, {}, opts);
const client = (
  name: string,
  dcrProvider: workato.ApiClientArgs["dcrProvider"],
  opts?: pulumi.CustomResourceOptions,
  more: Partial<workato.ApiClientArgs> = {},
) => new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider, ...more }, opts);
const credential = (name: string, apiClient: workato.ApiClient, opts?: pulumi.CustomResourceOptions) =>
  new workato.ApiClientCredential(name, { name, apiClient }, opts);

const up = (program: pulumi.automation.PulumiFn) => watched(engine.sandbox, () => engine.workspace.up(program));
/** The steps that are done to our resources, and to no component. */
const done = ({ steps }: { steps: string[] }) => steps.filter((step) => !/ (team|inner|library|next)\b/.test(step));
const changes = (run: { steps: string[] }) => done(run).filter((step) => !step.startsWith("same "));
/** Of so many resources, each is as it was, and nobody was asked. */
async function expectNothingToDo(program: pulumi.automation.PulumiFn, resources: number) {
  const run = await up(program);
  expect(changes(run)).toEqual([]);
  expect(done(run)).toHaveLength(resources);
  expect(run.requests).toEqual([]);
}
const opens = async (...names: string[]) => {
  const outputs = await allOutputs(engine.workspace);
  return Promise.all(names.map((name) => callWith(engine.sandbox, outputs[name])));
};

describe("a component", () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const filled: [children: number, names: string[], fill: (parent: Team) => void][] = [
    [1, ["client1"], (parent) => client("client1", provider(), { parent })],
    [2, ["client1"], (parent) => client("client1", provider({ parent }), { parent })],
    [
      20,
      ["client1", "client10", "credential1", "credential9"],
      (parent) => {
        const dcrProvider = provider({ parent });
        const clients = numbers(10).map((number) => client(`client${number}`, dcrProvider, { parent }));
        for (const [index, it] of clients.slice(1).entries()) credential(`credential${index + 1}`, it, { parent });
      },
    ],
  ];

  test.each(filled)(
    "with %i of our resources below it makes them, and then leaves them",
    async (children, names, fill) => {
      const program = async () => void new Team("team", fill);
      const resources = Math.max(children, 2);
      const { steps } = await up(program);
      expect(changes({ steps })).toHaveLength(resources);
      expect(await opens(...names)).toEqual(names.map(() => 200));
      await expectNothingToDo(program, resources);
    },
  );

  test("takes another child later and gives one up, and the others do not notice", async () => {
    const { sandbox, workspace } = engine;
    const team = (names: string[]) => async () => {
      new Team("team", (parent) => {
        const dcrProvider = provider({ parent });
        new Team("inner", (inner) => names.map((name) => client(name, dcrProvider, { parent: inner })), { parent });
      });
    };
    await up(team(["orders"]));
    const before = await allOutputs(workspace);
    const wrote = ({ requests }: { requests: string[] }) => requests.filter((it) => !/ (GET|HEAD) /.test(it));

    const added = await up(team(["orders", "billing"]));
    expect(done(added)).toEqual(["create billing", "same oidc", "same orders"]);
    const { billing, ...others } = await allOutputs(workspace);
    expect(others).toEqual(before);
    expect(await opens("orders", "billing")).toEqual([200, 200]);
    const beside = await sandbox.state();

    const removed = await up(team(["billing"]));
    expect(done(removed)).toEqual(["delete orders", "same billing", "same oidc"]);
    const gone = [`workato DELETE 200 /api/v2/api_clients/${before.orders?.apiClientId}`];
    expect(wrote(removed)).toEqual(expect.arrayContaining(gone));
    expect(wrote(removed).filter((it) => !it.includes(" DELETE "))).toEqual([]);
    expect((await allOutputs(workspace)).billing).toEqual(billing);
    expect((await sandbox.state()).okta.clients).toEqual(beside.okta.clients.slice(1));
    expect(await opens("billing")).toEqual([200]);
  });

  test("of a library takes a provider or its ref, and hands out outputs", async () => {
    const { sandbox } = engine;
    class Consumer extends pulumi.ComponentResource {
      readonly credentials: pulumi.Output<{ clientId: string; clientSecret: string }>;
      constructor(name: string, dcrProvider: workato.ApiClientArgs["dcrProvider"], before?: Consumer) {
        super("acme:library:Consumer", `library-${name}`);
        // An input that is an output of another, and a wait for all that is below it.
        const description = before && pulumi.unsecret(before.credentials).apply((it) => `Beside ${it.clientId}`);
        const opts = { parent: this, ...(before && { dependsOn: before }) };
        const { clientId, clientSecret } = client(name, dcrProvider, opts, description && { description });
        this.credentials = pulumi.output({ clientId, clientSecret });
        this.registerOutputs({ credentials: this.credentials });
      }
    }
    const program = async () => {
      const dcrProvider = provider();
      const orders = new Consumer("orders", dcrProvider);
      const billing = new Consumer("billing", dcrProvider.ref, orders);
      return { orders: orders.credentials, billing: billing.credentials };
    };
    const { outputs } = await up(program);
    for (const name of ["orders", "billing"]) {
      expect(outputs[name]?.secret).toBe(true);
      expect(await callWith(sandbox, outputs[name]?.value)).toBe(200);
    }
    await expectNothingToDo(program, 3);
  });
});

test("a client may be below its provider, and a credential below its client", async () => {
  const program = (names: string[]) => async () => {
    const dcrProvider = provider();
    const orders = client("orders", dcrProvider, { parent: dcrProvider });
    for (const name of names) credential(name, orders, { parent: orders });
  };
  expect(changes(await up(program(["eu", "us"])))).toHaveLength(4);
  expect(await opens("orders", "eu", "us")).toEqual([200, 200, 200]);
  await expectNothingToDo(program(["eu", "us"]), 4);
  expect(changes(await up(program(["us"])))).toEqual(["delete eu"]);
  expect(await opens("orders", "us")).toEqual([200, 200]);
});
