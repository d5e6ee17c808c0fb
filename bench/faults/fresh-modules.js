// Preloaded into the provider's process. For each command the engine has a new process; here it is the same one, in which
// the package begins anew, from code that is compiled once. What the package requires of others stays.
const Module = require("node:module");
const { readFileSync } = require("node:fs");
const path = require("node:path");
const { compileFunction } = require("node:vm");

const PARAMETERS = ["exports", "require", "module", "__filename", "__dirname"];
const OURS = path.join("node_modules", "pulumi-workato-dcr") + path.sep;
const isOurs = (file) => file.includes(OURS) && file.endsWith(".js");
const loadOther = Module._extensions[".js"];
/** By file: what runs it. */
const compiled = new Map();
/** By file: the modules of the command. */
const modules = new Map();

Module._extensions[".js"] = (module, file) => {
  if (isOurs(file)) module.exports = load(file);
  else loadOther(module, file);
};

function load(file) {
  const loaded = modules.get(file);
  if (loaded) return loaded.exports;
  const module = { exports: {} };
  modules.set(file, module);
  if (!compiled.has(file)) compiled.set(file, runner(file));
  try {
    compiled.get(file)(module);
  } catch (error) {
    modules.delete(file);
    throw error;
  }
  return module.exports;
}

function runner(file) {
  const code = compileFunction(readFileSync(file, "utf8"), PARAMETERS, { filename: file });
  const real = Module.createRequire(file);
  /** Where a file finds what it requires stays the same, and to look for it takes long. */
  const found = new Map();
  const find = (id) => {
    const target = real.resolve(id);
    return isOurs(target) ? () => load(target) : constant(real(id));
  };
  const require = (id) => {
    if (!found.has(id)) found.set(id, find(id));
    return found.get(id)();
  };
  return (module) => code.call(module.exports, module.exports, require, module, file, path.dirname(file));
}

const constant = (value) => () => value;

let current;
/** To be called with the command's number before anything of the package is required. */
globalThis.beginCommand = (command) => {
  if (command === current) return;
  current = command;
  modules.clear();
  for (const file of Object.keys(require.cache)) if (isOurs(file)) delete require.cache[file];
};
