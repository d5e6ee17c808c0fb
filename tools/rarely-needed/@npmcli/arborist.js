// As the compiler beside it: it finds the packages that a serialised function needs.
const { resolve } = require("node:path");
const { lazy } = require("../lazy");

module.exports = lazy(() => require(resolve(__dirname, "../../../node_modules/@npmcli/arborist")));
