// @ts-check
const { spawn } = require("node:child_process");
const { createInterface } = require("node:readline");

/** Of what a failing command says, its end tells why. */
const ERROR_LINES = 20;

/**
 * Runs Go.
 * @param {string[]} args
 * @param {string} cwd
 * @param {(line: string) => void} [hear] what it says on stderr
 * @returns {Promise<string[]>} the lines of stdout
 * @throws Error with what Go said
 */
async function go(args, cwd, hear = () => {}) {
  const child = spawn("go", args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const [out, said] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
  createInterface(child.stdout).on("line", (line) => out.push(line));
  createInterface(child.stderr).on("line", (line) => {
    said.push(line);
    hear(line);
  });
  const code = await new Promise((close, fail) => child.on("error", fail).on("close", close));
  if (code !== 0) throw new Error(said.slice(-ERROR_LINES).join("\n"));
  return out;
}

module.exports = { go };
