import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import manifest from "../../package.json";
import schema from "../../schema.json";
import { generateSdks } from "../codegen";
import { pinnedVersions } from "../ensure-pulumi/pinned";

const ROOT = join(__dirname, "../..");
const SDKS = join(ROOT, ".build/sdks");

/** Makes the SDKs for Python, Go and Node, a folder each. */
export async function makeSdks(folder = SDKS): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "go"), { recursive: true });
  const versioned = join(folder, "schema.json");
  await writeFile(versioned, JSON.stringify({ ...schema, version: manifest.version }, undefined, 2));
  await generateSdks(versioned, folder);
  // The generator leaves this to whoever publishes the module.
  const { engine } = pinnedVersions();
  const goMod = `module pulumi-workato-dcr/sdk/go\n\ngo 1.25\n\nrequire github.com/pulumi/pulumi/sdk/v3 v${engine}\n`;
  await writeFile(join(folder, "go/go.mod"), goMod);
  return folder;
}

if (require.main === module) {
  void makeSdks().then((folder) => console.log(`python, go and nodejs: ${relative(process.cwd(), folder)}`));
}
