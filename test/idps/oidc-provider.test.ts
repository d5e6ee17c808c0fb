import * as workato from "pulumi-workato-dcr";
import { shellOf } from "../cli/orphans/stacks";
import { program as command } from "../cli/program";
import { allOutputs, errorsOf, outputsOf, secretsOf, useEngine, WORKATO_STORE } from "../engine/support";
import type { IdpServer } from "./servers/idp-server";
import type { OidcServerInfo } from "./servers/oidc-provider/options";
import { startOidcProvider } from "./servers/oidc-provider/start";
import { callsOf, callWith, configureIdps, namesAt, providerAt } from "./support";

const NAMES = ["billing", "orders", "returns"];

type Changes = Record<string, Partial<workato.ApiClientArgs>>;

/** A provider and three clients. @param changes of the clients, by their names */
const program =
  (issuer: string, changes: Changes = {}) =>
  async () => {
    const dcrProvider = providerAt(issuer);
    for (const name of NAMES)
      new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider, ...changes[name] });
  };

describe.each(["rotating", "steady"] as const)(
  "at node-oidc-provider with registration tokens that are %s",
  (management) => {
    const engine = useEngine({ config: WORKATO_STORE });
    let server: IdpServer<OidcServerInfo>;
    let settings: Record<string, unknown>;
    beforeAll(async () => {
      server = await startOidcProvider({ management });
      const { issuer, initialAccessToken } = server.info;
      settings = { type: "rfc7591", issuer, initialAccess: { token: initialAccessToken } };
      await configureIdps(engine.workspace, { acme: settings });
    });
    afterAll(() => server?.stop());
    const up = (changes?: Changes) => engine.workspace.up(program(server.info.issuer, changes));
    const calls = () => callsOf(engine.sandbox, engine.workspace, NAMES);
    const outputs = (name: string) => outputsOf(engine.workspace, name);
    const ALL = ["acme", "dcr", ...NAMES];
    const steps = (changed: string, ...names: string[]) =>
      ALL.map((name) => `${names.includes(name) ? changed : "same"} ${name}`).sort();

    test("three clients are registered, and their credentials open the gateway", async () => {
      const { steps: made, printed } = await up();
      expect(made).toEqual(steps("create", ...ALL));
      expect(await namesAt(server)).toEqual(NAMES);
      expect(await calls()).toEqual([200, 200, 200]);
      // What cannot be had there.
      expect(printed).toContain("The identity provider acme lists no clients");
    });

    test("whatever opens a client is a secret", async () => {
      const { workspace } = engine;
      expect(await secretsOf(workspace, "orders")).toEqual(["apiKey", "clientSecret", "registrationAccessToken"]);
      const { clientSecret, registrationAccessToken } = (await outputs("orders")) ?? {};
      const all = (await workspace.stored()) + workspace.printed();
      for (const secret of [clientSecret, registrationAccessToken, server.info.initialAccessToken]) {
        expect(typeof secret === "string" && secret.length > 20).toBe(true);
        expect(all).not.toContain(secret);
      }
    });

    test("orphans tells that it sees none of these clients", async () => {
      const { workspace } = engine;
      const env = await shellOf(workspace);
      const { code, err } = await command(["orphans", "--stack", "test"], { env, cwd: workspace.place.project });
      expect(err).toContain("the identity provider acme lists no clients");
      expect(code).toBe(0);
    });

    test("a refresh finds no change, and leaves nothing to do", async () => {
      expect((await engine.workspace.refresh()).steps).toEqual(steps("update"));
      expect((await up()).steps).toEqual(steps("update"));
    });

    test("an edit is made in place, and the token of its answer is the one that is kept", async () => {
      const before = await outputs("orders");
      const { steps: made } = await up({ orders: { name: "Orders EU", logoUri: "https://acme.com/logo.png" } });
      expect(made).toEqual(steps("update", "orders"));
      const after = await outputs("orders");
      expect(after).toMatchObject({ clientId: before?.clientId, clientSecret: before?.clientSecret });
      expect(after?.registrationAccessToken === before?.registrationAccessToken).toBe(management === "steady");
      expect(await namesAt(server)).toEqual(["Orders EU", "billing", "returns"]);
      // By that token alone.
      expect((await up()).steps).toEqual(steps("update", "orders"));
      expect(await namesAt(server)).toEqual(NAMES);
      expect(await calls()).toEqual([200, 200, 200]);
    });

    test("drift by hand is seen by a refresh and repaired, and what is not ours stays", async () => {
      const { clientId } = (await outputs("orders")) ?? {};
      await server.change(`${clientId}`, { client_name: "by hand", contacts: ["ops@acme.com"] });
      expect((await engine.workspace.refresh()).steps).toEqual(steps("update", "orders"));
      expect((await up()).steps).toEqual(steps("update", "orders"));
      expect(await namesAt(server)).toEqual(NAMES);
      const found = (await server.clients()).find(({ client_id }) => client_id === clientId);
      expect(found).toMatchObject({ contacts: ["ops@acme.com"] });
      expect((await engine.workspace.refresh()).steps).toEqual(steps("update"));
    });

    test("a rotation is refused at preview where no way to renew is configured, and nothing changes", async () => {
      const rotated = { orders: { rotationTriggers: { quarter: 1 } } };
      const errors = await errorsOf(engine.workspace.preview(program(server.info.issuer, rotated)));
      expect(errors).toEqual([
        expect.stringMatching(
          /^rotationTriggers: .*workato-dcr:identityProviders\.acme\.renewSecret.*ApiClientCredential/,
        ),
      ]);
    });

    test("a rotation renews the secret by the way that is configured", async () => {
      const renewSecret = { method: "POST", url: `${server.info.issuer}/reg/{client_id}/secret` };
      await configureIdps(engine.workspace, { acme: { ...settings, renewSecret } });
      const before = await outputs("orders");
      const rotated = { orders: { rotationTriggers: { quarter: 1 } } };
      expect((await up(rotated)).steps).toEqual(steps("update", "orders"));
      const after = await outputs("orders");
      expect(after?.clientId).toBe(before?.clientId);
      expect([await callWith(engine.sandbox, before), await callWith(engine.sandbox, after)]).toEqual([401, 200]);
      // It is good for a day.
      const renewing = (days: number) => ({ orders: { ...rotated.orders, renewBeforeExpiryDays: days } });
      await up(renewing(0.5));
      expect((await up(renewing(0.5))).steps).toEqual(steps("update"));
      expect((await engine.workspace.preview(program(server.info.issuer, renewing(2)))).steps).toEqual(
        steps("update", "orders"),
      );
      await up(renewing(2));
      const renewed = await outputs("orders");
      expect([await callWith(engine.sandbox, after), await callWith(engine.sandbox, renewed)]).toEqual([401, 200]);
      const overlapping = { orders: { rotationTriggers: { quarter: 2 }, overlap: true } };
      expect(await errorsOf(engine.workspace.preview(program(server.info.issuer, overlapping)))).toEqual([
        expect.stringMatching(/^overlap: cannot be true: IdP acme has one secret a client/),
      ]);
      await up();
      await configureIdps(engine.workspace, { acme: settings });
    });

    test("a client that is gone is registered anew, and only that one", async () => {
      const before = await allOutputs(engine.workspace);
      await server.remove(`${before.orders?.clientId}`);
      expect((await engine.workspace.refresh()).steps).toEqual(steps("update", "orders"));
      expect((await up()).steps).toEqual(steps("update", "orders"));
      const after = await allOutputs(engine.workspace);
      expect(after.orders?.clientId).not.toBe(before.orders?.clientId);
      expect(after.billing?.clientId).toBe(before.billing?.clientId);
      expect(await namesAt(server)).toEqual(NAMES);
      expect(await calls()).toEqual([200, 200, 200]);
    });

    test("a destroy leaves no client", async () => {
      await engine.workspace.destroy();
      expect(await namesAt(server)).toEqual([]);
    });

    test("clients whose registration tokens the server has lost are not registered anew: they stay, and that is said", async () => {
      await up();
      const before = await allOutputs(engine.workspace);
      await server.restartWithoutRegistrationTokens();
      const refresh = await engine.workspace.refresh();
      expect(refresh.steps).toEqual(steps("update"));
      expect(refresh.printed).toMatch(
        /ApiClient "orders": Client \S+ at IdP acme cannot be managed: .*its own credentials work/,
      );
      expect((await up()).steps).toEqual(steps("update"));
      expect((await allOutputs(engine.workspace)).orders?.clientId).toBe(before.orders?.clientId);
      expect(await calls()).toEqual([200, 200, 200]);
      expect(await errorsOf(up({ orders: { name: "renamed" } }))).toEqual([
        expect.stringMatching(/cannot be managed.*by hand/),
      ]);
      const { printed } = await engine.workspace.destroy();
      for (const name of NAMES)
        expect(printed).toMatch(
          new RegExp(`${before[name]?.clientId} at IdP acme .*It stays there: delete it by hand`),
        );
      expect(await namesAt(server)).toEqual(NAMES);
    });
  },
);
