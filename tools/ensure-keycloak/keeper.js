// @ts-check
// Runs a command until it ends by itself or standard input does: however the process that wants it comes to its end.
const { spawn } = require("node:child_process");

const [command = "", ...args] = process.argv.slice(2);
// A group of its own, since a start script has children.
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });
child.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on("exit", (code) => process.exit(code ?? 1));
process.stdin.resume().on("close", () => {
  if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => process.stdin.destroy());
