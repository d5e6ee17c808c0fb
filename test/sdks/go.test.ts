import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ENGINE_MODULE, pinnedVersions } from "../../tools/ensure-pulumi/pinned";
import { succeed, testProgram } from "./support";

const environment = process.env as Record<string, string>;

/** A program with the SDK as a module beside it; what both need has the versions that the engine's module pins. */
testProgram("Go", "go", async ({ sdks, folder }) => {
  const sdk = "pulumi-workato-dcr/sdk/go";
  const pulumi = `github.com/pulumi/pulumi/sdk/v3 v${pinnedVersions().engine}`;
  const lines = ["module program", "go 1.25", `require ${pulumi}`, `require ${sdk} v0.0.0`];
  await writeFile(join(folder, "go.mod"), [...lines, `replace ${sdk} => ${join(sdks, "go")}`, ""].join("\n"));
  await copyFile(join(ENGINE_MODULE, "go.sum"), join(folder, "go.sum"));
  await copyFile(join(__dirname, "go/program.go"), join(folder, "program.go"));
  await succeed("go", ["build", "-mod=mod", "-o", "program", "."], environment, folder);
  return [join(folder, "program")];
});
