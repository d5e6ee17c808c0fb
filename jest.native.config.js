const { roots: _, ...all } = require("./jest.config");

// Workers have the environment of this process.
process.env.TESTED_ADAPTER = "native";

/** The native plugin by the plain CLI, and what holds for both adapters. @type {import("jest").Config} */
module.exports = {
  ...all,
  rootDir: __dirname,
  roots: ["<rootDir>/test"],
  testMatch: [
    "<rootDir>/test/native/**/*.test.ts",
    // Of the languages, the one whose program takes seconds to build.
    "<rootDir>/test/sdks/python.test.ts",
    "<rootDir>/test/engine/{concurrency,drift,edits,killed,newer-states,permanent-method,recorded-states,rotation,secrets}.test.ts",
  ],
  testPathIgnorePatterns: ["/node_modules/"],
};
