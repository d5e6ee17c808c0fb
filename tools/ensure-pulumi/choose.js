// @ts-check

/** The first version whose engine does what the tests rely on. */
const OLDEST = "3.181.0";

/**
 * What was found at a place: a `pulumi` and the version that it gave (without a leading `v`), or why there is none.
 * @typedef {{ path: string, version: string } | { missing: string }} Found
 *
 * @typedef {object} Choice
 * @property {string} [path] The binary to use; none if one has to be obtained.
 * @property {string} because One sentence for people: what was taken, and why the others were not.
 */

/**
 * Decides between the `pulumi` on PATH and the one in the cache, which is of the pinned version or of no use.
 * @param {Found} onPath
 * @param {Found} cached
 * @param {string} pinned
 * @returns {Choice}
 */
function choose(onPath, cached, pinned) {
  if (!("missing" in onPath) && isNewEnough(onPath.version, OLDEST)) {
    return { path: onPath.path, because: `${onPath.path}, version ${onPath.version}, on PATH` };
  }
  const notOnPath =
    "missing" in onPath ? onPath.missing : `the one on PATH, ${onPath.version}, is older than ${OLDEST}`;

  if (!("missing" in cached) && cached.version === pinned) {
    return { path: cached.path, because: `${cached.path}, from the cache; ${notOnPath}` };
  }
  const notCached = "missing" in cached ? cached.missing : `the one in the cache is ${cached.version}, not ${pinned}`;
  return { because: `${notOnPath}; ${notCached}` };
}

/**
 * Compares `major.minor.patch`, with or without a leading `v` or `go`; what is not such a version is never new enough.
 * @param {string} version
 * @param {string} oldest
 */
function isNewEnough(version, oldest) {
  const [is, wanted] = [numbers(version), numbers(oldest)];
  if (is === undefined || wanted === undefined) return false;
  for (const [index, part] of wanted.entries()) {
    const difference = (is[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** @param {string} version */
function numbers(version) {
  const match = /^(?:v|go)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version.trim());
  return match?.slice(1).map((part) => Number(part ?? 0));
}

module.exports = { OLDEST, choose, isNewEnough };
