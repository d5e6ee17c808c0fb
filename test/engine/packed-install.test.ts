import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { ensurePulumi } from "../../tools/ensure-pulumi";
import { NOTHING_LEFT } from "./support";

const REPOSITORY = resolve(__dirname, "../..");
const TSC = join(REPOSITORY, "node_modules/typescript/bin/tsc");
const run = promisify(execFile);

interface Manifest {
  name: string;
  version: string;
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
}

let folder: string;
let project: string;
let sandbox: Sandbox;
let manifest: Manifest;
let packed: { filename: string; files: { path: string }[] };
beforeAll(async () => {
  [folder, sandbox] = await Promise.all([
    mkdtemp(join(tmpdir(), "packed-")).then((path) => realpath(path)),
    startSandbox(),
  ]);
  project = join(folder, "project");
  manifest = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8"));
  packed = await pack();
  await install();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await sandbox?.stop();
});

/** From a copy, since packing builds: what others use meanwhile stays as it is. */
async function pack(): Promise<typeof packed> {
  const clone = join(folder, "clone");
  const made = /^(node_modules|dist|\.build|\.git)$/;
  await cp(REPOSITORY, clone, { recursive: true, filter: (path) => !made.test(relative(REPOSITORY, path)) });
  await symlink(join(REPOSITORY, "node_modules"), join(clone, "node_modules"));
  const { stdout } = await run("npm", ["pack", "--json", "--silent", "--pack-destination", folder], { cwd: clone });
  return JSON.parse(stdout.slice(stdout.indexOf("[")))[0];
}

/** The tarball as npm unpacks it, with links to what it declares and to nothing else, and a program that is compiled there. */
async function install(): Promise<void> {
  const modules = join(project, "node_modules");
  await mkdir(join(modules, manifest.name), { recursive: true });
  await run("tar", ["-xzf", join(folder, packed.filename), "-C", join(modules, manifest.name), "--strip-components=1"]);
  for (const name of [...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), "@types/node"]) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(REPOSITORY, "node_modules", name), join(modules, name));
  }
  await cp(join(__dirname, "packed-install/program.ts"), join(project, "program.ts"));
  await mkdir(join(project, "engine/bin"), { recursive: true });
  await symlink(await ensurePulumi(() => {}), join(project, "engine/bin/pulumi"));
}

test("the package holds what its manifest names, its documents and its build, and nothing else", () => {
  const paths = packed.files.map(({ path }) => path);
  const targets = Object.values({ ...manifest.bin, ...manifest.exports });
  const named = targets.flatMap((target) => (typeof target === "string" ? target : Object.values(target)));
  expect(paths).toEqual(
    expect.arrayContaining([...named.map((path) => path.replace(/^\.\//, "")), "README.md", "LICENSE"]),
  );
  expect(
    paths.filter(
      (path) =>
        !/^(dist\/(sdk|provider|cli)\/.*\.(js|d\.ts)|docs\/[^/]+\.(md|svg)|[A-Z]+(\.md)?|package\.json)$/.test(path),
    ),
  ).toEqual([]);
});

test("its types compile in a strict program", async () => {
  const options = ["--strict", "--target", "es2022", "--module", "nodenext", "--types", "node", "--skipLibCheck"];
  await expect(run(process.execPath, [TSC, ...options, "program.ts"], { cwd: project })).resolves.toMatchObject({
    stdout: "",
  });
});

test("the program runs from preview to destroy", async () => {
  const { info } = sandbox;
  const plugins = { providers: [{ name: "pulumi-nodejs", path: "node_modules/@pulumi/pulumi" }] };
  await writeFile(join(project, "Pulumi.json"), JSON.stringify({ name: "packed", runtime: "nodejs", plugins }));
  await mkdir(join(project, "backend"));
  const { stdout } = await run(process.execPath, ["program.js"], {
    cwd: project,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env.PATH,
      PULUMI_ROOT: join(project, "engine"),
      PULUMI_HOME: join(project, "home"),
      PULUMI_BACKEND_URL: `file://${join(project, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      WORKATO_BASE_URL: info.workatoBaseUrl,
      WORKATO_API_TOKEN: info.workatoToken,
      OKTA_ORG_URL: info.oktaOrgUrl,
      OKTA_API_TOKEN: info.oktaToken,
      SCOPE: info.scope,
    },
  });
  const { deployment, outputs, printed, ...changes } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  expect(changes).toEqual({
    preview: { create: 4 },
    up: { create: 4 },
    refresh: { same: 4 },
    again: { same: 4 },
    destroy: { delete: 4 },
  });
  expect(outputs).toMatchObject({ apiClientId: { secret: false }, clientSecret: { secret: true } });
  expect(printed).not.toContain("warning");

  const resources: { inputs?: { __provider?: string } }[] = deployment.resources;
  const code = resources.flatMap(({ inputs }) => inputs?.__provider ?? []);
  // Old states run the new code through these, so they are spelt out.
  const required = code.map((one) => /require\("([^"]+)"\)/.exec(one)?.[1] ?? "");
  expect(required.sort()).toEqual([
    "pulumi-workato-dcr/dist/provider/dynamic/api-client.js",
    "pulumi-workato-dcr/dist/provider/dynamic/dcr-provider.js",
    "pulumi-workato-dcr/dist/provider/dynamic/http-connection.js",
  ]);
  for (const path of required) expect(Object.keys(manifest.exports)).toContain(path.replace(manifest.name, "."));
  for (const one of code) expect(one.length).toBeLessThan(400);
  expect(await sandbox.state()).toEqual(NOTHING_LEFT);
});
