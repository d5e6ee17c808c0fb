// @ts-check
const { join } = require("node:path");
const { isNewEnough } = require("./choose");
const { go } = require("./go");
const { ENGINE_MODULE } = require("./pinned");
const { trim } = require("./trim");

const ENGINE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const DOWNLOADING = "go: downloading ";
const HEARTBEAT = 20_000;
/** @param {string} wanted */
const GO_NEEDED = (wanted) => `building it takes Go ${wanted} or newer (https://go.dev/dl)`;

/**
 * Builds the pinned engine in `folder`; `say` hears every 20 s how far it is.
 * @param {{ engine: string, go: string }} versions
 * @param {string} folder
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the path of the binary
 * @throws Error when there is no Go, or none that is new enough, or the build fails
 */
async function build(versions, folder, say) {
  await requireGo(versions.go);
  const start = Date.now();
  const done = { downloaded: 0, compiled: 0, packages: 0 };
  const report = () => say(progress({ ...done, seconds: Math.round((Date.now() - start) / 1000) }));
  const heartbeat = setInterval(report, HEARTBEAT);
  try {
    await trim(folder);
    const packages = new Set(
      await go(["list", "-deps", ENGINE], folder, (line) => {
        if (line.startsWith(DOWNLOADING)) done.downloaded++;
      }),
    );
    done.packages = packages.size;
    report();
    const binary = join(folder, "pulumi");
    // biome-ignore format: one flag with its value a line
    const flags = [
      "-v", "-trimpath",
      "-ldflags", `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${versions.engine}`,
      "-o", binary,
    ];
    await go(["build", ...flags, ENGINE], folder, (line) => {
      if (packages.has(line)) done.compiled++;
    });
    return binary;
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * What `packages` counts includes those that Go has in its cache and does not compile again.
 * @param {{ downloaded: number, compiled: number, packages: number, seconds: number }} done
 */
function progress({ downloaded, compiled, packages, seconds }) {
  if (packages > 0) return `${compiled} of at most ${packages} packages are compiled, ${seconds} s`;
  return `${downloaded} Go modules are downloaded, ${seconds} s`;
}

/** @param {string} wanted */
async function requireGo(wanted) {
  // Asked inside the module, where Go 1.21 and later take the toolchain that go.mod wants, or say why they may not.
  const [version = ""] = await go(["env", "GOVERSION"], ENGINE_MODULE).catch((error) => {
    throw new Error(`${error.code === "ENOENT" ? "Go is not installed" : error.message}; ${GO_NEEDED(wanted)}`);
  });
  if (!isNewEnough(version, wanted)) throw new Error(`Go here is ${version}; ${GO_NEEDED(wanted)}`);
}

module.exports = { build, progress };
