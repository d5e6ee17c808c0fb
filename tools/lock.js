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
    removeDead(path);
  }
}

/**
 * Of two that find a dead owner, the slower one would remove the lock that the other has just taken. So only one at a time removes one,
 * and looks again before it does.
 * @param {string} path
 */
function removeDead(path) {
  const removal = `${path}.removal`;
  if (makeLock(removal)) {
    if (isDead(path)) releaseLock(path);
    releaseLock(removal);
  } else if (isDead(removal)) {
    releaseLock(removal);
  }
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
  } catch (error) {
    // What is no lock at all is not waited for.
    if (codeOf(error) !== "ENOENT") throw error;
    return undefined;
  }
}

/** @param {string} path */
function isDead(path) {
  const owner = ownerOf(path);
  return owner !== undefined && !isAlive(owner);
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
