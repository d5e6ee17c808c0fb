// Jest loads the SDK anew for each test file; its compiler, only where a function is to be serialised.
const { resolve } = require("node:path");
const { lazy } = require("./lazy");

module.exports = lazy(() => require(resolve(__dirname, "../../node_modules/typescript")));
