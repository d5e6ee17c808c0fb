import { parseArgs } from "node:util";
import { CONSUMER } from "../../tools/installed";
import type { Outcome } from "./adapter-cells";
import { type Choice, runMatrix } from "./matrix";

const USAGE = `faults [--json] [--operation REGEX] [--only REGEX] [--seed N] [--cells N] [--engine-cells N] [--workers N] [--engines N] [--consumer FOLDER]

Tries every fault at every request of every operation, applies again, and holds what is there against what is declared.
  --operation     operations whose name matches, such as 'create orders'; the others are not even made ready
  --only          cells whose name matches, as it is printed
  --seed          which cells a sample takes; default 0
  --cells         so many of the cells without the CLI, evenly spread; default all
  --engine-cells  so many on the real engine, every kill -9 that leaves something of its own first; default 340
  --workers       sandboxes at a time, for the cells without the CLI; default 8
  --engines       engines at a time; default 2
  --consumer      where the package is installed that the cells without the CLI try`;

function choice(): Choice & { json: boolean } {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      operation: { type: "string", default: "" },
      only: { type: "string", default: "" },
      seed: { type: "string", default: "0" },
      cells: { type: "string", default: `${Number.MAX_SAFE_INTEGER}` },
      "engine-cells": { type: "string", default: "340" },
      workers: { type: "string", default: "8" },
      engines: { type: "string", default: "2" },
      consumer: { type: "string", default: CONSUMER },
    },
  });
  const whole = (name: "seed" | "cells" | "engine-cells" | "workers" | "engines") => {
    if (!/^\d+$/.test(values[name])) throw new Error(`--${name} is a whole number`);
    return Number(values[name]);
  };
  return {
    json: values.json,
    operation: new RegExp(values.operation),
    only: new RegExp(values.only),
    seed: whole("seed"),
    cells: whole("cells"),
    engineCells: whole("engine-cells"),
    workers: whole("workers"),
    engines: whole("engines"),
    consumer: values.consumer,
  };
}

function shown({ name, findings }: Outcome): string {
  return [`FAILED ${name}`, ...findings.map(({ trouble, what }) => `  ${trouble}: ${what.slice(0, 1000)}`)].join("\n");
}

function count(outcomes: readonly Outcome[]) {
  const all = outcomes.flatMap(({ findings }) => findings);
  const of = (trouble: string) => all.filter((finding) => finding.trouble === trouble).length;
  return {
    cells: outcomes.length,
    converged: outcomes.filter(({ findings }) => findings.length === 0).length,
    orphans: of("orphan"),
    lostSecrets: of("lost secret"),
    duplicates: of("duplicate"),
    leaks: of("leak"),
  };
}

async function main(): Promise<void> {
  const { json, ...chosen } = choice();
  const started = Date.now();
  const outcomes = await runMatrix(
    chosen,
    (outcome) => {
      if (outcome.findings.length > 0) console.log(shown(outcome));
    },
    (line) => console.error(line),
  );
  const adopted = outcomes.filter((outcome) => outcome.adopted);
  if (adopted.length > 0) {
    console.log(
      `By adopt, as the error said, since a DCR provider at Workato has no field for a mark (${adopted.length}):`,
    );
    for (const { name } of adopted) console.log(`  ${name}`);
  }
  const total = count(outcomes);
  const onEngine = outcomes.filter(({ engine }) => engine).length;
  console.log(
    `${total.cells} cells (${onEngine} on the real engine), ${total.converged} converged, ${total.orphans} orphans, ` +
      `${total.lostSecrets} lost secrets, ${total.duplicates} duplicates, ${total.leaks} leaks; ` +
      `${Math.round((Date.now() - started) / 1000)} s`,
  );
  if (json) console.log(JSON.stringify(total));
  const { cells, converged, ...bad } = total;
  process.exit(cells > 0 && cells === converged && Object.values(bad).every((it) => it === 0) ? 0 : 1);
}

// A signal by itself skips what is to be done at the exit: to kill the providers under way, which would go on (provider-process.ts).
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
main().catch((error: Error) => {
  console.error(`${error.message}\n${USAGE}`);
  process.exit(2);
});
