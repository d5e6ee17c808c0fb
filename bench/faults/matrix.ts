import { Bench, type Outcome, type Prepared } from "./bench";
import { type Cell, nameOf, sample } from "./faults";
import { operations } from "./operations";

/** Which cells to try, and how. */
export interface Choice {
  operation: RegExp;
  only: RegExp;
  seed: number;
  /** How many of the cells. */
  cells: number;
  /** Sandboxes at a time. */
  workers: number;
  /** The folder below which the package is installed. */
  consumer: string;
}

interface Chosen {
  operation: string;
  cell: Cell;
}

/** Runs the chosen cells. @param told each outcome as it comes @param say how far it is */
export async function runMatrix(
  { operation, only, seed, cells, workers, consumer }: Choice,
  told: (outcome: Outcome) => void,
  say: (line: string) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const add = (outcome: Outcome) => {
    outcomes.push(outcome);
    if (outcomes.length % 500 === 0) say(`${outcomes.length} done`);
    told(outcome);
  };
  /** What the bench itself could not end has not converged. */
  const failed = (name: string) => (error: Error) =>
    add({ name, findings: [{ trouble: "failed", what: error.message }], adopted: false });
  const first = await Bench.start(consumer);
  const benches = [first, ...(await Promise.all(Array.from({ length: workers - 1 }, () => Bench.start(consumer))))];
  try {
    const names = operations(first.sandbox.info).flatMap(({ name }) => (operation.test(name) ? [name] : []));
    const all: Chosen[][] = names.map(() => []);
    await each(benches, [...names.entries()], async (bench, [index, name]) => {
      const choose = ({ operation, cells }: Prepared) => {
        const chosen = cells.filter((cell) => only.test(nameOf(operation, cell)));
        all[index] = chosen.map((cell) => ({ operation: name, cell }));
      };
      await bench.prepare(name).then(choose, failed(`${name}, without a fault`));
    });
    const chosen = sample(all.flat(), cells, seed);
    say(`${chosen.length} of ${all.flat().length} cells`);
    // Each operation is made ready anew where its cells run: its objects are those of one sandbox.
    await each(benches, grouped(chosen), async (bench, [name, cells]) => {
      const prepared = await bench.prepare(name);
      for (const cell of cells) {
        await bench.run(prepared, cell).then(add, failed(nameOf(prepared.operation, cell)));
      }
    });
  } finally {
    await Promise.all(benches.map((bench) => bench.stop()));
  }
  return outcomes;
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

/** The operation with the most cells first, so that all workers end at about the same time. */
function grouped(chosen: readonly Chosen[]): [string, Cell[]][] {
  const groups = new Map<string, Cell[]>();
  for (const { operation, cell } of chosen) groups.set(operation, [...(groups.get(operation) ?? []), cell]);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
