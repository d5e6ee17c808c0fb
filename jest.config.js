/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/tools/test-environment.js",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  // With real identity providers, the host of programs in YAML, or other languages: `npm run test:idps`, `test:keycloak`, `test:native`, `test:sdks`.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(idps|keycloak|native|sdks)/"],
  transform: { "\\.ts$": "@swc/jest" },
  // The real engine serialises a provider only from an installed package, so tests use an installed copy of the build.
  moduleNameMapper: {
    "^pulumi-workato-dcr$": "<rootDir>/.build/consumer/node_modules/pulumi-workato-dcr/dist/sdk/index.js",
    "^(typescript|@npmcli/arborist)$": "<rootDir>/tools/rarely-needed/$1.js",
  },
  modulePathIgnorePatterns: ["<rootDir>/.build", "<rootDir>/dist"],
  reporters: ["default", "<rootDir>/tools/cost-reporter.js", "<rootDir>/tools/closing-line-reporter.js"],
  setupFiles: ["<rootDir>/tools/short-stacks.js"],
  globalSetup: "<rootDir>/test/global-setup.ts",
  // Ends what hangs, and nothing that is only slow: on a busy machine, a test may take five times as long.
  testTimeout: 600_000,
  maxWorkers: 3,
};
