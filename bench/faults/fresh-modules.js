// Preloaded into the provider's process. For each command the engine has a new process; here it is the same one, in which
// the package begins anew, from code that is compiled once.
const Module = require("node:module");
const { readFileSync } = require("node:fs");
const path = require("node:path");
const { compileFunction } = require("node:vm");

const PARAMETERS = ["exports", "require", "module", "__filename", "__dirname"];
const OURS = path.join("node_modules", "pulumi-workato-dcr") + path.sep;
const compiled = new Map();
const resolved = new Map();
const loadOther = Module._extensions[".js"];

Module._extensions[".js"] = (module, file) => {
  if (!file.includes(OURS)) return loadOther(module, file);
  if (!compiled.has(file))
    compiled.set(file, compileFunction(readFileSync(file, "utf8"), PARAMETERS, { filename: file }));
  const require = (id) => module.require(resolve(id, module));
  compiled.get(file).call(module.exports, module.exports, require, module, file, path.dirname(file));
};

/** Where a file finds what it requires stays the same, and to look for it takes long. */
function resolve(id, module) {
  const key = `${module.filename} ${id}`;
  if (!resolved.has(key)) resolved.set(key, Module._resolveFilename(id, module));
  return resolved.get(key);
}

let current;
/** To be called with the command's number before anything of the package is required. */
globalThis.beginCommand = (command) => {
  if (command === current) return;
  current = command;
  for (const file of Object.keys(require.cache)) if (file.includes(OURS)) delete require.cache[file];
};
