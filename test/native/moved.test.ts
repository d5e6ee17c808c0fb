import * as workato from "pulumi-workato-dcr";
import { createWorkspace } from "../../tools/workspace";
import { callWith, oidcProvider, oktaConnection } from "../engine/support";
import { outputsOf, resource, useNative } from "./support";

/** A stack of the dynamic provider goes over to the plugin, and back, without anything being made anew. */

const native = useNative();
const CREDENTIALS = ["orders", "shop", "eu"] as const;

/** What both programs declare, here as one in TypeScript. */
const dynamic = () => {
  const { info } = native.sandbox;
  return async () => {
    oktaConnection(info);
    const dcrProvider = oidcProvider(info, { requiredClaims: ["iss", "aud"] });
    const args = { apiCollectionIds: [1], dcrProvider };
    const orders = new workato.ApiClient("orders", { ...args, name: "Orders", description: "For the portal" });
    new workato.ApiClient("shop", { ...args, name: "Shop", rotationTriggers: { quarter: "Q3" } });
    new workato.ApiClientCredential("eu", { name: "EU", apiClient: orders, ipAllowList: ["10.0.0.0/8"] });
  };
};

/** And here in YAML. */
function yaml() {
  const { oktaOrgUrl, oktaToken, scope } = native.sandbox.info;
  const client = { apiCollectionIds: [1], dcrProvider: `\${oidc.ref}` };
  const provider = { name: "Okta OIDC", authenticationMethod: "oidc", scopes: [scope], requiredClaims: ["iss", "aud"] };
  return {
    resources: {
      okta: resource("HttpConnection", {
        name: "Okta",
        baseUrl: oktaOrgUrl,
        auth: { type: "header", headers: { Authorization: `SSWS ${oktaToken}` } },
      }),
      oidc: resource("DcrProvider", provider),
      orders: resource("ApiClient", { ...client, name: "Orders", description: "For the portal" }),
      shop: resource("ApiClient", { ...client, name: "Shop", rotationTriggers: { quarter: "Q3" } }),
      eu: resource("ApiClientCredential", {
        name: "EU",
        apiClient: { id: `\${orders.id}`, dcrProvider: `\${orders.dcrProvider}` },
        ipAllowList: ["10.0.0.0/8"],
      }),
    },
  };
}

const handedOut = async () => Promise.all(CREDENTIALS.map((name) => outputsOf(native.stack, name)));

test("a stack of the dynamic provider is one of the plugin after one up, and its credentials stay", async () => {
  const { stack, sandbox } = native;
  const workspace = await createWorkspace({ sandbox });
  try {
    await workspace.up(dynamic());
    await stack.files.import(await workspace.export());
    const before = await handedOut();
    const vendors = await sandbox.state();

    await stack.program(yaml());
    const preview = await stack.pulumi("preview", "--diff");
    const kept = ["same eu", "same okta", "same orders", "same shop", "update oidc"];
    expect(preview.steps).toEqual(kept);
    expect(preview.printed).toContain("+ ref");
    expect((await stack.pulumi("up", "--yes")).steps).toEqual(kept);
    expect(await sandbox.state()).toEqual(vendors);
    expect(await handedOut()).toEqual(before);
    expect(await callWith(sandbox, before[0])).toBe(200);

    const all = ["same eu", "same oidc", "same okta", "same orders", "same shop"];
    expect((await stack.pulumi("up", "--yes")).steps).toEqual(all);
    expect((await stack.pulumi("refresh", "--yes")).steps).toEqual(all);

    // And back: each is updated once, so that a refresh finds its provider.
    await workspace.import(await stack.files.export());
    const back = await workspace.up(dynamic());
    expect(back.steps).toEqual(all.map((step) => step.replace("same", "update")));
    expect((await workspace.refresh()).steps).toEqual(all);
    const { workato, okta } = await sandbox.state();
    expect([workato.apiClients, workato.apiKeys, okta]).toEqual([
      vendors.workato.apiClients,
      vendors.workato.apiKeys,
      vendors.okta,
    ]);
    expect((await workspace.destroy()).steps).toHaveLength(all.length);
  } finally {
    await workspace.remove();
  }
});
