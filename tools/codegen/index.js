// @ts-check
const { execFile } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, readFileSync } = require("node:fs");
const { copyFile, mkdir, mkdtemp, rename, rm } = require("node:fs/promises");
const { join } = require("node:path");
const { promisify } = require("node:util");
const { alone } = require("../alone");
const { cacheFolder } = require("../cache-folder");
const { go } = require("../ensure-pulumi/go");
const { ENGINE_MODULE, pinnedVersions } = require("../ensure-pulumi/pinned");
const { trim } = require("../ensure-pulumi/trim");

const SOURCE = join(__dirname, "main.go");

/**
 * Makes the SDKs for Python, Go and Node of a schema, by the code generators of the pinned engine.
 * @param {string} schema the path of the file
 * @param {string} folder one folder for each language is made there
 */
async function generateSdks(schema, folder) {
  await promisify(execFile)(await generator(), [schema, folder]);
}

/** The program that does it: from the cache, or built in the module of the engine. */
async function generator(say = (/** @type {string} */ line) => console.error(`codegen: ${line}`)) {
  const inputs = [SOURCE, join(ENGINE_MODULE, "go.sum")].map((file) => readFileSync(file));
  const hash = inputs
    .reduce((sum, text) => sum.update(text), createHash("sha256"))
    .digest("hex")
    .slice(0, 12);
  const folder = join(cacheFolder(), `codegen-${pinnedVersions().engine}-${hash}`);
  const cached = join(folder, "codegen");
  if (existsSync(cached)) return cached;
  await mkdir(folder, { recursive: true });
  return alone(folder, say, async (tell) => {
    if (existsSync(cached)) return cached;
    tell("building the code generators, up to 3 minutes on two cores …");
    const own = await mkdtemp(`${folder}.work-`);
    try {
      await trim(own);
      await copyFile(SOURCE, join(own, "main.go"));
      await go(["build", "-mod=mod", "-trimpath", "-ldflags", "-s -w", "-o", join(own, "codegen"), "."], own);
      await rename(join(own, "codegen"), cached);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
    return cached;
  });
}

module.exports = { generateSdks, generator };
