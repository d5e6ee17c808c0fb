import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { build } from "./build";
import { choose, type Found } from "./choose";
import { download } from "./download";
import { pinnedVersions } from "./pinned";

const BUILD_TIME = "about 5 minutes on two cores";

/**
 * Finds a `pulumi` (on PATH, then in the cache), or obtains the pinned one (the official download, then a build from
 * source) and keeps it in the cache. Says on stderr what it does.
 * @returns the path of the binary
 * @throws Error that names every way that failed
 */
export async function ensurePulumi(say = (line: string) => console.error(`pulumi: ${line}`)): Promise<string> {
  const versions = pinnedVersions();
  const cached = join(cacheFolder(), `engine-${versions.engine}`, "pulumi");
  const choice = choose(await lookOnPath(), await ask(cached, "not in the cache"), versions.engine);
  if (choice.path !== undefined) {
    say(choice.because);
    return choice.path;
  }

  await mkdir(dirname(cached), { recursive: true });
  // Beside its destination, so that the last step is one rename: whoever else does the same sees a whole file or none.
  const work = await mkdtemp(join(cacheFolder(), "work-"));
  try {
    say(`${choice.because}; downloading ${versions.engine} …`);
    const binary = await download(versions.engine, work).catch((error: Error) => {
      say(`download failed (${error.message}); building ${versions.engine} from source, ${BUILD_TIME} …`);
      return build(versions, work, say);
    });
    const found = await ask(binary, "it does not run");
    if ("missing" in found) throw new Error(found.missing);
    await rename(binary, cached);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  say(`${cached}, new in the cache`);
  return cached;
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-workato-dcr");
}

async function lookOnPath(): Promise<Found> {
  const missing = "not on PATH";
  for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    const found = await ask(join(folder, "pulumi"), missing);
    if ("path" in found) return found;
  }
  return { missing };
}

/** Asks a binary for its version, which also shows that it runs on this machine. */
async function ask(path: string, missing: string): Promise<Found> {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await promisify(execFile)(path, ["version"], { env, timeout: 30_000 });
    return { path, version: stdout.trim().replace(/^v/, "") };
  } catch {
    return { missing };
  }
}
