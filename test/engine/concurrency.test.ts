import { createWorkspace, type Workspace } from "../../tools/workspace";
import { callers } from "../sandbox/http";
import { ADAPTERS, TESTED } from "./adapters";
import { allOutputs, answerTo, NOTHING_LEFT, oidcProvider, pluginFor, useEngine } from "./support";

const EACH = 100;
/** The engine would write the whole state after each step, which is most of its own work here. */
const ONE_STATE = { PULUMI_SKIP_CHECKPOINTS: "true" };

describe.each(TESTED)("by the %s provider", (adapter) => {
  const sdk = ADAPTERS[adapter];

  describe(`two stacks with ${EACH} clients each, at the same time in one workspace`, () => {
    const engine = useEngine({ adapter });
    const stacks: Workspace[] = [];
    const names = ["north", "south"];
    beforeAll(async () => {
      const { sandbox } = engine;
      const config = { "workato-dcr:requestsPerMinute": "100000", "workato-dcr:oktaRequestsPerMinute": "100000" };
      await sandbox.limits({ workatoPerMinute: 1e6, oktaPerMinute: 1e6, timeScale: 1 });
      // Both stacks have one name: a scope tells their clients apart.
      for (const name of names) {
        const scoped = { ...config, "workato-dcr:ownershipScope": name };
        stacks.push(await createWorkspace({ sandbox, config: scoped, env: ONE_STATE, ...(await pluginFor(adapter)) }));
      }
    });
    afterAll(() => Promise.all(stacks.map((stack) => stack.remove())));

    const program = (name: string, description: string, rotation: string) => async () => {
      const dcrProvider = oidcProvider(engine.sandbox.info, { apiKeyClaim: `${name}_key` }, {}, sdk);
      for (let n = 0; n < EACH; n++) {
        new sdk.ApiClient(`client-${n}`, {
          name: `${name} ${n}`,
          description,
          apiCollectionIds: [1],
          dcrProvider,
          rotationTriggers: { rotation },
        });
      }
    };
    const atOnce = <T>(command: (stack: Workspace, name: string) => Promise<T>) =>
      Promise.all(stacks.map((stack, index) => command(stack, names[index] as string)));
    const changes = ({ steps }: { steps: string[] }) => steps.filter((step) => !step.startsWith("same"));

    /** Every client of both stacks is there once, as declared, and opens the gateway with what the state holds. */
    const expectWhole = async (description: string) => {
      const { sandbox } = engine;
      const { workato: atWorkato, okta } = await sandbox.state();
      const wanted = names.flatMap((name) => Array.from({ length: EACH }, (_, n) => `${name} ${n}`)).sort();
      expect(atWorkato.apiClients.map(({ name }) => name).sort()).toEqual(wanted);
      expect(atWorkato.apiClients.filter((it) => !it.description?.startsWith(`${description} (`))).toEqual([]);
      expect(okta.clients.map((it) => it.client_name?.replace(/ \(pulumi:.*/, "")).sort()).toEqual(wanted);
      expect(atWorkato.apiKeys).toHaveLength(wanted.length);
      const clients = (await atOnce((stack) => allOutputs(stack))).flatMap((outputs) =>
        Object.values(outputs).filter(({ clientId }) => clientId !== undefined),
      );
      expect(clients).toHaveLength(wanted.length);
      // One after the other: the sandbox is one process.
      for (const client of clients.filter((_, n) => n % 4 === 0)) {
        expect(await answerTo(sandbox, client)).toMatchObject({ status: 200 });
      }
      expect((await sandbox.requests()).filter(({ status }) => status === 429)).toEqual([]);
    };

    test("each is created once", async () => {
      const runs = await atOnce((stack, name) => stack.up(program(name, "made", "first")));
      for (const run of runs) expect(changes(run)).toHaveLength(EACH + 1);
      await expectWhole("made");
    });

    test("each is read in parallel from lists that all share", async () => {
      await engine.sandbox.clearRequests();
      for (const run of await atOnce((stack) => stack.refresh())) expect(changes(run)).toEqual([]);
      // A dozen, and a few more where the engine's first reads come apart from each other; unshared, it is hundreds.
      expect((await engine.sandbox.requests()).length).toBeLessThan(40);
    });

    test("no edit and no rotation is lost", async () => {
      for (const run of await atOnce((stack, name) => stack.up(program(name, "edited", "second")))) {
        expect(changes(run)).toHaveLength(EACH);
      }
      await expectWhole("edited");
    });

    test("each is deleted, whatever the other stack does", async () => {
      await atOnce((stack) => stack.destroy());
      const { workato: left, okta } = await engine.sandbox.state();
      // A claim stays for as long as anybody's apps have a key.
      expect({ workato: left, okta: { ...okta, claims: [] } }).toEqual(NOTHING_LEFT);
    });
  });

  describe("a list that changes while it is paged", () => {
    const engine = useEngine({ adapter });

    test("passes over nobody: who is not in it is asked for by id", async () => {
      const { sandbox, workspace } = engine;
      const { workato: api } = callers(sandbox.info);
      const foreign: number[] = [];
      for (let n = 0; n < 100; n++) {
        const body = { name: `Foreign ${n}`, auth_type: "token", api_collection_ids: [1] };
        foreign.push((await api("POST", "/api/v2/api_clients", body)).body.data.id);
      }
      await workspace.up(async () => {
        new sdk.ApiClient("orders", {
          name: "Orders",
          apiCollectionIds: [1],
          dcrProvider: oidcProvider(sandbox.info, {}, {}, sdk),
        });
      });
      const list = { side: "workato" as const, method: "GET", path: "^/api/v2/api_clients$" };
      await sandbox.fault({ ...list, after: 1, fault: { kind: "delay", ms: 3_000 } });
      await sandbox.clearRequests();
      const refresh = workspace.refresh();
      const pages = async () => (await sandbox.requests()).filter(({ path }) => path === "/api/v2/api_clients").length;
      while ((await pages()) < 2) await new Promise((resolve) => setTimeout(resolve, 20));
      await api("DELETE", `/api/v2/api_clients/${foreign[0]}`);
      const { steps, printed } = await refresh;
      expect(steps).toEqual(["same oidc", "same orders"]);
      expect(printed).not.toContain("gone");
    });
  });
});
