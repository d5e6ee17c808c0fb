import { AdapterBench, type Outcome, type Prepared } from "./adapter-cells";
import { type Cell, leavesItsOwn, nameOf, sample } from "./cells";
import { startEngineWorker } from "./engine-worker";
import { scenarios, startOf } from "./scenarios";

/** Which cells to try, and how. */
export interface Choice {
  operation: RegExp;
  only: RegExp;
  seed: number;
  /** How many without the CLI. */
  cells: number;
  /** How many on the real engine, every death that leaves something of its own among them where there is room. */
  engineCells: number;
  /** Sandboxes at a time, for the cells without the CLI. */
  workers: number;
  /** Engines at a time. */
  engines: number;
  /** The folder below which the package is installed. */
  consumer: string;
}

interface Chosen {
  prepared: Prepared;
  cell: Cell;
}

type Add = (outcome: Outcome) => void;

/** Runs the chosen cells, first those without the CLI. @param told each outcome as it comes @param say how far it is */
export async function runMatrix(choice: Choice, told: Add, say: (line: string) => void): Promise<Outcome[]> {
  const { cells, engineCells, engines, seed, workers, consumer } = choice;
  const outcomes: Outcome[] = [];
  const add = (outcome: Outcome) => {
    outcomes.push(outcome);
    if (outcomes.length % 500 === 0) say(`${outcomes.length} done`);
    told(outcome);
  };
  const benches = await Promise.all(Array.from({ length: workers }, () => AdapterBench.start(consumer)));
  let all: Chosen[];
  try {
    all = await derive(benches, choice, add);
    const chosen = sample(
      all.filter(({ prepared }) => !prepared.scenario.together),
      cells,
      seed,
    );
    say(`${chosen.length} of ${all.length} cells without the CLI`);
    await withoutCli(benches, chosen, add);
  } finally {
    await Promise.all(benches.map((bench) => bench.stop()));
  }
  const chosen = forEngine(all, engineCells, seed);
  say(`${chosen.length} cells on the real engine`);
  await onEngines(engines, chosen, add);
  return outcomes;
}

/** What there is to choose from, by a clean run of each operation; one that fails is a failure of its own. */
async function derive(benches: readonly AdapterBench[], { operation, only }: Choice, add: Add): Promise<Chosen[]> {
  const [first] = benches;
  if (!first) throw new Error("there has to be a worker");
  const names = scenarios(first.sandbox.info).flatMap(({ name }) => (operation.test(name) ? [name] : []));
  const found = new Map<string, Prepared>();
  await each(benches, [...names], async (bench, name) => {
    try {
      found.set(name, await bench.prepare(name));
    } catch (error) {
      const what = (error as Error).message;
      add({ name: `${name}, without a fault`, findings: [{ trouble: "failed", what }], adopted: false, engine: false });
    }
  });
  return names.flatMap((name) => {
    const prepared = found.get(name);
    const cells = prepared?.cells.filter((cell) => only.test(nameOf(prepared.scenario, cell))) ?? [];
    return prepared ? cells.map((cell) => ({ prepared, cell })) : [];
  });
}

/** Each operation is made ready anew where its cells run: its objects are those of one sandbox. */
async function withoutCli(benches: readonly AdapterBench[], chosen: readonly Chosen[], add: Add): Promise<void> {
  const operations = grouped(chosen, ({ prepared }) => prepared.scenario.name);
  await each(benches, operations, async (bench, [name, cells]) => {
    const prepared = await bench.prepare(name);
    for (const { cell } of cells) add(await tried(prepared, cell, bench.run(prepared, cell)));
  });
}

async function onEngines(engines: number, chosen: readonly Chosen[], add: Add): Promise<void> {
  // What starts from the same is made ready once.
  const groups = grouped(chosen, ({ prepared }) => startOf(prepared.scenario));
  const workers = Array.from({ length: Math.min(engines, groups.length) }, startEngineWorker);
  try {
    await each(workers, groups, async (worker, [, cells]) => {
      for (const { prepared, cell } of cells) {
        const outcome = worker.run({ scenario: prepared.scenario.name, log: prepared.log, cell });
        add(await tried(prepared, cell, outcome, true));
      }
    });
  } finally {
    for (const worker of workers) worker.stop();
  }
}

/** Lets every worker take the next task as soon as it is free. */
async function each<W, T>(workers: readonly W[], tasks: T[], work: (worker: W, task: T) => Promise<void>) {
  const rest = tasks.values();
  await Promise.all(
    workers.map(async (worker) => {
      for (const task of rest) await work(worker, task);
    }),
  );
}

/** The largest group first, so that all workers end at about the same time. */
function grouped(chosen: readonly Chosen[], key: (one: Chosen) => string): [string, Chosen[]][] {
  const groups = new Map<string, Chosen[]>();
  for (const one of chosen) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}

/** A cell that the bench itself could not end has not converged. */
function tried({ scenario }: Prepared, cell: Cell, run: Promise<Outcome>, engine = false): Promise<Outcome> {
  return run.catch((error: Error) => {
    const findings: Outcome["findings"] = [{ trouble: "failed", what: error.message }];
    return { name: nameOf(scenario, cell), findings, adopted: false, engine };
  });
}

/** The deaths first; of other faults, so many as are left. */
function forEngine(cells: readonly Chosen[], count: number, seed: number): Chosen[] {
  const all = cells.filter(({ prepared }) => !prepared.scenario.serviceApp);
  const deaths = sample(
    all.filter(({ prepared, cell }) => leavesItsOwn(cell, prepared.log)),
    count,
    seed,
  );
  const others = all.filter(({ cell }) => !cell.fault.startsWith("kill"));
  return [...deaths, ...sample(others, count - deaths.length, seed)];
}
