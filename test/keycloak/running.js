// @ts-check
/** What the setup has started, for the teardown. @type {import("../../tools/ensure-keycloak/server").RunningKeycloak[]} */
const running = [];

module.exports = { running };
