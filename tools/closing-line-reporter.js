/** Ends a test run with one plain line; a test file that cannot run counts as a failed test. */
module.exports = class ClosingLineReporter {
  /** @param {unknown} _contexts @param {import("@jest/reporters").AggregatedResult} results */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // Jest prints its summary after every other reporter, so only the end of the process is late enough.
    process.once("exit", () => console.log(`${results.numPassedTests} passed, ${failed} failed`));
  }
};
