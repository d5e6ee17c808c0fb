// @ts-check
const { execFile } = require("node:child_process");
const { createHash } = require("node:crypto");
const { createReadStream, existsSync } = require("node:fs");
const { mkdir, mkdtemp, rename, rm } = require("node:fs/promises");
const { dirname, join } = require("node:path");
const { pipeline } = require("node:stream/promises");
const { promisify } = require("node:util");
const { alone } = require("../alone");
const { cacheFolder } = require("../cache-folder");
const { requireJava, requireMaven } = require("./java");
const { SHA256, VERSION } = require("./pinned");
const { BUILD_OPTIONS, KC, memory } = require("./options");

/** @typedef {(line: string) => void} Say */

const run = promisify(execFile);
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";
const HEARTBEAT = 20_000;

/** @type {Say} */
const onStderr = (line) => console.error(`keycloak: ${line}`);

/**
 * Finds the pinned Keycloak in the cache, or fetches it with Maven, which knows the user's repositories and proxies, and builds
 * it for quick starts. Where another process is at that, it waits for it. Says on stderr what goes on.
 * @param {Say} [say]
 * @returns {Promise<string>} its folder
 * @throws Error that says what to install, or what went wrong
 */
async function ensureKeycloak(say = onStderr) {
  await requireJava();
  const home = join(cacheFolder(), `keycloak-${VERSION}`);
  if (existsSync(home)) return home;
  await mkdir(dirname(home), { recursive: true });
  return alone(home, say, async (tell) => {
    if (!existsSync(home)) await obtain(home, tell);
    return home;
  });
}

/**
 * Made aside and moved: whoever looks meanwhile sees a whole one or none.
 * @param {string} home
 * @param {Say} say
 */
async function obtain(home, say) {
  await requireMaven();
  const work = await mkdtemp(`${home}.work-`);
  try {
    const during = (/** @type {string} */ what, /** @type {Promise<unknown>} */ done) => {
      say(`${what} …`);
      const start = Date.now();
      const beat = setInterval(() => say(`${what}, ${Math.round((Date.now() - start) / 1000)} s …`), HEARTBEAT);
      return done.finally(() => clearInterval(beat));
    };
    const maven = ["-B", "-q", COPY, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${work}`];
    await during(`fetching ${ARTIFACT}, 180 MB`, run("mvn", maven, { cwd: work }).catch(told));
    const archive = join(work, `keycloak-quarkus-dist-${VERSION}.zip`);
    const sum = await sha256(archive);
    if (sum !== SHA256) throw new Error(`wrong checksum of ${ARTIFACT}: ${sum}, not ${SHA256}`);
    await run("jar", ["xf", archive], { cwd: work });
    const unpacked = join(work, `keycloak-${VERSION}`);
    // jar knows nothing of rights, so that it is started by name of the shell.
    const build = run("bash", [KC, "build", ...BUILD_OPTIONS], { cwd: unpacked, env: memory() }).catch(told);
    await during("building it for quick starts, once", build);
    await rename(unpacked, home);
    say(`${home}, new in the cache`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * The end of what a failed command has said tells why.
 * @param {Error & { stdout?: string, stderr?: string }} error
 * @returns {never}
 */
function told(error) {
  const said = `${error.stdout ?? ""}${error.stderr ?? ""}`.trim().split("\n").slice(-20).join("\n");
  throw new Error(said || error.message);
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

module.exports = { ensureKeycloak, onStderr };
