import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toldAndSeen } from "../request-log";
import { ADAPTERS } from "./adapters";
import { oidcProvider, oktaConnection, outputsOf, useEngine } from "./support";

describe.each(["dynamic", "native"] as const)("by the %s provider", (adapter) => {
  const sdk = ADAPTERS[adapter];
  const file = join(mkdtempSync(join(tmpdir(), "log-")), "requests.log");
  const engine = useEngine({ adapter, env: { WORKATO_DCR_LOG: file } });

  test("each request is a line of the file that WORKATO_DCR_LOG names, and no secret is in it", async () => {
    const { sandbox, workspace } = engine;
    const { info } = sandbox;
    const { outputs } = await workspace.up(async () => {
      const dcrProvider = oidcProvider(info, { connection: oktaConnection(info, {}, sdk) }, {}, sdk);
      const args = { name: "Orders", apiCollectionIds: [1], dcrProvider, verify: true };
      return { id: new sdk.ApiClient("orders", args).apiClientId };
    });
    expect(outputs.id?.value).toBeDefined();

    const { text, told, seen } = await toldAndSeen(file, sandbox);
    expect(told.length).toBeGreaterThan(10);
    expect(told).toEqual(seen);

    const { clientSecret, apiKey } = (await outputsOf(workspace, "orders")) ?? {};
    for (const secret of [clientSecret, apiKey, info.workatoToken, info.oktaToken]) {
      expect(secret).toEqual(expect.stringMatching(/.{10}/));
      expect(text).not.toContain(secret);
    }
  });
});
