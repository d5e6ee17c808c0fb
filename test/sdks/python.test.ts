import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BUILD, succeed, testProgram } from "./support";

/** A Python with the SDK. */
testProgram("Python", "python", async ({ sdks }) => {
  const folder = join(BUILD, "python");
  const binary = join(folder, "bin/python");
  const ready = join(folder, "ready");
  if (!existsSync(ready)) {
    await succeed("python3", ["-m", "venv", "--clear", folder]);
    await succeed(binary, ["-m", "pip", "install", "--quiet", "pulumi>=3.231.0,<4", "setuptools>=61", "wheel"]);
    await writeFile(ready, "");
  }
  await succeed(binary, ["-m", "pip", "install", "--quiet", "--no-build-isolation", join(sdks, "python")]);
  return [binary, join(__dirname, "python/program.py")];
});
