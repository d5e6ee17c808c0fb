import * as workato from "pulumi-workato-dcr";
import { callWith, NOTHING_LEFT, oidcProvider, oktaConnection, outputsOf, useEngine } from "./support";

const engine = useEngine();

test.each([
  ["stack", "workato", 1],
  ["workato", "stack", 0],
])(
  "from the store %s to the store %s, a stack takes its clients and their credentials along",
  async (from, to, providersAtWorkato) => {
    const { sandbox, workspace } = engine;
    const { info } = sandbox;
    const program = async () => {
      const dcrProvider = oidcProvider(info, { connection: oktaConnection(info), requiredClaims: ["aud"] });
      new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    };
    await workspace.configure({ "workato-dcr:dcrProviderStore": from });
    await workspace.up(program);
    const before = await outputsOf(workspace, "orders");

    await workspace.configure({ "workato-dcr:dcrProviderStore": to });
    const steps = ["create-replacement oidc", "delete-replaced oidc", "replace oidc", "same okta", "update orders"];
    expect((await workspace.preview(program)).steps).toEqual(steps);
    expect((await workspace.up(program)).steps).toEqual(steps);

    const after = await outputsOf(workspace, "orders");
    const { apiClientId, clientId, clientSecret, apiKeyId, apiKey } = before ?? {};
    expect(after).toMatchObject({ apiClientId, clientId, clientSecret, apiKeyId, apiKey });
    expect(await callWith(sandbox, after)).toBe(200);
    expect((await sandbox.state()).workato.dcrProviders).toHaveLength(providersAtWorkato);
    expect((await workspace.up(program)).steps).toEqual(["same oidc", "same okta", "same orders"]);

    await workspace.destroy();
    const left = await sandbox.state();
    expect([left.workato, left.okta.clients]).toEqual([NOTHING_LEFT.workato, []]);
  },
);
