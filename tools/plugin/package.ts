import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import manifest from "../../package.json";
import { bundlePlugin } from "./bundle";

const OUTPUT = join(__dirname, "../../.build/release");
/** Where Node runs it, the plugin is the same; Pulumi asks for one by these names. */
const PLATFORMS = ["linux", "darwin", "windows"].flatMap((os) => ["amd64", "arm64"].map((arch) => `${os}-${arch}`));

export const archiveName = (platform: string, version = manifest.version) =>
  `pulumi-resource-workato-dcr-v${version}-${platform}.tar.gz`;

/** Makes what a release of the plugin consists of: an archive for each platform, and their checksums. @returns the folder */
export async function packagePlugin(folder = OUTPUT): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const content = await mkdtemp(join(tmpdir(), "workato-dcr-plugin-"));
  try {
    await bundlePlugin(content);
    const [first = "", ...others] = PLATFORMS.map((platform) => join(folder, archiveName(platform)));
    await promisify(execFile)("tar", ["-czf", first, "-C", content, ...(await readdir(content))]);
    for (const other of others) await copyFile(first, other);
    const sum = createHash("sha256")
      .update(await readFile(first))
      .digest("hex");
    const lines = PLATFORMS.map((platform) => `${sum}  ${archiveName(platform)}\n`);
    await writeFile(join(folder, `pulumi-workato-dcr_${manifest.version}_checksums.txt`), lines.join(""));
  } finally {
    await rm(content, { recursive: true, force: true });
  }
  return folder;
}

if (require.main === module) {
  void packagePlugin().then((folder) => console.log(`the plugin's archives: ${relative(process.cwd(), folder)}`));
}
