import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as own from "pulumi-workato-dcr";
// Of another declaration than those of the build, as those of another copy: the types have to accept each other as well.
import type * as Sources from "../../sdk";
import { INSTALLED } from "../../tools/installed";
import { callWith, NOTHING_LEFT, oidcProvider, oktaConnection, outputsOf, useEngine } from "./support";

const engine = useEngine();

/** The copy that npm installs below a library, where the program has another version of the package. */
let library: typeof Sources;
beforeAll(async () => {
  const { workDir } = engine.workspace.stack.workspace;
  const folder = join(workDir, "node_modules/acme-library");
  const installed = join(folder, "node_modules/pulumi-workato-dcr");
  await cp(INSTALLED, installed, { recursive: true });
  // As most libraries do, it keeps its inner paths to itself.
  const manifest = { name: "acme-library", version: "1.0.0", exports: { ".": "./index.js" } };
  await Promise.all([
    writeFile(join(folder, "package.json"), JSON.stringify(manifest)),
    writeFile(join(folder, "index.js"), ""),
  ]);
  library = require(installed);
});

test("resources of two copies of the package work with each other in one program", async () => {
  const { sandbox, workspace } = engine;
  const { info } = sandbox;
  expect(library.DcrProvider).not.toBe(own.DcrProvider);
  const program = async () => {
    const connection = oktaConnection(info);
    const dcrProvider = new library.DcrProvider("theirs", {
      name: "Of the library",
      connection,
      authenticationMethod: "oidc",
      scopes: [info.scope],
    });
    const orders = new own.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    new library.ApiClientCredential("eu", { name: "EU", apiClient: orders });
    new library.ApiClient("billing", { name: "Billing", apiCollectionIds: [1], dcrProvider: oidcProvider(info) });
  };
  await workspace.up(program);
  for (const name of ["orders", "eu", "billing"]) {
    expect(await callWith(sandbox, await outputsOf(workspace, name))).toBe(200);
  }
  const unchanged = ["same billing", "same eu", "same oidc", "same okta", "same orders", "same theirs"];
  expect((await workspace.up(program)).steps).toEqual(unchanged);
  await workspace.destroy();
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});
