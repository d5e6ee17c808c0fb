// @ts-check
const { execFile } = require("node:child_process");
const { mkdir, mkdtemp, readdir, rename, rm } = require("node:fs/promises");
const { basename, delimiter, dirname, join } = require("node:path");
const { promisify } = require("node:util");
const { alone } = require("../alone");
const { cacheFolder } = require("../cache-folder");
const { build } = require("./build");
const { choose } = require("./choose");
const { download } = require("./download");
const { engineName, pinnedVersions } = require("./pinned");

/** @typedef {(line: string) => void} Say */

const BUILD_TIME = "about 3 minutes on two cores";

/**
 * Finds a `pulumi` (on PATH, then in the cache), or obtains the pinned one (the official download, then a build from
 * source) and keeps it in the cache. Where another process is at that, it waits for it. Says on stderr what goes on.
 * @param {Say} [say]
 * @returns {Promise<string>} the path of the binary
 * @throws Error that names every way that failed
 */
async function ensurePulumi(say = (line) => console.error(`pulumi: ${line}`)) {
  const versions = pinnedVersions();
  const folder = join(cacheFolder(), engineName());
  const cached = join(folder, "pulumi");
  const find = async () => choose(await lookOnPath(), await ask(cached, "not in the cache"), versions.engine);

  const first = await find();
  if (first.path !== undefined) {
    say(first.because);
    return first.path;
  }
  await mkdir(folder, { recursive: true });
  return alone(folder, say, async (tell) => {
    const choice = await find();
    if (choice.path === undefined) await obtain(versions, cached, choice.because, tell);
    tell(choice.path === undefined ? `${cached}, new in the cache` : choice.because);
    return choice.path ?? cached;
  });
}

/**
 * @param {{ engine: string, go: string }} versions
 * @param {string} cached
 * @param {string} because
 * @param {Say} say
 */
async function obtain(versions, cached, because, say) {
  // Beside its destination, so that the last step is one rename: whoever looks meanwhile sees a whole file or none.
  const work = `${dirname(cached)}.work-`;
  for (const left of await readdir(dirname(work))) {
    if (left.startsWith(basename(work))) await rm(join(dirname(work), left), { recursive: true, force: true });
  }
  const own = await mkdtemp(work);
  try {
    say(`${because}; downloading ${versions.engine} …`);
    const binary = await download(versions.engine, own).catch((error) => {
      say(`download failed (${error.message}); building ${versions.engine} from source, ${BUILD_TIME} …`);
      return build(versions, own, say);
    });
    const found = await ask(binary, "it does not run");
    if ("missing" in found) throw new Error(found.missing);
    await rename(binary, cached);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** @returns {Promise<import("./choose").Found>} */
async function lookOnPath() {
  const missing = "not on PATH";
  for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    const found = await ask(join(folder, "pulumi"), missing);
    if ("path" in found) return found;
  }
  return { missing };
}

/**
 * Asks a binary for its version, which also shows that it runs on this machine.
 * @param {string} path
 * @param {string} missing
 * @returns {Promise<import("./choose").Found>}
 */
async function ask(path, missing) {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await promisify(execFile)(path, ["version"], { env, timeout: 30_000 });
    return { path, version: stdout.trim().replace(/^v/, "") };
  } catch {
    return { missing };
  }
}

module.exports = { ensurePulumi };
