// @ts-check
const { spawn } = require("node:child_process");
const { randomBytes } = require("node:crypto");
const { join } = require("node:path");
const { createInterface } = require("node:readline");
const { ensureKeycloak, onStderr } = require(".");
const { KC, START_OPTIONS, memory } = require("./options");

const HEARTBEAT = 15_000;
/** On a busy machine, a start has taken 250 s. */
const PATIENCE = 600_000;

/**
 * @typedef {object} RunningKeycloak
 * @property {string} url without a trailing slash
 * @property {{ clientId: string, clientSecret: string }} admin a service account of the realm `master` that may do everything
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the pinned Keycloak, with nothing in it but the realm `master`. It ends with this process at the latest.
 * @param {(line: string) => void} [say]
 * @returns {Promise<RunningKeycloak>}
 */
async function startKeycloak(say = onStderr) {
  const home = await ensureKeycloak(say);
  const admin = { clientId: "bootstrap", clientSecret: randomBytes(24).toString("hex") };
  const env = {
    ...memory(),
    KC_BOOTSTRAP_ADMIN_CLIENT_ID: admin.clientId,
    KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: admin.clientSecret,
  };
  const command = [join(__dirname, "keeper.js"), "bash", KC, "start", ...START_OPTIONS];
  const child = spawn(process.execPath, command, { cwd: home, env, stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = await ready(child, say);
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { url, admin, stop };
}

/**
 * @param {import("node:child_process").ChildProcessWithoutNullStreams} child
 * @param {(line: string) => void} say
 * @returns {Promise<string>} where it listens
 */
function ready(child, say) {
  const start = Date.now();
  const said = /** @type {string[]} */ ([]);
  return new Promise((/** @type {(url: string) => void} */ resolve, reject) => {
    const seconds = () => Math.round((Date.now() - start) / 1000);
    say("starting, half a minute on an idle machine …");
    const beat = setInterval(() => say(`still starting, ${seconds()} s …`), HEARTBEAT);
    const patience = setTimeout(() => fail(`it was not ready after ${seconds()} s`), PATIENCE);
    const settle = () => {
      clearInterval(beat);
      clearTimeout(patience);
    };
    const fail = (/** @type {string} */ why) => {
      settle();
      child.stdin.end();
      reject(new Error(`Keycloak does not start: ${why}\n${said.slice(-20).join("\n")}`));
    };
    const hear = (/** @type {string} */ line) => {
      said.push(line);
      const url = /Listening on: (http:\S+)/.exec(line)?.[1];
      if (url === undefined) return;
      settle();
      say(`ready at ${url}, ${seconds()} s`);
      resolve(url.replace(/\/$/, ""));
    };
    // Read to the end, or it would stand still once the pipe is full.
    for (const output of [child.stdout, child.stderr]) createInterface(output).on("line", hear);
    child.once("error", ({ message }) => fail(message));
    child.once("exit", (code) => fail(`it ended with code ${code}`));
  });
}

module.exports = { startKeycloak };
