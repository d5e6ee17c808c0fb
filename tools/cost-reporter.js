const { relative } = require("node:path");

const SHOWN = 15;

/** Prints what the slowest test files have cost, dearest first: time is what tests are paid for with. */
module.exports = class CostReporter {
  /** @param {unknown} _contexts @param {import("@jest/reporters").AggregatedResult} results */
  onRunComplete(_contexts, { testResults }) {
    if (testResults.length < 2) return;
    const seconds = ({ perfStats }) => perfStats.runtime / 1000;
    const sorted = testResults.toSorted((a, b) => seconds(b) - seconds(a));
    const total = sorted.reduce((sum, it) => sum + seconds(it), 0);
    const lines = sorted.slice(0, SHOWN).map((it) => {
      return `${seconds(it).toFixed(1).padStart(7)} s  ${relative(process.cwd(), it.testFilePath)}`;
    });
    console.log(`\nDearest of ${sorted.length} test files, ${total.toFixed(0)} s in all:\n${lines.join("\n")}`);
  }
};
