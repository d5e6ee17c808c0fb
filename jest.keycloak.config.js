/** @type {import("jest").Config} What needs a real Keycloak; `npm test` does without. */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/test/keycloak"],
  testPathIgnorePatterns: [],
  globalSetup: "<rootDir>/test/keycloak/setup.js",
  globalTeardown: "<rootDir>/test/keycloak/teardown.js",
};
