// @ts-check
const { startKeycloak } = require("../../tools/ensure-keycloak/server");
const { running } = require("./running");

/** One Keycloak for all test files: each makes realms of its own in it. */
module.exports = async () => {
  const keycloak = await startKeycloak();
  running.push(keycloak);
  process.env.TEST_KEYCLOAK = JSON.stringify({ url: keycloak.url, admin: keycloak.admin });
};
