import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { ensurePulumi } from "../../tools/ensure-pulumi";
import type { StateResource } from "../../tools/workspace";
import { allOutputs, useEngine } from "../engine/support";

const engine = useEngine();
/** The example as it is, in a place where node finds the installed package; removed with the workspace. */
let folder: string;
let env: Record<string, string>;
let stack: Stack;

beforeAll(async () => {
  const { workDir, envVars, pulumiHome = "", pulumiCommand } = engine.workspace.stack.workspace;
  folder = mkdtempSync(join(dirname(workDir), "ci-"));
  cpSync(resolve(__dirname, "../../examples/ci"), folder, { recursive: true });
  // The script that serves dynamic providers comes with the CLI, and here from the SDK.
  const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
  await appendFile(join(folder, "Pulumi.yaml"), `plugins: { providers: [{ name: pulumi-nodejs, path: "${sdk}" }] }\n`);
  const { info } = engine.sandbox;
  env = {
    ...envVars,
    PATH: [dirname(await ensurePulumi(() => {})), process.env.PATH].join(delimiter),
    PULUMI_HOME: pulumiHome,
    // As GitHub passes a variable that nobody has set.
    PULUMI_STACK: "",
    WORKATO_BASE_URL: info.workatoBaseUrl,
    WORKATO_API_TOKEN: info.workatoToken,
    OKTA_ORG_URL: info.oktaOrgUrl,
    OKTA_API_TOKEN: info.oktaToken,
    // `tsc` checks the types of the examples.
    TS_NODE_TRANSPILE_ONLY: "true",
  };
  const where = { stackName: "dev", workDir: folder };
  stack = await LocalWorkspace.createStack(where, { envVars, pulumiHome, pulumiCommand });
  const clients = ["orders", "billing", "returns"].map((name) => [`clients.${name}[0]`, { value: "1" }]);
  await stack.setAllConfig({ scope: { value: info.scope }, ...Object.fromEntries(clients) }, true);
});

/** Runs a script of the example's package.json as a workflow does. */
const npm = (script: string) =>
  new Promise<{ code: number; out: string }>((done) => {
    const child = execFile("npm", ["run", "--silent", script], { cwd: folder, env }, (_, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, out: stdout + stderr }),
    );
  });
const drift = async () => ({ ...(await npm("drift")), report: readFileSync(join(folder, "drift.md"), "utf8") });

test("preview, up and drift end with what a workflow waits for, and the report names what is not as it was", async () => {
  const { sandbox } = engine;
  expect(await npm("preview")).toEqual({ code: 0, out: expect.stringContaining("5 to create") });
  expect((await sandbox.state()).workato.apiClients).toEqual([]);
  expect(await npm("up")).toEqual({ code: 0, out: expect.stringContaining("5 created") });
  expect(await drift()).toMatchObject({ code: 0, report: "Everything is as the program says.\n" });

  const exported = await stack.exportStack();
  const find = (name: string): StateResource =>
    exported.deployment.resources.find(({ urn }: StateResource) => urn.endsWith(`::${name}`));
  const soon = Math.floor(Date.now() / 1000) + 3 * 86_400;
  Object.assign(find("orders").outputs ?? {}, { clientSecretExpiresAt: soon });
  await stack.importStack(exported);
  const expires = `- ApiClient "orders": The client secret expires at ${new Date(soon * 1000).toISOString()}.`;
  const expiring = await drift();
  expect(expiring.code).toBe(2);
  expect(expiring.report).toMatch(/^Everything is as the program says\.\n\n### Warnings\n\n- [^\n]+\n$/);
  expect(expiring.report).toContain(expires);

  const [orders, billing, returns] = ["orders", "billing", "returns"].map((name) => find(name).outputs ?? {});
  const patch = { op: "patch", side: "workato" } as const;
  await sandbox.drift({ side: "okta", kind: "oauthClient", op: "delete", id: String(orders?.clientId) });
  await sandbox.drift({ ...patch, kind: "apiKey", id: String(billing?.apiKeyId), patch: { active: false } });
  const byHand = { name: "By hand", description: "without the mark" };
  await sandbox.drift({ ...patch, kind: "apiClient", id: String(returns?.apiClientId), patch: byHand });
  const changed = await drift();
  expect(changed.code).toBe(2);
  for (const line of [
    /^3 of the stack's resources differ from the program\.$/m,
    /^- ApiClient "orders": the client at the identity provider is gone/m,
    /^- ApiClient "billing": .*API key.* disabled/m,
    /^- ApiClient "returns": .*ownership mark/m,
    /^### returns: update\n\n\| property \| is \| wanted \|\n\|---\|---\|---\|\n\| `name` \| `"By hand"` \| `"returns"` \|$/m,
  ]) {
    expect(changed.report).toMatch(line);
  }

  const made = await allOutputs({ ...engine.workspace, state: async () => exported.deployment.resources });
  const secrets = Object.values(made).flatMap(({ clientSecret, apiKey }) => [clientSecret, apiKey].filter(Boolean));
  expect(secrets).toHaveLength(6);
  for (const secret of [...secrets, sandbox.info.oktaToken, sandbox.info.workatoToken]) {
    expect(expiring.report + changed.report + changed.out).not.toContain(String(secret));
  }
});
