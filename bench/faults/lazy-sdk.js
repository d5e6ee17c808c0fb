// Preloaded where the SDK of Pulumi runs: it loads a compiler and a package manager at once, which is most of the time that
// its process takes to start, and is needed only to serialise a program's own functions, of which the matrix has none.
const Module = require("node:module");

const RARELY_NEEDED = ["typescript", "@npmcli/arborist", "normalize-package-data"];
const load = Module._load;
/** As an ES module, so that what imports it copies nothing. */
const lazy = (whole) =>
  new Proxy(() => {}, {
    get: (_, name) => (name === "__esModule" ? true : name === "default" ? whole() : whole()[name]),
    has: (_, name) => name in whole(),
    apply: (_, self, args) => Reflect.apply(whole(), self, args),
  });
Module._load = (id, ...rest) => {
  const whole = () => load(id, ...rest);
  return RARELY_NEEDED.includes(id) ? lazy(whole) : whole();
};
