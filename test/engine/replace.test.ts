import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as workato from "pulumi-workato-dcr";
import {
  beginnings,
  callWith,
  errorsOf,
  idOf,
  NOTHING_LEFT,
  oidcProvider,
  oktaConnection,
  outputsOf,
  startOver,
  useEngine,
  WORKATO_STORE,
  watched,
} from "./support";

/*
 * `--replace` and `pulumi state taint` make the engine create a resource while its state still holds the living one, and delete the
 * old one after that, without a word to the provider's diff.
 */

const NAMES = ["eu", "oidc", "okta", "orders"];

describe("with the store stack", () => {
  const engine = useEngine();
  const begin = beginnings(engine);
  beforeEach(() => startOver(engine.sandbox, engine.workspace));

  const program =
    (opts: { deleteBeforeReplace?: boolean } = {}) =>
    async () => {
      const connection = oktaConnection(engine.sandbox.info);
      const dcrProvider = oidcProvider(engine.sandbox.info, { connection });
      const orders = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider }, opts);
      new workato.ApiClientCredential("eu", { name: "EU", apiClient: orders });
    };
  const urnOf = async (name: string) =>
    (await engine.workspace.state()).find(({ urn }) => urn.endsWith(`::${name}`))?.urn ?? "";
  const upReplacing = async (name: string, opts = {}) => {
    const { workspace } = engine;
    let printed = "";
    const onOutput = (text: string) => {
      printed += text;
    };
    await workspace.stack.up({
      program: program(opts),
      replace: [await urnOf(name)],
      color: "never",
      onOutput,
      onError: onOutput,
    });
    return printed;
  };
  const pulumi = async (args: string[]) => {
    const { workDir, envVars, pulumiHome = "", pulumiCommand } = engine.workspace.stack.workspace;
    const env = { ...process.env, ...envVars, PULUMI_HOME: pulumiHome };
    await promisify(execFile)(pulumiCommand.command, args, { cwd: workDir, env });
  };
  /** Everything is there once, and what the state holds opens the gateway. */
  const expectAlive = async () => {
    const { sandbox, workspace } = engine;
    const { workato: at, okta } = await sandbox.state();
    expect(at.connections).toHaveLength(1);
    expect(at.apiClients).toHaveLength(1);
    expect(at.apiKeys).toHaveLength(2);
    expect(okta.clients).toHaveLength(2);
    expect(okta.claims).toHaveLength(1);
    for (const name of ["orders", "eu"]) expect(await callWith(sandbox, await outputsOf(workspace, name))).toBe(200);
    await workspace.refresh();
    const again = await watched(sandbox, () => workspace.up(program()));
    expect(again.steps).toEqual(NAMES.map((name) => `same ${name}`));
  };

  test.each([
    ["the connection", "okta"],
    ["the DCR provider", "oidc"],
    ["an API client", "orders"],
    ["a further credential", "eu"],
  ])("%s is replaced, and everything that is alive stays so", async (_, name) => {
    const { sandbox, workspace } = engine;
    await begin("all", program());
    await upReplacing(name);
    await expectAlive();
    await workspace.destroy();
    expect(await sandbox.state()).toEqual(NOTHING_LEFT);
  });

  test("a client that is replaced is taken over under another id, with new credentials, and a warning says so", async () => {
    const { sandbox, workspace } = engine;
    await begin("all", program());
    const before = await outputsOf(workspace, "orders");
    const id = await idOf(workspace, "orders");
    const printed = await upReplacing("orders");
    const after = await outputsOf(workspace, "orders");
    expect(printed).toMatch(
      new RegExp(
        `ApiClient "Orders": API client ${before?.apiClientId} .* client at the identity provider ${before?.clientId} `,
      ),
    );
    expect(after).toMatchObject({ apiClientId: before?.apiClientId, clientId: before?.clientId });
    expect(after?.clientSecret).not.toBe(before?.clientSecret);
    expect(after?.apiKey).not.toBe(before?.apiKey);
    expect(await idOf(workspace, "orders")).not.toBe(id);
    expect(
      (
        await sandbox.idpToken({
          clientId: String(before?.clientId),
          clientSecret: String(before?.clientSecret),
          scope: sandbox.info.scope,
        })
      ).status,
    ).toBe(401);
  });

  test("a client that is deleted before it is replaced has its further credential follow in the same up", async () => {
    const { workspace } = engine;
    await begin("all", program());
    const before = await outputsOf(workspace, "orders");
    await upReplacing("orders", { deleteBeforeReplace: true });
    expect((await outputsOf(workspace, "orders"))?.clientId).not.toBe(before?.clientId);
    await expectAlive();
  });

  test("what is tainted is replaced in the same way", async () => {
    const { sandbox, workspace } = engine;
    await begin("all", program());
    for (const name of ["okta", "orders", "eu"]) {
      await pulumi(["state", "taint", "--yes", "--stack", "test", await urnOf(name)]);
    }
    const { steps } = await workspace.up(program());
    expect(steps.filter((step) => step.startsWith("replace "))).toEqual([
      "replace eu",
      "replace okta",
      "replace orders",
    ]);
    await expectAlive();
    await workspace.destroy();
    expect(await sandbox.state()).toEqual(NOTHING_LEFT);
  });

  test("a replacement that fails halfway loses nothing: the next up completes it", async () => {
    const { sandbox, workspace } = engine;
    await begin("all", program());
    const broken = { kind: "status", status: 403, body: { message: "no" } } as const;
    await sandbox.fault({ side: "workato", method: "POST", path: "/api_keys$", times: 9, fault: broken });
    const replacing = engine.workspace.stack.up({ program: program(), replace: [await urnOf("orders")] });
    await expect(replacing).rejects.toThrow("api_keys");
    await sandbox.clearFaults();
    await workspace.up(program());
    await expectAlive();
  });

  test("a replacement that was refused at once leaves what is alive as it is", async () => {
    const { sandbox, workspace } = engine;
    await begin("all", program());
    const before = await outputsOf(workspace, "orders");
    const refused = { kind: "status", status: 403, body: { errorCode: "E0000006", errorSummary: "no" } } as const;
    await sandbox.fault({ side: "okta", method: "PUT", path: "/api/v1/apps/", times: 9, fault: refused });
    const replacing = engine.workspace.stack.up({ program: program(), replace: [await urnOf("orders")] });
    await expect(replacing).rejects.toThrow("E0000006");
    await sandbox.clearFaults();
    expect(await outputsOf(workspace, "orders")).toEqual(before);
    expect(await callWith(sandbox, before)).toBe(200);
    await workspace.up(program());
    await expectAlive();
  });
});

