// Preloaded into the processes of providers: the SDK of Pulumi loads a compiler and a package manager at once, which is most
// of the time that they take to start. They are needed to serialise functions, which only the process of a program does.
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
