import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { isNativeError } from "node:util/types";
import { EnvHttpProxyAgent, fetch } from "undici";

const OFFICIAL_RELEASES = "https://get.pulumi.com/releases/sdk";
const CONNECT_TIMEOUT = 10_000;
const ARCHIVE_TIMEOUT = 300_000;

/**
 * Puts the `pulumi` of the official release, checked against the published SHA-256, into `folder`.
 * @returns its path
 * @throws Error when it cannot be reached in time, is not made for this machine, or is not what was published
 */
export async function download(version: string, folder: string, releases = OFFICIAL_RELEASES): Promise<string> {
  const archive = `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
  const published = (await get(`${releases}/pulumi-${version}-checksums.txt`, CONNECT_TIMEOUT)).toString("utf8");
  const wanted = publishedChecksum(published, archive);
  if (wanted === undefined) throw new Error(`no release for ${process.platform}-${process.arch}`);

  const content = await get(`${releases}/${archive}`, ARCHIVE_TIMEOUT);
  if (createHash("sha256").update(content).digest("hex") !== wanted) throw new Error(`wrong checksum of ${archive}`);

  await writeFile(join(folder, archive), content);
  await promisify(execFile)("tar", ["-xzf", archive, "pulumi/pulumi"], { cwd: folder });
  return join(folder, "pulumi", "pulumi");
}

/** Looks a file up in a list of lines `<sha256>  <file>`. */
function publishedChecksum(list: string, file: string): string | undefined {
  const line = list.split("\n").find((each) => each.trim().endsWith(` ${file}`));
  return line?.trim().split(/\s+/)[0];
}

async function get(url: string, timeout: number): Promise<Buffer> {
  const dispatcher = new EnvHttpProxyAgent({ connect: { timeout: CONNECT_TIMEOUT } });
  try {
    const response = await fetch(url, { dispatcher, signal: AbortSignal.timeout(timeout) });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new Error(reason(error), { cause: error });
  } finally {
    await dispatcher.destroy();
  }
}

/** `fetch` hides why it failed in `cause`. */
function reason(error: unknown): string {
  if (!isNativeError(error)) return String(error);
  return isNativeError(error.cause) ? error.cause.message : error.message;
}
