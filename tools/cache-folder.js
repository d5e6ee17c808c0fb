// @ts-check
const { homedir } = require("node:os");
const { join } = require("node:path");

/** Where what is fetched or built once stays, outside of every clone. */
function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-workato-dcr");
}

module.exports = { cacheFolder };
