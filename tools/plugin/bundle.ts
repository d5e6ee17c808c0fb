import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import manifest from "../../package.json";

const ROOT = join(__dirname, "../..");
const NAME = "pulumi-resource-workato-dcr";

/** For Unix and for Windows. Each is replaced by, or waits for, Node, so that the engine's signals arrive there. */
const LAUNCHERS = {
  [NAME]: `#!/bin/sh
# Follows links, as of a plugin on PATH.
self="$0"
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case "$link" in /*) self="$link" ;; *) self="$(dirname "$self")/$link" ;; esac
done
if ! command -v node >/dev/null 2>&1; then
  echo "${NAME} needs Node ${manifest.engines.node.replace(">=", "")} or newer on PATH: https://nodejs.org" >&2
  exit 1
fi
exec node "$(dirname "$self")/plugin.js" "$@"
`,
  [`${NAME}.cmd`]: `@echo off\r\nnode "%~dp0plugin.js" %*\r\n`,
};

/** Makes the plugin in `folder`: one file of JavaScript, what starts it, and its version. @returns the launcher for Unix */
export async function bundlePlugin(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(ROOT, "provider/native/main.ts")],
    outfile: join(folder, "plugin.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    minify: true,
    legalComments: "none",
    logLevel: "error",
  });
  // By the package's own name, as in `provider/version.ts`.
  const { name, version, license } = manifest;
  const own = { name, version, license, private: true, exports: { "./package.json": "./package.json" } };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(own, undefined, 2)}\n`);
  for (const [file, text] of Object.entries(LAUNCHERS)) {
    await writeFile(join(folder, file), text);
    await chmod(join(folder, file), 0o755);
  }
  return join(folder, NAME);
}
