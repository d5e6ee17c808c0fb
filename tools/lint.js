// @ts-check
const { spawn } = require("node:child_process");

/** What has to hold before a test means anything. The types take three times as long as the others together, so all run at once. */
const CHECKS = [
  ["biome", "ci", "--colors=off"],
  ["tsc", "--noEmit"],
  ["depcruise", "--output-type", "err-long", "bench", "cli", "demo", "provider", "sandbox", "sdk"],
];

/** What a check says is printed at its end, in one piece. @param {string[]} check */
function run([command = "", ...args]) {
  // npm puts the folder of the tools on the PATH; on Windows they are scripts of the shell.
  const child = spawn(command, args, { shell: process.platform === "win32" });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  child.on("error", (error) => {
    said += `${command}: ${error.message}\n`;
  });
  child.on("close", (code) => {
    process.stdout.write(said);
    if (code !== 0) process.exitCode = 1;
  });
}

for (const check of CHECKS) run(check);
