/** The tests with real identity providers, which `npm run test:idps` runs. */
const { testPathIgnorePatterns: _, ...config } = require("./jest.config.js");

/** @type {import("jest").Config} */
module.exports = { ...config, roots: ["<rootDir>/test/idps"] };
