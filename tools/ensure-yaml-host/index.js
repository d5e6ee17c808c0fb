// @ts-check
const { existsSync, readFileSync } = require("node:fs");
const { mkdir, mkdtemp, rename, rm } = require("node:fs/promises");
const { join, resolve } = require("node:path");
const { alone } = require("../alone");
const { cacheFolder } = require("../cache-folder");
const { go } = require("../ensure-pulumi/go");

const MODULE = resolve(__dirname, "../yaml-host");
const HOST = "github.com/pulumi/pulumi-yaml";
const NAME = "pulumi-language-yaml";

/**
 * The host of programs in YAML, which the Pulumi CLI looks for on PATH: from the cache, or built from its module.
 * @param {(line: string) => void} [say]
 * @returns {Promise<string>} the folder that holds it
 */
async function ensureYamlHost(say = (line) => console.error(`yaml host: ${line}`)) {
  const version = new RegExp(`${HOST} v(\\S+)`).exec(readFileSync(join(MODULE, "go.mod"), "utf8"))?.[1];
  const folder = join(cacheFolder(), `yaml-${version}`);
  const cached = join(folder, NAME);
  if (existsSync(cached)) return folder;
  await mkdir(folder, { recursive: true });
  return alone(folder, say, async (tell) => {
    if (existsSync(cached)) return folder;
    tell(`building ${version}, about 4 minutes on two cores …`);
    const own = await mkdtemp(`${folder}.work-`);
    try {
      const flags = ["-trimpath", "-ldflags", `-s -w -X ${HOST}/pkg/version.Version=${version}`];
      await go(["build", ...flags, "-o", join(own, NAME), `${HOST}/cmd/${NAME}`], MODULE);
      await rename(join(own, NAME), cached);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
    return folder;
  });
}

module.exports = { ensureYamlHost };
