import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { succeed, testProgram } from "./support";

const TSC = require.resolve("typescript/bin/tsc");
const OPTIONS = { strict: true, target: "es2022", module: "nodenext", types: ["node"], skipLibCheck: true };

/** The SDK as it is published, and a program that is held against its types. */
testProgram("TypeScript", "nodejs", async ({ sdks, folder }) => {
  const sdk = join(sdks, "nodejs");
  await succeed(process.execPath, [TSC, "-p", sdk]);
  await copyFile(join(sdk, "package.json"), join(sdk, "bin/package.json"));
  await mkdir(join(folder, "node_modules"));
  await symlink(join(sdk, "bin"), join(folder, "node_modules/pulumi-workato-dcr-native"));

  await copyFile(join(__dirname, "node/program.ts"), join(folder, "program.ts"));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: OPTIONS, files: ["program.ts"] }));
  await succeed(process.execPath, [TSC, "-p", folder]);
  return [process.execPath, join(folder, "program.js")];
});
