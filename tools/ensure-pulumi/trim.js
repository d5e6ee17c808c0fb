// @ts-check
const { existsSync } = require("node:fs");
const { copyFile, mkdir, readdir, readFile, writeFile } = require("node:fs/promises");
const { join, relative, sep } = require("node:path");
const { go } = require("./go");
const { ENGINE_MODULE } = require("./pinned");

const STUBS = join(ENGINE_MODULE, "stubs");
const GO = /\.go$/;

/**
 * Makes a Go module in `folder` that builds the pinned engine without what only the clouds need: half of the work. A
 * module with a package that `stubs/` has is copied from Go's cache, with the stub in the package's place, since Go
 * replaces whole modules only.
 * @param {string} folder
 */
async function trim(folder) {
  const goMod = await readFile(join(ENGINE_MODULE, "go.mod"), "utf8");
  const packages = await stubbedPackages();
  const modules = modulesOf([...packages], goMod);
  await go(["mod", "download", ...modules], ENGINE_MODULE);
  const places = await go(["list", "-m", "-f", "{{.Path}} {{.Dir}}", ...modules], ENGINE_MODULE);

  const replaced = [];
  for (const line of places) {
    const [path = "", place = ""] = line.split(/ (.*)/);
    const own = join(folder, "modules", path);
    await copy(path, place, own, packages);
    // Modules from before Go had any have none, and Go wants one where a module is replaced.
    if (!existsSync(join(own, "go.mod"))) await writeFile(join(own, "go.mod"), `module ${path}\n`);
    replaced.push(`replace ${path} => ./modules/${path}\n`);
  }
  await writeFile(join(folder, "go.mod"), `${goMod}\n${replaced.join("")}`);
  await copyFile(join(ENGINE_MODULE, "go.sum"), join(folder, "go.sum"));
}

/** The import paths that have a stub. */
async function stubbedPackages() {
  const files = await readdir(STUBS, { recursive: true, withFileTypes: true });
  const folders = files.filter(({ name }) => GO.test(name)).map(({ parentPath }) => relative(STUBS, parentPath));
  return new Set(folders.map((folder) => folder.split(sep).join("/")));
}

/**
 * The modules that packages are in: those with the longest matching names that a go.mod requires.
 * @param {string[]} packages
 * @param {string} goMod
 */
function modulesOf(packages, goMod) {
  const required = [...goMod.matchAll(/^\t(\S+) v\S+/gm)].map(([, path = ""]) => path);
  const modules = packages.map((name) => {
    const around = required.filter((path) => `${name}/`.startsWith(`${path}/`));
    const nearest = around.sort((a, b) => b.length - a.length)[0];
    if (nearest === undefined) throw new Error(`go.mod requires no module with the package ${name}, which has a stub`);
    return nearest;
  });
  return [...new Set(modules)];
}

/**
 * Copies a package and those below it. Go's cache is read-only, folders included, and a copy of the rights could not be
 * removed again: the folders are made anew.
 * @param {string} name its import path
 * @param {string} from
 * @param {string} to
 * @param {Set<string>} stubbed
 */
async function copy(name, from, to, stubbed) {
  await mkdir(to, { recursive: true });
  const hasStub = stubbed.has(name);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === "testdata" || entry.name.endsWith("_test.go")) continue;
    if (entry.isDirectory()) await copy(`${name}/${entry.name}`, source, target, stubbed);
    else if (!(hasStub && GO.test(entry.name))) await copyFile(source, target);
  }
  if (hasStub) await copyFile(join(STUBS, name, "stub.go"), join(to, "stub.go"));
}

module.exports = { modulesOf, trim };
