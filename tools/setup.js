// Prepares a clone for every other command: dependencies, build, and an installed copy of the build.
// Plain JavaScript that needs nothing, because it runs before there are dependencies. What is up to date is skipped.
const { spawn, spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { Worker } = require("node:worker_threads");
const { releaseLock, takeLock } = require("./lock");

const root = path.resolve(__dirname, "..");
const at = (...parts) => path.join(root, ...parts);
const manifest = JSON.parse(fs.readFileSync(at("package.json"), "utf8"));

const OLDEST_NODE = manifest.engines.node.replace(">=", "");
const LOCK = at(".build", "setup.lock");
/** Given by the commands that need an engine. */
const WITH_ENGINE = "--with-engine";
const LOCK_WAIT_SECONDS = 900;
/** Whoever has stopped to read is no error. */
const SIGNS_OF_LIFE = `
  setInterval(() => {
    try {
      require("node:fs").writeSync(2, "… ");
    } catch {}
  }, 5000);
`;
const CONSUMER = at(".build", "consumer");
const INSTALLED = path.join(CONSUMER, "node_modules", manifest.name);

function main() {
  if (isOlder(process.versions.node, OLDEST_NODE)) {
    throw new Error(`Node ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}.`);
  }
  fs.mkdirSync(at(".build"), { recursive: true });
  lock();
  try {
    const dependencies = hashOf(["package-lock.json"], pick(manifest, /dependencies$/i));
    step("installing the dependencies (npm ci)", at("node_modules", ".setup-stamp"), dependencies, installDependencies);
    const { include } = JSON.parse(fs.readFileSync(at("tsconfig.build.json"), "utf8"));
    const sources = [...include, "tsconfig.json", "tsconfig.build.json", "package.json", ...extraFiles()];
    const built = path.join(INSTALLED, ".setup-stamp");
    if (!fs.existsSync(at("dist"))) fs.rmSync(built, { force: true });
    step("building the package", built, hashOf(sources, dependencies), buildPackage);
  } finally {
    releaseLock(LOCK);
  }
}

function isOlder(version, than) {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}

/** Runs `work` unless the stamp file says that it was done for this `hash`. */
function step(title, stamp, hash, work) {
  if (read(stamp) === hash) return;
  const start = Date.now();
  process.stderr.write(`setup: ${title} … `);
  // A thread of its own, because the work holds this one.
  const signsOfLife = new Worker(SIGNS_OF_LIFE, { eval: true });
  try {
    work();
    fs.writeFileSync(stamp, hash);
  } catch (error) {
    process.stderr.write("failed\n");
    throw error;
  } finally {
    signsOfLife.terminate();
  }
  process.stderr.write(`${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

function installDependencies() {
  if (process.argv.includes(WITH_ENGINE)) startEngine();
  // Stated here, because the caller's settings (`npm run -s`, NODE_ENV=production) would hide errors and omit the tools.
  run("npm", ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=warn"]);
}

/** Getting an engine takes minutes and no dependency: it goes on beside this, and whoever needs the engine joins it. */
function startEngine() {
  const engine = spawn(process.execPath, [at("tools/ensure-pulumi/main.js")], { stdio: "ignore" });
  engine.on("error", () => {});
  engine.unref();
}

/**
 * Builds `dist`, and beside it what `npm install` of the packed package would give: the engine refers to a provider by a
 * short `require` only if it lies under `node_modules`. Both are built aside and moved, so that nothing stale remains
 * and nobody sees half a build.
 */
function buildPackage() {
  const work = at(".build", "work");
  fs.rmSync(work, { recursive: true, force: true });
  try {
    const dist = path.join(work, "dist");
    run(process.execPath, [
      at("node_modules", "typescript", "bin", "tsc"),
      "-p",
      "tsconfig.build.json",
      "--outDir",
      dist,
    ]);
    const copy = path.join(work, "package");
    fs.cpSync(dist, path.join(copy, "dist"), { recursive: true });
    for (const file of ["package.json", ...extraFiles()])
      fs.cpSync(at(file), path.join(copy, file), { recursive: true });

    move(dist, at("dist"), work);
    fs.mkdirSync(path.dirname(INSTALLED), { recursive: true });
    fs.writeFileSync(path.join(CONSUMER, "package.json"), '{ "private": true }\n');
    move(copy, INSTALLED, work);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** What npm packs besides `dist` and package.json. */
function extraFiles() {
  return [...manifest.files, "README.md", "LICENSE"].filter((file) => file !== "dist" && fs.existsSync(at(file)));
}

function move(from, to, trash) {
  if (fs.existsSync(to)) fs.renameSync(to, path.join(trash, `old-${path.basename(to)}`));
  fs.renameSync(from, to);
}

function run(command, args) {
  const result = spawnSync(command, args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`\n${result.stdout}${result.stderr}`.trimEnd());
}

/** A hash over the content of files and folders, and over `more`. */
function hashOf(names, more) {
  const hash = createHash("sha256").update(process.platform + process.arch + more);
  for (const file of names.flatMap(filesUnder)) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(at(file)));
  }
  return hash.digest("hex");
}

function filesUnder(name) {
  if (!fs.statSync(at(name)).isDirectory()) return [name];
  return fs
    .readdirSync(at(name))
    .sort()
    .flatMap((entry) => filesUnder(path.join(name, entry)));
}

function pick(object, keys) {
  return JSON.stringify(Object.entries(object).filter(([key]) => keys.test(key)));
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** One setup at a time. */
function lock() {
  const deadline = Date.now() + LOCK_WAIT_SECONDS * 1000;
  let announced = false;
  for (let owner = takeLock(LOCK); owner !== undefined; owner = takeLock(LOCK)) {
    if (Date.now() > deadline) throw new Error(`process ${owner} holds ${LOCK}; remove it if that is no setup`);
    if (!announced) process.stderr.write(`setup: waiting for the one that process ${owner} runs …\n`);
    announced = true;
    sleep(200);
  }
}

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

try {
  main();
} catch (error) {
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}
