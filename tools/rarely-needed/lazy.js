/**
 * A module that is loaded when something of it is used for the first time. It passes for an ES module, so that what imports it
 * copies nothing.
 * @param {() => any} load
 */
const lazy = (load) =>
  new Proxy(() => {}, {
    get: (_, name) => (name === "__esModule" ? true : name === "default" ? load() : load()[name]),
    has: (_, name) => name in load(),
    apply: (_, self, args) => Reflect.apply(load(), self, args),
  });

module.exports = { lazy };
