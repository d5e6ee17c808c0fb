import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";

const repository = resolve(__dirname, "../..");
const installed = ".build/consumer/node_modules/toy";

/** A package of one file, with TypeScript from this repository as its only dependency. */
class Toy {
  readonly folder = mkdtempSync(join(tmpdir(), "setup-"));
  readonly path = (name: string) => join(this.folder, name);
  readonly has = (name: string) => existsSync(this.path(name));
  readonly read = (name: string) => readFileSync(this.path(name), "utf8");

  constructor() {
    const typescript = relative(realpathSync(this.folder), resolve(repository, "node_modules/typescript"));
    const manifest = {
      name: "toy",
      version: "1.0.0",
      files: ["dist", "CHANGELOG.md"],
      engines: { node: ">=20.18.1" },
      devDependencies: { typescript: `file:${typescript}` },
    };
    this.write("package.json", JSON.stringify(manifest));
    this.write(
      "package-lock.json",
      JSON.stringify({
        name: "toy",
        version: "1.0.0",
        lockfileVersion: 3,
        packages: {
          "": manifest,
          [typescript]: { version: "5.0.0", dev: true },
          "node_modules/typescript": { resolved: typescript, link: true },
        },
      }),
    );
    this.write("tsconfig.json", JSON.stringify({ compilerOptions: { rootDir: ".", types: [], lib: ["es5"] } }));
    this.write("tsconfig.build.json", JSON.stringify({ extends: "./tsconfig.json", include: ["sdk", "provider"] }));
    this.write("CHANGELOG.md", "1.0.0\n");
    this.write("sdk/index.ts", "export const answer = 42;\n");
    this.write("provider/index.ts", "export const question = 6 * 9;\n");
    for (const tool of ["setup.js", "lock.js"]) cpSync(resolve(repository, "tools", tool), this.path(`tools/${tool}`));
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  setup(env: NodeJS.ProcessEnv = {}, ...args: string[]): Promise<{ code: number | null; said: string }> {
    return new Promise((done) => {
      const child = spawn(process.execPath, ["tools/setup.js", ...args], {
        cwd: this.folder,
        env: { ...process.env, ...env },
      });
      let said = "";
      child.stdout.on("data", (chunk) => {
        said += `stdout: ${chunk}`;
      });
      child.stderr.on("data", (chunk) => {
        said += chunk;
      });
      child.on("close", (code) => done({ code, said }));
    });
  }
}

let toy: Toy;
beforeEach(() => {
  toy = new Toy();
});
afterEach(() => {
  rmSync(toy.folder, { recursive: true, force: true });
});

test("a fresh clone gets its dependencies, a build and an installed copy, and the next run nothing", async () => {
  const { code, said } = await toy.setup({ NODE_ENV: "production" });
  expect(code).toBe(0);
  expect(said).toMatch(/^setup: installing the dependencies.* \d+\.\d s\nsetup: building the package.* \d+\.\d s\n$/);
  expect(toy.has("dist/sdk/index.js")).toBe(true);
  expect(toy.read(`${installed}/package.json`)).toBe(toy.read("package.json"));
  expect(toy.read(`${installed}/CHANGELOG.md`)).toBe("1.0.0\n");
  expect(require(toy.path(`${installed}/dist/sdk/index.js`))).toEqual({ answer: 42 });

  expect(await toy.setup()).toEqual({ code: 0, said: "" });
});

test.each(["18.20.8", "20.9.0", "20.18.0"])("Node %s is refused, with the version that is needed", async (version) => {
  toy.write("older.js", `Object.defineProperty(process.versions, "node", { value: "${version}" });`);
  const { code, said } = await toy.setup({ NODE_OPTIONS: `--require ${toy.path("older.js")}` });
  expect([code, said]).toEqual([1, `setup: Node 20.18.1 or newer is needed; this is ${version}.\n`]);
});

test("a changed source is built again, and what is gone from the sources is gone from the build", async () => {
  await toy.setup();
  toy.write("sdk/other.ts", "export const other = 1;\n");
  expect((await toy.setup()).said).toMatch(/^setup: building the package/);
  expect(toy.has(`${installed}/dist/sdk/other.js`)).toBe(true);

  rmSync(toy.path("sdk/other.ts"));
  await toy.setup();
  expect(toy.has("dist/sdk/other.js")).toBe(false);
  expect(toy.has(`${installed}/dist/sdk/other.js`)).toBe(false);
});

test("a source that does not compile fails with the compiler's words and leaves the last good build", async () => {
  await toy.setup();
  toy.write("sdk/index.ts", "export const answer: string = 42;\n");
  const { code, said } = await toy.setup();
  expect(code).toBe(1);
  expect(said).toContain("sdk/index.ts(1,14): error TS2322");
  expect(toy.has(`${installed}/dist/sdk/index.js`)).toBe(true);
  expect((await toy.setup()).code).toBe(1);
});

test("two at once share the work, and a lock whose owner is dead does not stop them", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  mkdirSync(toy.path(".build"));
  symlinkSync(String(pid), toy.path(".build/setup.lock"));

  const both = await Promise.all([toy.setup(), toy.setup()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const said = both.map((one) => one.said).join("");
  expect(said.match(/installing/g)).toHaveLength(1);
  expect(said.match(/building/g)).toHaveLength(1);
});

test("a command that needs an engine has one got beside the dependencies, and does not wait for it", async () => {
  const engine = 'require("node:fs").writeFileSync("started", String(process.pid)); setTimeout(() => {}, 60_000);';
  toy.write("tools/ensure-pulumi/main.js", engine);
  await toy.setup();
  expect(toy.has("started")).toBe(false);

  rmSync(toy.path("node_modules"), { recursive: true });
  expect(await toy.setup({}, "--with-engine")).toMatchObject({ code: 0 });
  expect(process.kill(Number(toy.read("started")))).toBe(true);
});
