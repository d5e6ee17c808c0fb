import { AdapterBench, type Outcome, type Prepared } from "./adapter-cells";
import { type Cell, nameOf, sample } from "./cells";
import { startEngineWorker } from "./engine-worker";
import { scenarios } from "./scenarios";

/** Which cells to try, and how. */
export interface Choice {
  operation: RegExp;
  only: RegExp;
  seed: number;
  cells: number;
  engineCells: number;
  workers: number;
  /** The folder below which the package is installed. */
  consumer: string;
}

interface Chosen {
  prepared: Prepared;
  cell: Cell;
}

/** The CLI is mostly waiting for files and processes. */
const ENGINES = 2;

/** Runs the chosen cells, first those without the CLI. @param told each outcome as it comes @param say how far it is */
export async function runMatrix(
  { operation, only, seed, cells, engineCells, workers, consumer }: Choice,
  told: (outcome: Outcome) => void,
  say: (line: string) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const add = (outcome: Outcome) => {
    outcomes.push(outcome);
    told(outcome);
  };
  const benches = await Promise.all(Array.from({ length: workers }, () => AdapterBench.start(consumer)));
  const all: Chosen[] = [];
  try {
    const prepared = await prepareAll(benches, operation);
    for (const it of prepared.values()) {
      for (const one of it) {
        for (const cell of one.cells) if (only.test(nameOf(one.scenario, cell))) all.push({ prepared: one, cell });
      }
    }
    const singly = sample(
      all.filter(({ prepared }) => !prepared.scenario.together),
      cells,
      seed,
    );
    say(`${singly.length} of ${all.length} cells without the CLI`);
    await Promise.all(
      benches.map(async (bench) => {
        const mine = singly.filter((it) => prepared.get(bench)?.includes(it.prepared));
        for (const { prepared, cell } of mine) add(await tried(prepared, cell, bench.run(prepared, cell)));
      }),
    );
  } finally {
    await Promise.all(benches.map((bench) => bench.stop()));
  }
  await onEngines(onEngine(all, engineCells, seed), add, say);
  return outcomes;
}

/** A cell that the bench itself could not end has not converged. */
function tried({ scenario }: Prepared, cell: Cell, run: Promise<Outcome>, engine = false): Promise<Outcome> {
  return run.catch((error: Error) => {
    const findings: Outcome["findings"] = [{ trouble: "failed", what: error.message }];
    return { name: nameOf(scenario, cell), findings, adopted: false, engine };
  });
}

/** Each scenario is made ready on one of the benches, which then runs its cells. */
async function prepareAll(benches: readonly AdapterBench[], operation: RegExp): Promise<Map<AdapterBench, Prepared[]>> {
  const prepared = new Map<AdapterBench, Prepared[]>(benches.map((bench) => [bench, []]));
  let next = 0;
  await Promise.all(
    benches.map(async (bench) => {
      const all = scenarios(bench.sandbox.info).filter(({ name }) => operation.test(name));
      for (let scenario = all[next++]; scenario; scenario = all[next++]) {
        prepared.get(bench)?.push(await bench.prepare(scenario));
      }
    }),
  );
  return prepared;
}

/** Half of them kill the engine. That it dies before it has recorded a result, comes of killing it after a request. */
function onEngine(all: readonly Chosen[], count: number, seed: number): Chosen[] {
  const kills = all.filter(({ cell }) => /^kill -9 (before|after)$/.test(cell.fault));
  const others = all.filter(({ cell }) => !cell.fault.startsWith("kill"));
  const chosen = new Set([
    ...sample(kills, Math.ceil(count / 2), seed),
    ...sample(others, Math.floor(count / 2), seed),
  ]);
  return all.filter((it) => chosen.has(it));
}

async function onEngines(chosen: readonly Chosen[], add: (outcome: Outcome) => void, say: (line: string) => void) {
  if (chosen.length === 0) return;
  say(`${chosen.length} cells on the real engine`);
  const titles = [...new Set(chosen.map(({ prepared }) => prepared.scenario.name))];
  await Promise.all(
    Array.from({ length: Math.min(ENGINES, titles.length) }, async () => {
      const worker = startEngineWorker();
      try {
        for (let scenario = titles.shift(); scenario !== undefined; scenario = titles.shift()) {
          for (const { prepared, cell } of chosen.filter((it) => it.prepared.scenario.name === scenario)) {
            const { log } = prepared;
            const outcome = worker.run({ scenario, log, cell, alone: cell.at % 2 === 0 });
            add(await tried(prepared, cell, outcome, true));
          }
        }
      } finally {
        worker.stop();
      }
    }),
  );
}
