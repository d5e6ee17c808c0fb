import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { cacheFolder } from "../../../../tools/cache-folder";
import { releaseLock, takeLock } from "../../../../tools/lock";

const REQUIREMENTS = join(__dirname, "requirements.txt");
const OLDEST = [3, 10] as const;
const NEEDED =
  `Python ${OLDEST.join(".")} or newer with venv and pip is needed for the tests with django-oauth-toolkit. Install it ` +
  "(Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python), or set PYTHON to its path.";

const run = promisify(execFile);

/** The Python of a virtual environment with the requirements, made once and kept outside of the tree. @throws Error that says what to install */
export async function ensureVenv(): Promise<string> {
  const python = process.env.PYTHON || "python3";
  const version = await versionOf(python);
  const wanted = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .update(version)
    .digest("hex");
  const folder = join(cacheFolder(), `django-oauth-toolkit-${wanted.slice(0, 12)}`);
  const done = join(folder, ".done");
  const made = join(folder, "bin/python");
  if (existsSync(done)) return made;
  await mkdir(dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  while (takeLock(lock) !== undefined) await sleep(300);
  try {
    if (existsSync(done)) return made;
    await rm(folder, { recursive: true, force: true });
    await run(python, ["-m", "venv", folder]).catch((error) => {
      throw new Error(`${NEEDED}\n${python} -m venv failed: ${error.stderr || error.message}`);
    });
    await run(made, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS]);
    await writeFile(done, "");
    return made;
  } finally {
    releaseLock(lock);
  }
}

async function versionOf(python: string): Promise<string> {
  const program = 'import sys; print("%d.%d" % sys.version_info[:2])';
  const { stdout } = await run(python, ["-c", program]).catch((error) => {
    throw new Error(`${NEEDED}\n${python} cannot be run: ${error.message}`);
  });
  const version = stdout.trim();
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw new Error(`${NEEDED}\n${python} is ${version}.`);
  return version;
}
