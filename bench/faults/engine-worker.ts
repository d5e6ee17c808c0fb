import { fork } from "node:child_process";
import type { Outcome } from "./adapter-cells";
import type { Cell, Seen } from "./cells";
import { EngineBench } from "./engine-cells";
import { scenarios } from "./scenarios";

/** A cell, in what can be sent to another process. */
export interface Task {
  scenario: string;
  log: Seen[];
  cell: Cell;
}

export interface EngineWorker {
  run(task: Task): Promise<Outcome>;
  stop(): void;
}

/** A bench in a process of its own: the SDK of Pulumi takes every unhandled failure of a process for one of its program. */
export function startEngineWorker(): EngineWorker {
  const child = fork(__filename);
  return {
    run: (task) =>
      new Promise((done, failed) => {
        const died = (code: number | null) => failed(new Error(`the process of the bench ended with ${code}`));
        child.once("exit", died);
        child.once("message", (answer: Outcome | { failed: string }) => {
          child.off("exit", died);
          if ("failed" in answer) failed(new Error(answer.failed));
          else done(answer);
        });
        child.send(task);
      }),
    stop: () => child.disconnect(),
  };
}

if (require.main === module) {
  const bench = EngineBench.start();
  process.on("message", async ({ scenario: title, log, cell }: Task) => {
    try {
      const ready = await bench;
      const scenario = scenarios(ready.sandbox.info).find(({ name }) => name === title);
      if (!scenario) throw new Error(`there is no scenario ${title}`);
      process.send?.(await ready.run(log, scenario, cell));
    } catch (error) {
      process.send?.({ failed: (error as Error).message });
    }
  });
  process.once("disconnect", async () => {
    await (await bench).stop();
    process.exit();
  });
}
