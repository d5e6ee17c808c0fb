import { ensurePulumi } from ".";
import { OLDEST } from "./choose";

ensurePulumi().then(
  (path) => {
    if (process.argv.includes("--print-path")) console.log(path);
  },
  (error: Error) => {
    console.error(`pulumi: none to be had: ${error.message}`);
    console.error(`pulumi: or install version ${OLDEST} or newer: https://www.pulumi.com/docs/install/`);
    process.exitCode = 1;
  },
);
