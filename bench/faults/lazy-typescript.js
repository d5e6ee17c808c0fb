// Preloaded where the SDK of Pulumi runs: it loads the TypeScript compiler at once, a third of the time that its process
// takes to start, and none of the processes of the matrix ever compiles anything.
const Module = require("node:module");

const load = Module._load;
const lazy = (...args) => {
  const whole = () => load(...args);
  return new Proxy({}, { get: (_, name) => whole()[name], has: (_, name) => name in whole() });
};
Module._load = (id, ...rest) => (id === "typescript" ? lazy(id, ...rest) : load(id, ...rest));