describe("with the store workato", () => {
  const engine = useEngine({ config: WORKATO_STORE });
  const program = (deleteBeforeReplace?: boolean) => async () => {
    const opts = deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace };
    const connection = oktaConnection(engine.sandbox.info);
    const args = { name: "Okta OIDC", connection, authenticationMethod: "oidc", scopes: [engine.sandbox.info.scope] };
    const dcrProvider = new workato.DcrProvider("oidc", args as workato.DcrProviderArgs, opts);
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  };

  test("a DCR provider, whose name is unique, is deleted first; where the program forbids that, it is refused with the way out", async () => {
    const { sandbox, workspace } = engine;
    await workspace.up(program());
    const urn = (await workspace.state()).find((it) => it.urn.endsWith("::oidc"))?.urn ?? "";
    const refused = workspace.stack.up({ program: program(false), replace: [urn] });
    const errors = await errorsOf(refused);
    expect(errors).toEqual([expect.stringMatching(/^name: .*deleteBeforeReplace: true/)]);
    expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);

    await workspace.stack.up({ program: program(), replace: [urn] });
    expect((await sandbox.state()).workato.dcrProviders).toHaveLength(1);
    expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
    expect((await workspace.up(program())).steps).toEqual(["same oidc", "same okta", "same orders"]);
  });
});
