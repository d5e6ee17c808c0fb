import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { answerTo } from "../engine/support";
import { outputsOf, useNative } from "./support";

const EXAMPLE = join(__dirname, "../../examples/yaml/Pulumi.yaml");
const native = useNative();

test("a program in YAML goes from nothing to credentials that open the gateway, and back", async () => {
  const { stack, sandbox } = native;
  await stack.files.configure({ "test:scope": sandbox.info.scope, "test:apiCollectionIds": "[1]" });
  await stack.program(await readFile(EXAMPLE, "utf8"));

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
