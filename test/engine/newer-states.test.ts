import { ADAPTERS, TESTED } from "./adapters";
import { allOutputs, errorsByResource, oidcProvider, oktaConnection, rewrite, startOver, useEngine } from "./support";

/** A state that a newer version has written, of which this one would lose a part. */

describe.each(TESTED)("with the %s provider", (adapter) => {
  const engine = useEngine({ adapter });
  const sdk = ADAPTERS[adapter];
  const program =
    (edit = "") =>
    async () => {
      const { info } = engine.sandbox;
      oktaConnection(info, { name: `Okta${edit}` }, sdk);
      const dcrProvider = oidcProvider(info, { name: `OIDC${edit}` }, undefined, sdk);
      const orders = new sdk.ApiClient("orders", { name: `Orders${edit}`, apiCollectionIds: [1], dcrProvider });
      new sdk.ApiClientCredential("eu", { name: `EU${edit}`, apiClient: orders });
    };
  const NAMES = ["eu", "oidc", "okta", "orders"];
  const needing = async (neededVersion: unknown) => {
    for (const name of NAMES) await rewrite(engine.workspace, name, { neededVersion });
  };

  beforeAll(async () => {
    await startOver(engine.sandbox, engine.workspace);
    await engine.workspace.up(program());
  });

  const commands = {
    preview: () => engine.workspace.preview(program()),
    "preview of an edit": () => engine.workspace.preview(program(" 2")),
    up: () => engine.workspace.up(program(" 2")),
    refresh: () => engine.workspace.refresh(),
    destroy: () => engine.workspace.destroy(),
  };

  test.each(Object.keys(commands) as (keyof typeof commands)[])(
    "%s refuses it, names the version to install, and changes nothing",
    async (command) => {
      const { sandbox, workspace } = engine;
      await needing("12.3.0");
      const [vendors, held] = [await sandbox.state(), await allOutputs(workspace)];
      const errors = await errorsByResource(commands[command]());
      const told = Object.values(errors).flat().join("\n");
      expect(told).toContain("would lose part of it. Install pulumi-workato-dcr 12.3.0 or newer");
      expect(await sandbox.state()).toEqual(vendors);
      expect(await allOutputs(workspace)).toEqual(held);
    },
  );

  test("one that an older version could read as well is used", async () => {
    const { workspace } = engine;
    await needing("0.0.9");
    expect((await workspace.refresh()).steps).toEqual(NAMES.map((name) => `same ${name}`));
    expect((await workspace.up(program(" 3"))).steps).toEqual(NAMES.map((name) => `update ${name}`));
  });
});
