import type * as workato from "pulumi-workato-dcr";
import { ADAPTERS, TESTED } from "./adapters";
import { callWith, errorsOf, oktaConnection, outputsOf, useEngine, WORKATO_STORE } from "./support";

describe.each(TESTED)("by the %s provider", (adapter) => {
  const sdk = ADAPTERS[adapter];

  const engine = useEngine({ adapter, config: WORKATO_STORE });
  const UNCHANGED = ["same okta", "same orders", "same provider"];

  type Changes = Partial<workato.DcrProviderArgs>;

  /** A provider and the client that uses it; what the changes need of the connection they get. */
  function program(changes: (connection: workato.HttpConnection) => Changes = () => ({})) {
    const { info } = engine.sandbox;
    return async () => {
      const connection = oktaConnection(info, {}, sdk);
      const dcrProvider = new sdk.DcrProvider("provider", {
        name: "Okta",
        connection,
        authenticationMethod: "oidc",
        ...changes(connection),
      });
      new sdk.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    };
  }

  const introspection = (connection: workato.HttpConnection): Changes => ({
    authenticationMethod: "introspection",
    introspection: { connection, endpointPath: engine.sandbox.info.introspectionPath },
  });
  const withMore = (connection: workato.HttpConnection): Changes => ({
    ...introspection(connection),
    name: "Okta EU",
    requiredClaims: ["aud"],
  });

  const REFUSED =
    /authenticationMethod.*is permanent: the DCR provider has "oidc" and cannot become "introspection"\. To move on, declare a second DcrProvider with "introspection", point the ApiClients to it, apply, and then remove this one/;

  /** What is at Workato, and what the state has of it. */
  async function everything() {
    const { sandbox, workspace } = engine;
    const outputs = [await outputsOf(workspace, "provider"), await outputsOf(workspace, "orders")];
    return { ...(await sandbox.state()).workato, outputs };
  }

  beforeAll(async () => {
    await engine.workspace.up(program());
  });

  test.each([
    ["alone", () => ({ authenticationMethod: "introspection" as const })],
    ["with what the new method needs", introspection],
    ["with other changes", withMore],
  ])(
    "the preview refuses a change of the method %s, says how to move on, and plans no replacement",
    async (_, changes) => {
      const refused = await engine.workspace.preview(program(changes)).catch((error: Error) => error.message);
      expect(refused).toEqual(expect.stringMatching(REFUSED));
      expect(refused).not.toMatch(/replace/);
    },
  );

  test("up refuses it as well, and nothing has changed", async () => {
    const before = await everything();
    const errors = await errorsOf(engine.workspace.up(program(withMore)));
    expect(errors).toEqual([expect.stringMatching(REFUSED)]);
    expect(await everything()).toEqual(before);
  });

  test("a refresh before makes no difference", async () => {
    const { workspace } = engine;
    expect((await workspace.refresh()).steps).toEqual(UNCHANGED);
    expect(await errorsOf(workspace.preview(program(introspection)))).toEqual([expect.stringMatching(REFUSED)]);
  });

  test("a method that is not known before apply passes the preview, and is refused where it is another one", async () => {
    const { sandbox, workspace } = engine;
    const late = (method: workato.AuthenticationMethod) =>
      program(() => {
        const auth = { type: "none" } as const;
        const { connectionId } = new sdk.HttpConnection("late", {
          name: "Late",
          baseUrl: sandbox.info.oktaOrgUrl,
          auth,
        });
        return { authenticationMethod: connectionId.apply(() => method) };
      });
    const { steps } = await workspace.preview(late("introspection"));
    expect(steps).toEqual(["create late", "same okta", "update orders", "update provider"]);
    const { dcrProviders } = await everything();
    expect(await errorsOf(workspace.up(late("introspection")))).toContainEqual(expect.stringMatching(REFUSED));
    expect((await everything()).dcrProviders).toEqual(dcrProviders);
    expect((await workspace.up(late("oidc"))).steps).toEqual(["same late", ...UNCHANGED]);
    expect((await workspace.up(program())).steps).toEqual(["delete late", ...UNCHANGED]);
  });

  test("a method that was changed at Workato by hand is a warning of refresh, and fails the preview until it is changed back", async () => {
    const { sandbox, workspace } = engine;
    const id = (await sandbox.state()).workato.dcrProviders[0]?.id ?? 0;
    const byHand = (auth_method: string) =>
      sandbox.drift({ op: "patch", side: "workato", kind: "dcrProvider", id, patch: { auth_method } });

    await byHand("oauth2_introspection");
    expect((await workspace.refresh()).printed).toMatch(
      /warning: .*DcrProvider "Okta": authenticationMethod was changed at Workato from "oidc" to "introspection".* cannot be repaired/,
    );
    expect(await errorsOf(workspace.preview(program()))).toEqual([
      expect.stringMatching(
        /has "introspection" and cannot become "oidc".*If the program did not change, .* change it back there and refresh/,
      ),
    ]);

    await byHand("oidc");
    await workspace.refresh();
    expect((await workspace.preview(program())).steps).toEqual(UNCHANGED);
  });

  test("moving on as the message says keeps the client and its credentials", async () => {
    const { sandbox, workspace } = engine;
    const { info } = sandbox;
    const before = await outputsOf(workspace, "orders");
    const second = (alone: boolean) => async () => {
      const connection = oktaConnection(info, {}, sdk);
      if (!alone) {
        new sdk.DcrProvider("provider", { name: "Okta", connection, authenticationMethod: "oidc" });
      }
      const { introspectionClientId: username, introspectionClientSecret: password } = info;
      const asking = new sdk.HttpConnection("asking", {
        name: "Okta introspection",
        baseUrl: info.oktaOrgUrl,
        auth: { type: "basic", username, password },
      });
      const dcrProvider = new sdk.DcrProvider("second", {
        name: "Okta introspection",
        connection,
        authenticationMethod: "introspection",
        introspection: { connection: asking, endpointPath: info.introspectionPath },
      });
      new sdk.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    };
    expect((await workspace.up(second(false))).steps).toEqual([
      "create asking",
      "create second",
      "same okta",
      "same provider",
      "update orders",
    ]);
    const { printed, steps } = await workspace.up(second(true));
    expect(steps).toEqual(["delete provider", "same asking", "same okta", "same orders", "same second"]);
    expect(printed).not.toContain("warning");

    const { apiClientId, clientId, clientSecret, apiKeyId } = before ?? {};
    const after = await outputsOf(workspace, "orders");
    expect(after).toMatchObject({ apiClientId, clientId, clientSecret, apiKeyId });
    expect(await callWith(sandbox, after)).toBe(200);
  });
});
