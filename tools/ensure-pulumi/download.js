// @ts-check
const { execFile } = require("node:child_process");
const { createHash } = require("node:crypto");
const { writeFile } = require("node:fs/promises");
const { join } = require("node:path");
const { promisify } = require("node:util");

const run = promisify(execFile);
const OFFICIAL_RELEASES = "https://get.pulumi.com/releases/sdk";
const CONNECT_SECONDS = 10;
const ARCHIVE_SECONDS = 300;

/**
 * Puts the `pulumi` of the official release, checked against the published SHA-256, into `folder`.
 * @param {string} version
 * @param {string} folder
 * @returns {Promise<string>} its path
 * @throws Error when it cannot be reached in time, is not made for this machine, or is not what was published
 */
async function download(version, folder, releases = OFFICIAL_RELEASES) {
  const archive = `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
  const published = (await get(`${releases}/pulumi-${version}-checksums.txt`, CONNECT_SECONDS)).toString("utf8");
  const wanted = publishedChecksum(published, archive);
  if (wanted === undefined) throw new Error(`no release for ${process.platform}-${process.arch}`);

  const content = await get(`${releases}/${archive}`, ARCHIVE_SECONDS);
  if (createHash("sha256").update(content).digest("hex") !== wanted) throw new Error(`wrong checksum of ${archive}`);

  await writeFile(join(folder, archive), content);
  await run("tar", ["-xzf", archive, "pulumi/pulumi"], { cwd: folder });
  return join(folder, "pulumi", "pulumi");
}

/**
 * Looks a file up in a list of lines `<sha256>  <file>`.
 * @param {string} list
 * @param {string} file
 */
function publishedChecksum(list, file) {
  const line = list.split("\n").find((each) => each.trim().endsWith(` ${file}`));
  return line?.trim().split(/\s+/)[0];
}

/**
 * By curl, which knows every proxy; where there is none, by `fetch`, which in Node 20 knows none.
 * @param {string} url
 * @param {number} seconds
 * @returns {Promise<Buffer>}
 */
async function get(url, seconds) {
  const limits = ["--connect-timeout", `${CONNECT_SECONDS}`, "--max-time", `${seconds}`];
  try {
    const { stdout } = await run("curl", ["-fsSL", ...limits, url], { encoding: "buffer", maxBuffer: 2 ** 30 });
    return stdout;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    if (error.code !== "ENOENT") throw new Error("stderr" in error ? String(error.stderr).trim() : error.message);
  }
  const response = await fetch(url, { signal: AbortSignal.timeout(seconds * 1000) }).catch((error) => {
    // What went wrong is in its cause.
    throw error.cause ?? error;
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

module.exports = { download };
