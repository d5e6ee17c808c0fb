import { callers } from "../sandbox/http";
import { ADAPTERS, TESTED } from "./adapters";
import { beginnings, callWith, errorsOf, oidcProvider, outputsOf, rewrite, startOver, useEngine } from "./support";

describe.each(TESTED)("by the %s provider", (adapter) => {
  const sdk = ADAPTERS[adapter];

  const engine = useEngine({ adapter });
  const begin = beginnings(engine);
  beforeEach(() => startOver(engine.sandbox, engine.workspace));

  /** A client, and something downstream that uses its secret. */
  const program =
    (rotation: string, overlap: boolean, name = "Orders") =>
    async () => {
      const { info } = engine.sandbox;
      const dcrProvider = oidcProvider(info, {}, {}, sdk);
      const rotationTriggers = { rotation };
      const args = { name, apiCollectionIds: [1], dcrProvider, rotationTriggers, overlap };
      const { clientId, clientSecret } = new sdk.ApiClient("orders", args);
      new sdk.HttpConnection("caller", {
        name: "Caller",
        baseUrl: info.oktaOrgUrl,
        auth: { type: "basic", username: clientId, password: clientSecret },
      });
    };

  const orders = async () => (await outputsOf(engine.workspace, "orders")) ?? {};

  test("with overlap, a secret works until the rotation after the next; without, it is refused at once", async () => {
    const { sandbox, workspace } = engine;
    const secrets: string[] = [];
    const rotations: [rotation: string, overlap: boolean, answers: number[]][] = [
      ["first", true, [200]],
      ["second", true, [200, 200]],
      ["third", true, [401, 200, 200]],
      ["fourth", false, [401, 401, 401, 200]],
    ];
    const ids = new Set<unknown>();
    for (const [rotation, overlap, answers] of rotations) {
      const { steps } = await workspace.up(program(rotation, overlap));
      const isFirst = rotation === "first";
      expect(steps).toEqual(
        isFirst ? ["create caller", "create oidc", "create orders"] : ["same oidc", "update caller", "update orders"],
      );
      const { clientId, clientSecret, apiKeyId } = await orders();
      ids.add(`${clientId} ${apiKeyId}`);
      secrets.push(String(clientSecret));
      const held = await callers(sandbox.info).okta("GET", `/api/v1/apps/${clientId}/credentials/secrets`);
      expect(held.body).toHaveLength(answers.filter((status) => status === 200).length);
      const seen = await Promise.all(secrets.map((secret) => callWith(sandbox, { clientId, clientSecret: secret })));
      expect(seen).toEqual(answers);
    }
    expect(ids.size).toBe(1);
    for (const secret of secrets) expect(workspace.printed()).not.toContain(secret);
  });

  test("with verify, an update sees that the secret was renewed by hand, and takes over the one in force", async () => {
    const { sandbox, workspace } = engine;
    const verified = (name: string) => async () => {
      const dcrProvider = oidcProvider(sandbox.info, {}, {}, sdk);
      new sdk.ApiClient("orders", { name, apiCollectionIds: [1], dcrProvider, verify: true });
    };
    await workspace.up(verified("Orders"));
    const { clientId } = await orders();
    const renewed = await callers(sandbox.info).okta("POST", `/oauth2/v1/clients/${clientId}/lifecycle/newSecret`, {});
    expect(renewed.status).toBe(200);
    const { printed } = await workspace.up(verified("Orders, renamed"));
    expect(printed).toContain("The client secret is another one at the identity provider by now");
    expect(printed).not.toContain(renewed.body.client_secret);
    expect((await orders()).clientSecret).toBe(renewed.body.client_secret);
  });

  test("the order of triggers, and overlap alone, renew nothing", async () => {
    const { workspace } = engine;
    await begin("without overlap", program("first", false));
    const { clientSecret } = await orders();
    await workspace.up(program("first", true));
    expect((await orders()).clientSecret).toBe(clientSecret);
  });

  test("a second secret that is made by hand never costs the one in use, also where Okta shows it", async () => {
    const { sandbox, workspace } = engine;
    await begin("with overlap", program("first", true));
    const { clientId, clientSecret } = await orders();
    const byHand = await callers(sandbox.info).okta("POST", `/api/v1/apps/${clientId}/credentials/secrets`, {});
    expect(byHand.status).toBe(201);
    await workspace.up(program("first", true, "Orders, renamed"));
    expect((await orders()).clientSecret).toBe(clientSecret);
    await workspace.up(program("second", true, "Orders, renamed"));
    expect(await callWith(sandbox, { clientId, clientSecret })).toBe(200);
    expect(await callWith(sandbox, await orders())).toBe(200);
  });

  test.each<[string, boolean]>([
    ["without overlap", false],
    ["with overlap", true],
  ])(
    "a rotation %s whose answer never comes ends with a secret that works, and no more of them than Okta holds",
    async (_, overlap) => {
      const { sandbox, workspace } = engine;
      await begin(overlap ? "with overlap" : "without overlap", program("first", overlap));
      const { clientId, apiKeyId } = await orders();
      // The list that comes before it is answered, and no look-up after it.
      const path = "/credentials/secrets$";
      await sandbox.fault({ side: "okta", path, after: 1, times: 99, fault: { kind: "reset-after" } });
      expect(await errorsOf(workspace.up(program("second", overlap)))).toEqual([
        expect.stringMatching(/cut during POST .*secrets .*it may have been carried out/),
      ]);
      await sandbox.clearFaults();
      await workspace.up(program("second", overlap));
      const after = await orders();
      expect(after).toMatchObject({ clientId, apiKeyId });
      expect(await callWith(sandbox, after)).toBe(200);
      const held = await callers(sandbox.info).okta("GET", `/api/v1/apps/${clientId}/credentials/secrets`);
      expect(held.body).toHaveLength(overlap ? 2 : 1);
    },
  );

  test("a preview says that a rotation ends the secret in use, unless the two overlap", async () => {
    const { workspace } = engine;
    await begin("without overlap", program("first", false));
    const warning =
      'ApiClient "Orders": The client secret is renewed, and the one in use is refused as soon as this is applied';
    const previewed = async (rotation: string, overlap: boolean) =>
      (await workspace.preview(program(rotation, overlap))).printed;
    expect(await previewed("second", false)).toContain(warning);
    expect(await previewed("second", true)).not.toContain(warning);
    expect(await previewed("first", true)).not.toContain(warning);
  });

  test("a secret near its end is a warning at preview and in the drift check", async () => {
    const { workspace } = engine;
    await begin("without overlap", program("first", false));
    const soon = Math.floor(Date.now() / 1000) + 3 * 86_400;
    await rewrite(workspace, "orders", { clientSecretExpiresAt: soon });
    const warning = `ApiClient "Orders": The client secret expires at ${new Date(soon * 1000).toISOString()}`;
    expect((await workspace.preview(program("first", false))).printed).toContain(warning);
    expect((await workspace.refresh()).printed).toContain(warning);
  });
});
