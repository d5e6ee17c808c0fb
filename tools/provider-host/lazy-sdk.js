// What the SDK of Pulumi loads at once and a provider never uses is most of the time that a host takes to start: a compiler and
// a package manager, to serialise functions; the Automation API. And zod has its messages in fifty languages.
const Module = require("node:module");

const RARELY_NEEDED = [
  "typescript",
  "@npmcli/arborist",
  "normalize-package-data",
  "./automation",
  "../locales/index.cjs",
];
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
