import * as workato from "pulumi-workato-dcr";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { createWorkspace, type Workspace } from "../../tools/workspace";

let sandbox: Sandbox;
let workspace: Workspace;
beforeAll(async () => {
  sandbox = await startSandbox();
  workspace = await createWorkspace({ sandbox });
});
afterAll(async () => {
  await workspace?.remove();
  await sandbox?.stop();
});

test("the state refers to the installed package by one short require, so that old states run the new code", async () => {
  const { info } = sandbox;
  await workspace.up(async () => {
    const connection = new workato.HttpConnection("okta", {
      name: "Okta",
      baseUrl: info.oktaOrgUrl,
      auth: { type: "header", headers: { Authorization: `SSWS ${info.oktaToken}` } },
    });
    const dcrProvider = new workato.DcrProvider("oidc", {
      name: "Okta",
      connection,
      authenticationMethod: "oidc",
      scopes: [info.scope],
    });
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [], dcrProvider });
  });

  const providers = (await workspace.state()).flatMap(({ inputs }) => inputs?.__provider ?? []).map(String);
  expect(providers.map((code) => /require\("([^"]+)"\)/.exec(code)?.[1]).sort()).toEqual([
    "pulumi-workato-dcr/dist/provider/dynamic/api-client.js",
    "pulumi-workato-dcr/dist/provider/dynamic/dcr-provider.js",
    "pulumi-workato-dcr/dist/provider/dynamic/http-connection.js",
  ]);
  for (const code of providers) expect(code.length).toBeLessThan(400);
});
