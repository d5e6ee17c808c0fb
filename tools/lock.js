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
    try {
      fs.symlinkSync(String(process.pid), path);
      return undefined;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    const owner = ownerOf(path);
    if (owner !== undefined && isAlive(owner)) return owner;
    fs.rmSync(path, { force: true });
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
