import { cp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answerTo } from "../engine/support";
import { outputsOf, useNative } from "./support";

const EXAMPLE = join(__dirname, "../../examples/yaml");
const native = useNative();

/** The example as it is, but for the name that the stack has, and where the plugin is. */
async function useExample(): Promise<void> {
  const { folder } = native.stack;
  const { name, plugins } = JSON.parse(await readFile(join(folder, "Pulumi.json"), "utf8"));
  await cp(EXAMPLE, folder, { recursive: true });
  const project = await readFile(join(EXAMPLE, "Pulumi.yaml"), "utf8");
  const named = project.replace(/^name: .*$/m, `name: ${name}`);
  await writeFile(join(folder, "Pulumi.yaml"), `${named}plugins: ${JSON.stringify(plugins)}\n`);
  // The engine looks for settings beside the project's file, with the same ending; JSON is YAML.
  await rm(join(folder, "Pulumi.json"));
  await rename(join(folder, "Pulumi.test.json"), join(folder, "Pulumi.test.yaml"));
}

test("a program in YAML goes from nothing to credentials that open the gateway, and back", async () => {
  const { stack, sandbox } = native;
  // Texts, as `pulumi config set` writes them.
  await stack.files.configure({ "test:scope": sandbox.info.scope, "test:apiCollectionIds": "[1]" });
  await useExample();

  const preview = await stack.pulumi("preview");
  expect(preview.steps).toEqual(["create okta", "create orders"]);
  expect((await stack.pulumi("up", "--yes")).steps).toEqual(["create okta", "create orders"]);

  const credentials = await outputsOf(stack, "orders");
  expect(await answerTo(sandbox, credentials)).toMatchObject({ status: 200 });

  await sandbox.clearRequests();
  expect((await stack.pulumi("preview")).steps).toEqual(["same okta", "same orders"]);
  expect(await sandbox.requests()).toEqual([]);

  expect((await stack.pulumi("refresh", "--yes")).steps).toEqual(["same okta", "same orders"]);
  expect((await stack.pulumi("destroy", "--yes")).steps).toEqual(["delete okta", "delete orders"]);
  expect((await sandbox.state()).workato.apiClients).toEqual([]);
  expect((await sandbox.state()).okta.clients).toEqual([]);

  for (const secret of [
    credentials.clientSecret,
    credentials.apiKey,
    sandbox.info.oktaToken,
    sandbox.info.workatoToken,
  ]) {
    expect(stack.printed()).not.toContain(secret);
    expect(await stack.stored()).not.toContain(secret);
  }
});
