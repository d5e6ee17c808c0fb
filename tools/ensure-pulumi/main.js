// @ts-check
const { ensurePulumi } = require(".");
const { OLDEST } = require("./choose");

ensurePulumi().then(
  (path) => {
    if (process.argv.includes("--print-path")) console.log(path);
  },
  (error) => {
    console.error(`pulumi: none to be had: ${error.message}`);
    console.error(`pulumi: or install version ${OLDEST} or newer: https://www.pulumi.com/docs/install/`);
    process.exitCode = 1;
  },
);
