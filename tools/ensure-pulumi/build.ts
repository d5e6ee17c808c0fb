import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { isNativeError } from "node:util/types";
import { isNewEnough } from "./choose";
import { ENGINE_MODULE } from "./pinned";

const run = promisify(execFile);
const GO_NEEDED = (wanted: string) => `building it takes Go ${wanted} or newer (https://go.dev/dl)`;
const HEARTBEAT = 30_000;

/**
 * Builds the pinned engine into `folder`; `say` hears every 30 s that it goes on.
 * @returns the path of the binary
 * @throws Error when there is no Go, or none that is new enough, or the build fails
 */
export async function build(
  versions: { engine: string; go: string },
  folder: string,
  say: (line: string) => void,
): Promise<string> {
  await requireGo(versions.go);
  const binary = join(folder, "pulumi");
  const start = Date.now();
  const heartbeat = setInterval(() => say(`still building, ${Math.round((Date.now() - start) / 1000)} s`), HEARTBEAT);
  try {
    // biome-ignore format: one flag with its value a line
    await go([
      "build", "-trimpath",
      "-ldflags", `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${versions.engine}`,
      "-o", binary,
      "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    ]);
  } finally {
    clearInterval(heartbeat);
  }
  return binary;
}

async function requireGo(wanted: string): Promise<void> {
  // Asked inside the module, where Go 1.21 and later take the toolchain that go.mod wants, or say why they may not.
  const version = await go(["env", "GOVERSION"]).catch((error: Error) => {
    const because = isMissing(error) ? "Go is not installed" : error.message;
    throw new Error(`${because}; ${GO_NEEDED(wanted)}`);
  });
  if (!isNewEnough(version, wanted)) throw new Error(`Go here is ${version}; ${GO_NEEDED(wanted)}`);
}

async function go(args: string[]): Promise<string> {
  try {
    const { stdout } = await run("go", args, { cwd: ENGINE_MODULE, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  } catch (error) {
    if (isMissing(error) || !(isNativeError(error) && "stderr" in error)) throw error;
    throw new Error(String(error.stderr).trim(), { cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return isNativeError(error) && "code" in error && error.code === "ENOENT";
}
