import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { ensurePulumi } from "../../tools/ensure-pulumi";
import { createWorkspace, type Workspace } from "../../tools/workspace";
import { doctor, NOWHERE, sandboxEnv, those } from "./program";

let sandbox: Sandbox;
let workspace: Workspace;
/** Of a shell in which `pulumi preview` works. */
let shell: Record<string, string>;
beforeAll(async () => {
  sandbox = await startSandbox();
  workspace = await createWorkspace({ sandbox });
  await workspace.stack.workspace.selectStack("test");
  const engine = dirname(await ensurePulumi(() => {}));
  const { envVars, pulumiHome = "" } = workspace.stack.workspace;
  shell = { ...envVars, PATH: [engine, process.env.PATH].join(delimiter), PULUMI_HOME: pulumiHome };
});
afterAll(async () => {
  await workspace?.remove();
  await sandbox?.stop();
});

const SOURCE = "configuration source";
const project = () => workspace.stack.workspace.workDir;

test("in a project, the selected stack is what counts, before the environment", async () => {
  const env = { ...shell, WORKATO_API_TOKEN: "wrkaus-not-the-one", OKTA_API_TOKEN: "00not-the-one" };
  const examined = await doctor({ env, cwd: project() });
  expect(examined).toMatchObject({ code: 0, ok: true, err: "" });
  expect(examined.checks[SOURCE]).toEqual({
    name: SOURCE,
    status: "ok",
    seen: `the selected stack of ${join(project(), "Pulumi.json")}`,
  });
  for (const secret of [sandbox.info.workatoToken, sandbox.info.oktaToken]) expect(examined.out).not.toContain(secret);
});

test("--cwd and --stack name another place", async () => {
  const examined = await doctor({ env: shell, cwd: NOWHERE }, "--cwd", project(), "--stack", "test");
  expect(examined.ok).toBe(true);
  expect(examined.checks[SOURCE]?.seen).toBe(`test of ${join(project(), "Pulumi.json")}`);
});

test("a token in plain text is a warning with the command that hides it", async () => {
  await workspace.configure({ "workato-dcr:apiToken": sandbox.info.workatoToken });
  const examined = await doctor({ env: shell, cwd: project() });
  await workspace.configure({ "workato-dcr:apiToken": { value: sandbox.info.workatoToken, secret: true } });
  expect(those(examined, "warn")).toEqual([SOURCE]);
  expect(examined.checks[SOURCE]).toMatchObject({
    seen: expect.stringContaining("workato-dcr:apiToken in plain text"),
    next: "Run: pulumi config set --secret workato-dcr:apiToken",
  });
  expect(examined.out).not.toContain(sandbox.info.workatoToken);
});

test("so is a credential of a further identity provider, and one that is hidden beside plain settings is not", async () => {
  const idp = (apiToken: string) => JSON.stringify({ two: { type: "okta", orgUrl: "https://two.okta.com", apiToken } });
  await workspace.configure({ "workato-dcr:identityProviders": idp("token-of-two") });
  const open = await doctor({ env: shell, cwd: project() });
  await workspace.configure({ "workato-dcr:identityProviders": { value: idp("token-of-two"), secret: true } });
  const hidden = await doctor({ env: shell, cwd: project() });
  await workspace.configure({ "workato-dcr:identityProviders": undefined });
  expect(open.checks[SOURCE]).toMatchObject({
    seen: expect.stringContaining("workato-dcr:identityProviders in plain text"),
    next: "Run: pulumi config set --secret --path 'workato-dcr:identityProviders.<name>.<setting>'",
  });
  expect(hidden.checks[SOURCE]?.status).toBe("ok");
});

describe("a stack that cannot be read fails, and the environment does not stand in", () => {
  it.each([
    ["a wrong passphrase", { PULUMI_CONFIG_PASSPHRASE: "wrong" }, [], "incorrect passphrase"],
    ["a stack that there is not", {}, ["--stack", "prod"], "no stack named 'prod' found"],
    ["a stack named, and no pulumi", { PATH: NOWHERE }, ["--stack", "test"], "there is no pulumi on PATH"],
    ["a stack named, and no project", {}, ["--stack", "test", "--cwd", NOWHERE], "no Pulumi.yaml project file found"],
  ])("%s", async (_, changes, args, said) => {
    const env = { ...shell, ...sandboxEnv(sandbox.info), ...changes };
    const examined = await doctor({ env, cwd: project() }, ...args);
    expect(examined.code).toBe(1);
    expect(those(examined, "fail")).toEqual([SOURCE]);
    expect(examined.checks[SOURCE]?.seen).toContain(said);
    const others = Object.keys(examined.checks).filter((name) => name !== SOURCE && name !== "installation");
    expect(those(examined, "skip")).toEqual(others);
  });
});

describe("the environment stands in, and a line says so", () => {
  it.each<[string, () => Promise<Record<string, string>>, string, RegExp]>([
    ["no pulumi", async () => ({ PATH: NOWHERE }), "there is no pulumi on PATH", /^Put pulumi on PATH/],
    [
      "no selected stack",
      async () => ({ PULUMI_HOME: await mkdtemp(join(tmpdir(), "home-")) }),
      "is selected",
      /pulumi stack select$/,
    ],
  ])("%s", async (_, changes, why, next) => {
    const env = { ...shell, ...sandboxEnv(sandbox.info), ...(await changes()) };
    const examined = await doctor({ env, cwd: project() });
    expect(examined.code).toBe(0);
    expect(those(examined, "warn")).toEqual([SOURCE]);
    expect(examined.checks[SOURCE]).toMatchObject({
      seen: expect.stringMatching(new RegExp(`^environment variables, since .*${why}`)),
      next: expect.stringMatching(next),
    });
  });
});

test("Okta's org server has no claims to carry API keys: the store stack cannot use it, the store workato can", async () => {
  const ofOrg = { "workato-dcr:oktaAuthorizationServerId": "" };
  await workspace.configure(ofOrg);
  const stack = await doctor({ env: shell, cwd: project() });
  expect(those(stack, "fail")).toContain("authorization server");
  expect(stack.checks["authorization server"]?.next).toBe(
    "Run: pulumi config set workato-dcr:oktaAuthorizationServerId default",
  );
  await workspace.configure({ "workato-dcr:dcrProviderStore": "workato" });
  const workato = await doctor({ env: shell, cwd: project() });
  expect(workato.checks["authorization server"]?.status).toBe("skip");
});
