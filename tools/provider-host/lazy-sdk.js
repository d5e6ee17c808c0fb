// What the SDK of Pulumi loads at once and a provider never uses is most of the time that a host takes to start: a compiler and
// a package manager, to serialise functions; the Automation API. And zod has its messages in fifty languages.
const Module = require("node:module");
const { lazy } = require("../rarely-needed/lazy");

const RARELY_NEEDED = [
  "typescript",
  "@npmcli/arborist",
  "normalize-package-data",
  "./automation",
  "../locales/index.cjs",
];
const load = Module._load;
Module._load = (id, ...rest) => {
  const whole = () => load(id, ...rest);
  return RARELY_NEEDED.includes(id) ? lazy(whole) : whole();
};
