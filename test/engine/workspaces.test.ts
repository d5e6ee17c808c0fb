import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { ensurePulumi } from "../../tools/ensure-pulumi";
import { INSTALLED } from "../../tools/installed";
import { doctor } from "../cli/program";
import { NOTHING_LEFT } from "./support";

/** A program and two libraries of components, installed by the package managers that teams use. */

const run = promisify(execFile);
const OURS = "pulumi-workato-dcr";
/** The first SDK that this package asks for: it must do with pnpm. */
const SDK = "3.252.0";
const PNPM = "pnpm@10.34.8";
/** Where nothing is in npm's cache yet, it takes what the registry takes. */
const INSTALL_TIMEOUT = 600_000;
const quiet = ["--ignore-scripts", "--prefer-offline", "--loglevel=error"];

const MANAGERS = {
  npm: ["npm", "install", "--no-audit", "--no-fund", ...quiet],
  pnpm: ["npx", "--yes", PNPM, "install", "--no-frozen-lockfile", ...quiet],
};

let folder: string;
let sandbox: Sandbox;
beforeAll(async () => {
  [folder, sandbox] = await Promise.all([
    mkdtemp(join(tmpdir(), "workspaces-")).then((path) => realpath(path)),
    startSandbox(),
  ]);
  await Promise.all([pack("1.0.0"), pack("1.0.1")]);
  await mkdir(join(folder, "engine/bin"), { recursive: true });
  await symlink(await ensurePulumi(() => {}), join(folder, "engine/bin/pulumi"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await sandbox?.stop();
});

const tarball = (version: string) => join(folder, `${OURS}-${version}.tgz`);

/** The build as a tarball of a version. */
async function pack(version: string): Promise<void> {
  const copy = join(folder, `package-${version}`);
  await cp(INSTALLED, copy, { recursive: true });
  const manifest = JSON.parse(await readFile(join(copy, "package.json"), "utf8"));
  await writeFile(join(copy, "package.json"), JSON.stringify({ ...manifest, version }));
  await run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], { cwd: copy });
}

describe.each(["npm", "pnpm"] as const)("a workspace of %s", (manager) => {
  const root = () => join(folder, manager);
  const program = () => join(root(), "program");

  beforeAll(async () => {
    const member = async (name: string, source: string, dependencies: Record<string, string>) => {
      await cp(join(__dirname, "workspaces", source), join(root(), name), { recursive: true });
      await json(`${name}/package.json`, {
        name,
        version: "1.0.0",
        dependencies: { ...dependencies, "@pulumi/pulumi": SDK },
      });
    };
    const json = async (name: string, content: object) => {
      await mkdir(dirname(join(root(), name)), { recursive: true });
      await writeFile(join(root(), name), JSON.stringify(content));
    };
    const ours = `file:${tarball("1.0.0")}`;
    const local = manager === "npm" ? "*" : "workspace:*";
    await member("library", "library", { [OURS]: ours });
    await member("other-library", "library", { [OURS]: `file:${tarball("1.0.1")}` });
    await member("program", "program", { [OURS]: ours, library: local, "other-library": local });
    const members = ["library", "other-library", "program"];
    await json("package.json", { name: "root", private: true, workspaces: members });
    await writeFile(join(root(), "pnpm-workspace.yaml"), `packages: ${JSON.stringify(members)}\n`);
    // npm puts what all members share in the workspace's root.
    const path = manager === "npm" ? "../node_modules/@pulumi/pulumi" : "node_modules/@pulumi/pulumi";
    const plugins = { providers: [{ name: "pulumi-nodejs", path }] };
    await json("program/Pulumi.json", { name: "workspaces", runtime: "nodejs", plugins });
    const [command = "", ...args] = MANAGERS[manager];
    await run(command, args, { cwd: root(), env: { ...process.env, npm_config_store_dir: join(folder, "store") } });
  }, INSTALL_TIMEOUT);

  /** Everything from creation to destruction, in a process whose program is loaded from the workspace. */
  async function cycle(name: string) {
    const { info } = sandbox;
    const backend = join(root(), "backend");
    await mkdir(backend, { recursive: true });
    const { stdout } = await run(process.execPath, ["main.js", name], {
      cwd: program(),
      maxBuffer: 64 * 1024 * 1024,
      env: {
        PATH: process.env.PATH,
        PULUMI_ROOT: join(folder, "engine"),
        PULUMI_HOME: join(root(), "home"),
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "passphrase",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        WORKATO_BASE_URL: info.workatoBaseUrl,
        WORKATO_API_TOKEN: info.workatoToken,
        OKTA_ORG_URL: info.oktaOrgUrl,
        OKTA_API_TOKEN: info.oktaToken,
        SCOPE: info.scope,
      },
    });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  }

  const REQUIRED = ["api-client-credential", "api-client", "dcr-provider"].map(
    (name) => `${OURS}/dist/provider/dynamic/${name}.js`,
  );

  test("runs a component of a library that has the program's copy of the package", async () => {
    expect(await cycle("shared")).toEqual({
      up: { create: 5 },
      refresh: { same: 5 },
      again: { same: 5 },
      destroy: { delete: 5 },
      required: REQUIRED,
    });
    expect(await sandbox.state()).toEqual(NOTHING_LEFT);
  });

  test("runs a library that has a copy of its own, which the program and the library hand their objects to", async () => {
    expect(await cycle("apart")).toEqual({
      up: { create: 5 },
      refresh: { same: 5 },
      again: { same: 5 },
      destroy: { delete: 5 },
      required: REQUIRED,
    });
    expect(await sandbox.state()).toEqual(NOTHING_LEFT);
  });

  test("doctor finds nothing wrong with the installation", async () => {
    const { checks } = await doctor({ cwd: program() });
    expect(checks.installation).toMatchObject({ status: "ok", seen: expect.stringContaining(`@pulumi/pulumi ${SDK}`) });
  });
});
