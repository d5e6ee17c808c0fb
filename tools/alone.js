// @ts-check
const { appendFileSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { setTimeout: sleep } = require("node:timers/promises");
const { releaseLock, takeLock } = require("./lock");

/**
 * Does `work` while no other process does it. Until then it repeats what the other one says, who writes it to a file
 * for that.
 * @template T
 * @param {string} path what the lock and that file are named after
 * @param {(line: string) => void} say
 * @param {(say: (line: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function alone(path, say, work) {
  const [lock, log] = [`${path}.lock`, `${path}.log`];
  let heard = 0;
  for (let owner = takeLock(lock); owner !== undefined; owner = takeLock(lock)) {
    const lines = written(log).split("\n").slice(0, -1);
    for (const line of lines.slice(heard)) say(`process ${owner}: ${line}`);
    heard = lines.length;
    await sleep(300);
  }
  try {
    writeFileSync(log, "");
    return await work((line) => {
      say(line);
      appendFileSync(log, `${line}\n`);
    });
  } finally {
    rmSync(log, { force: true });
    releaseLock(lock);
  }
}

/**
 * @param {string} log
 * @returns {string} nothing where the other one has not begun, or has just ended
 */
function written(log) {
  try {
    return readFileSync(log, "utf8");
  } catch {
    return "";
  }
}

module.exports = { alone };
