import { Bench, type Outcome, type Prepared, type SandboxKind } from "./bench";
import { type Cell, nameOf, sample } from "./faults";
import { type Operation, operations } from "./operations";

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
  operation: Operation;
  cell: Cell;
}

/** Where one operation at a time runs: a bench for each kind of sandbox, started for the first operation that needs it. */
class Place {
  readonly #benches = new Map<SandboxKind, Promise<Bench>>();

  constructor(private readonly consumer: string) {}

  bench({ idp }: Pick<Operation, "idp">): Promise<Bench> {
    // A server of RFC 7591 stands where Okta does otherwise.
    const kind = idp === "rfc7591" ? idp : "okta";
    const bench = this.#benches.get(kind) ?? Bench.start(this.consumer, kind);
    this.#benches.set(kind, bench);
    return bench;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#benches.values()].map(async (bench) => (await bench).stop()));
  }
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
    add({ name, findings: [{ trouble: "failed", what: error.message }], gaps: [] });
  const places = Array.from({ length: workers }, () => new Place(consumer));
  try {
    const { info } = (await places[0]?.bench({ idp: "okta" }))?.sandbox ?? {};
    const named = info ? operations(info).filter(({ name }) => operation.test(name)) : [];
    const all: Chosen[][] = named.map(() => []);
    await each(places, [...named.entries()], async (place, [index, operation]) => {
      const choose = ({ operation, cells }: Prepared) => {
        const chosen = cells.filter((cell) => only.test(nameOf(operation, cell)));
        all[index] = chosen.map((cell) => ({ operation, cell }));
      };
      const bench = await place.bench(operation);
      await bench.prepare(operation.name).then(choose, failed(`${operation.name}, without a fault`));
    });
    const chosen = sample(all.flat(), cells, seed);
    say(`${chosen.length} of ${all.flat().length} cells`);
    // Each operation is made ready anew where its cells run: its objects are those of one sandbox.
    await each(places, grouped(chosen), async (place, [operation, cells]) => {
      const bench = await place.bench(operation);
      const prepared = await bench.prepare(operation.name);
      for (const cell of cells) {
        await bench.run(prepared, cell).then(add, failed(nameOf(prepared.operation, cell)));
      }
    });
  } finally {
    await Promise.all(places.map((place) => place.stop()));
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
function grouped(chosen: readonly Chosen[]): [Operation, Cell[]][] {
  const groups = new Map<Operation, Cell[]>();
  for (const { operation, cell } of chosen) groups.set(operation, [...(groups.get(operation) ?? []), cell]);
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
