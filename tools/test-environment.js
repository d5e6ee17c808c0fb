// Node, as Jest has it, in a process that ends at once when it is told to. Jest gives it half a second, in which one that has run many files
// does not get its memory freed piece by piece on a busy machine; then Jest says that tests have left something open, which they have not.
const { TestEnvironment } = require("jest-environment-node");

/** `CHILD_MESSAGE_END` of jest-worker, which it sends when all results are there. */
const END = 2;

if (process.send !== undefined && process.env.JEST_WORKER_ID !== undefined) {
  process.on("message", ([type]) => {
    if (type === END) process.kill(process.pid, "SIGKILL");
  });
}

module.exports = TestEnvironment;
