/** The first version whose engine does what the tests rely on. */
export const OLDEST = "3.181.0";

/** What was found at a place: a `pulumi` and the version that it gave (without a leading `v`), or why there is none. */
export type Found = { path: string; version: string } | { missing: string };

interface Choice {
  /** The binary to use; none if one has to be obtained. */
  path?: string;
  /** One sentence for people: what was taken, and why the others were not. */
  because: string;
}

/** Decides between the `pulumi` on PATH and the one in the cache, which is of the pinned version or of no use. */
export function choose(onPath: Found, cached: Found, pinned: string): Choice {
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

/** Compares `major.minor.patch`, with or without a leading `v` or `go`; what is not such a version is never new enough. */
export function isNewEnough(version: string, oldest: string): boolean {
  const [is, wanted] = [numbers(version), numbers(oldest)];
  if (is === undefined || wanted === undefined) return false;
  for (const [index, part] of wanted.entries()) {
    const difference = (is[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(version: string): number[] | undefined {
  const match = /^(?:v|go)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version.trim());
  return match?.slice(1).map((part) => Number(part ?? 0));
}
