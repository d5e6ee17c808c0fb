// @ts-check
const { readFileSync } = require("node:fs");
const { resolve } = require("node:path");

/** The Go module that pins the engine. */
const ENGINE_MODULE = resolve(__dirname, "../pulumi-engine");

/** The versions that a go.mod asks for: of the engine, without a leading `v`, and of Go. */
function pinnedVersions(goMod = readFileSync(resolve(ENGINE_MODULE, "go.mod"), "utf8")) {
  const engine = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/m.exec(goMod)?.[1];
  const go = /^go (\S+)/m.exec(goMod)?.[1];
  if (engine === undefined || go === undefined) throw new Error(`${ENGINE_MODULE}/go.mod pins no engine`);
  return { engine, go };
}

module.exports = { ENGINE_MODULE, pinnedVersions };
