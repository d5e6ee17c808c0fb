// Code that runs anew for each command of the engine, as in a process of its own, though it is compiled once.
const { readFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { compileFunction } = require("node:vm");

const PARAMETERS = ["exports", "require", "module", "__filename", "__dirname"];

/**
 * @param {(file: string) => boolean} isAnew which files run anew; the others are loaded as ever, once for the process
 * @param {Record<string, unknown>} given what such a file gets in place of a module, by how it requires that
 * @returns {(file: string, modules: Map<string, { exports: any }>) => any} loads a file, and takes what has run from `modules`
 */
function loaderAnew(isAnew, given) {
  /** By file: what runs it, with a `require` that takes the modules of the command. */
  const compiled = new Map();

  function load(file, modules) {
    if (!modules.has(file)) {
      const module = { exports: {} };
      modules.set(file, module);
      if (!compiled.has(file)) compiled.set(file, compile(file));
      compiled.get(file)(module, modules);
    }
    return modules.get(file).exports;
  }

  function compile(file) {
    const run = compileFunction(readFileSync(file, "utf8"), PARAMETERS, { filename: file });
    const real = Module.createRequire(file);
    const find = (id) => {
      if (Object.hasOwn(given, id)) return () => given[id];
      const target = real.resolve(id);
      return isAnew(target) ? (modules) => load(target, modules) : () => real(id);
    };
    /** Where a file finds what it requires stays the same, and to look for it takes long. */
    const found = new Map();
    return (module, modules) => {
      const require = (id) => {
        if (!found.has(id)) found.set(id, find(id));
        return found.get(id)(modules);
      };
      run(module.exports, require, module, file, path.dirname(file));
    };
  }

  return load;
}

module.exports = { loaderAnew };
