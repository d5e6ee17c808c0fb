const { roots: _, ...all } = require("./jest.config");

/** Programs with the SDKs that are made of the schema, on the engine. @type {import("jest").Config} */
module.exports = {
  ...all,
  rootDir: __dirname,
  roots: ["<rootDir>/test/sdks"],
  testPathIgnorePatterns: ["/node_modules/"],
};
