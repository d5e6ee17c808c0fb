const all = require("./jest.config");

/** The native plugin by the plain CLI. @type {import("jest").Config} */
module.exports = { ...all, roots: ["<rootDir>/test/native"], testPathIgnorePatterns: [] };
