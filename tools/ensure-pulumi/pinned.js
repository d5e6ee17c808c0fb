// @ts-check
const { createHash } = require("node:crypto");
const { readdirSync, readFileSync } = require("node:fs");
const { resolve } = require("node:path");

/** The Go module that pins the engine. */
const ENGINE_MODULE = resolve(__dirname, "../pulumi-engine");

/** Names an engine by all that a build of it is made of, so that a change is not hidden by what a cache holds. */
function engineName() {
  const files = readdirSync(ENGINE_MODULE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = files.map(({ parentPath, name }) => readFileSync(resolve(parentPath, name), "utf8")).sort();
  const hash = createHash("sha256").update(JSON.stringify(texts)).digest("hex");
  return `engine-${pinnedVersions().engine}-${hash.slice(0, 8)}`;
}

/** The versions that a go.mod asks for: of the engine, without a leading `v`, and of Go. */
function pinnedVersions(goMod = readFileSync(resolve(ENGINE_MODULE, "go.mod"), "utf8")) {
  const engine = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/m.exec(goMod)?.[1];
  const go = /^go (\S+)/m.exec(goMod)?.[1];
  if (engine === undefined || go === undefined) throw new Error(`${ENGINE_MODULE}/go.mod pins no engine`);
  return { engine, go };
}

module.exports = { ENGINE_MODULE, engineName, pinnedVersions };
