import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

    const log = readFileSync(file, "utf8");
    const told = log
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line))
      .map(({ side, method, path, status }) => `${side.toLowerCase()} ${method} ${status} ${path.split("?")[0]}`);
    const seen = (await sandbox.requests()).map(
      ({ side, method, status, path }) => `${side} ${method} ${status} ${path}`,
    );
    expect(told.length).toBeGreaterThan(10);
    expect(told.sort()).toEqual(seen.sort());

    const { clientSecret, apiKey } = (await outputsOf(workspace, "orders")) ?? {};
    for (const secret of [clientSecret, apiKey, info.workatoToken, info.oktaToken]) {
      expect(secret).toEqual(expect.stringMatching(/.{10}/));
      expect(log).not.toContain(secret);
    }
  });
});
