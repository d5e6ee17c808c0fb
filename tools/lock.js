// @ts-check
// Plain JavaScript that needs nothing: it serves what runs before there are dependencies.
const fs = require("node:fs");

/**
 * Takes a lock, also from a process that has ended. It is a symbolic link to its owner's process id: made with its
 * content in one step.
 * @param {string} path
 * @returns {number | undefined} the process that holds it; none if this one does now
 */
function takeLock(path) {
  for (;;) {
    if (makeLock(path)) return undefined;
    const owner = ownerOf(path);
    if (owner !== undefined && isAlive(owner)) return owner;
    if (owner !== undefined) removeDead(path);
  }
}

/**
 * Of two that find a dead owner, the slower one would remove the lock that the other has just taken. So only one at a time removes one,
 * and looks again before it does.
 * @param {string} path
 */
function removeDead(path) {
  const removal = `${path}.removal`;
  const remover = makeLock(removal) ? process.pid : ownerOf(removal);
  if (remover !== process.pid) {
    // It was killed in between.
    if (remover !== undefined && !isAlive(remover)) fs.rmSync(removal, { force: true });
    return;
  }
  const owner = ownerOf(path);
  if (owner !== undefined && !isAlive(owner)) fs.rmSync(path, { force: true });
  fs.rmSync(removal, { force: true });
}

/**
 * @param {string} path
 * @returns {boolean} whether it is this process's now
 */
function makeLock(path) {
  try {
    fs.symlinkSync(String(process.pid), path);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return false;
  }
}

/** @param {string} path */
function releaseLock(path) {
  fs.rmSync(path, { force: true });
}

/** @param {string} path */
function ownerOf(path) {
  try {
    return Number(fs.readlinkSync(path));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

module.exports = { takeLock, releaseLock, isAlive };
