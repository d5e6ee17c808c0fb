import { parseArgs } from "node:util";
import { CONSUMER } from "../../tools/installed";
import type { Gap, Outcome } from "./bench";
import type { Finding } from "./judge";
import { runMatrix } from "./matrix";

const USAGE = `faults [--json] [--operation REGEX] [--only REGEX] [--seed N] [--cells N] [--workers N] [--consumer FOLDER]

Tries every fault at every request of every operation, applies again, and holds what is there against what is declared.
  --operation  operations whose name matches, such as 'create orders'; the others are not even made ready
  --only       cells whose name matches, as it is printed
  --seed       which cells a sample takes; default 0
  --cells      so many of the cells, evenly spread; default all
  --workers    sandboxes at a time; default 12: most cells wait most of the time
  --consumer   where the package is installed that is tried`;

function options() {
  const text = (value: string) => ({ type: "string" as const, default: value });
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      operation: text(""),
      only: text(""),
      seed: text("0"),
      cells: text(`${Number.MAX_SAFE_INTEGER}`),
      workers: text("12"),
      consumer: text(CONSUMER),
    },
  });
  const whole = (name: "seed" | "cells" | "workers", least: number) => {
    if (/^\d+$/.test(values[name]) && Number(values[name]) >= least) return Number(values[name]);
    throw new Error(`--${name} is a whole number from ${least}`);
  };
  return {
    ...values,
    operation: new RegExp(values.operation),
    only: new RegExp(values.only),
    seed: whole("seed", 0),
    cells: whole("cells", 0),
    workers: whole("workers", 1),
  };
}

function count(outcomes: readonly Outcome[]) {
  const all = outcomes.flatMap(({ findings }) => findings);
  const of = (wanted: Finding["trouble"]) => all.filter(({ trouble }) => trouble === wanted).length;
  return {
    cells: outcomes.length,
    converged: outcomes.filter(({ findings }) => findings.length === 0).length,
    orphans: of("orphan"),
    lostSecrets: of("lost secret"),
    duplicates: of("duplicate"),
    foreignTouched: of("foreign"),
    leaks: of("leak"),
  };
}

const GAPS: Record<Gap, string> = {
  adopt: "by adopt, as the error said: a DCR provider at Workato has no field for a mark",
  replace: "by --replace, as the error said: the registration access token went with an answer",
  left: "left a client at a server of RFC 7591, as a warning said unless the process died: nothing lists clients there",
};

function show({ name, findings }: Outcome): void {
  if (findings.length > 0) console.log(`FAILED ${name}`);
  for (const { trouble, what } of findings) console.log(`  ${trouble}: ${what.slice(0, 1000)}`);
}

async function main(): Promise<void> {
  const { json, ...choice } = options();
  const started = Date.now();
  const outcomes = await runMatrix(choice, show, (line) => console.error(line));
  for (const [gap, what] of Object.entries(GAPS)) {
    const met = outcomes.filter(({ gaps }) => gaps.includes(gap as Gap));
    if (met.length > 0) console.log(`${met.length} ${what}`);
  }
  const total = count(outcomes);
  const { cells, converged, ...bad } = total;
  const seconds = Math.round((Date.now() - started) / 1000);
  const found = `${bad.orphans} orphans, ${bad.lostSecrets} lost secrets, ${bad.duplicates} duplicates`;
  console.log(
    `${cells} cells, ${converged} converged, ${found}, ${bad.foreignTouched} foreign objects touched, ${bad.leaks} leaks; ${seconds} s`,
  );
  if (json) console.log(JSON.stringify(total));
  process.exit(cells > 0 && cells === converged ? 0 : 1);
}

main().catch((error: Error) => {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
});
