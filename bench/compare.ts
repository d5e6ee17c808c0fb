import { startSandbox } from "../sandbox/client";
import { createWorkspace, type Workspace } from "../tools/workspace";
import { floorProgram } from "./floor";
import { type Measured, measured } from "./measure";
import { subjectProgram } from "./subject";

/** One command on so many clients, beside the same command on as many resources that do nothing. */
export interface Comparison {
  command: "up" | "preview" | "refresh";
  clients: number;
  latencyMs: number;
  seconds: number;
  floorSeconds: number;
  ratio: number;
  requests: number;
  refused: number;
  providerMb: number;
  floorProviderMb: number;
}

const UNLIMITED = { "workato:requestsPerMinute": "1000000", "workato:oktaRequestsPerMinute": "1000000" };

/** A command that changes nothing is run so often, in turns with the floor's, and the least of each counts. */
const TURNS = { up: 1, preview: 3, refresh: 3 };

export async function compare(clients: number, latencyMs: number, say: (row: Comparison) => void): Promise<void> {
  const sandbox = await startSandbox({ storeEndpoints: "off", latencyMs });
  const [subject, floor] = await Promise.all([
    createWorkspace({ sandbox, config: UNLIMITED, outputs: false }),
    createWorkspace({ outputs: false }),
  ]);
  try {
    await sandbox.limits({ workatoPerMinute: 1e9, oktaPerMinute: 1e9, timeScale: 1 });
    const ours = subjectProgram(sandbox.info, clients);
    const nothing = floorProgram(clients);
    const commands: [Comparison["command"], (on: Workspace, program: typeof ours) => Promise<unknown>][] = [
      ["up", (on, program) => on.up(program)],
      ["preview", (on, program) => on.preview(program)],
      ["refresh", (on) => on.refresh()],
    ];
    for (const [command, run] of commands) {
      const [base, own]: [Measured[], Measured[]] = [[], []];
      for (let turn = 0; turn < TURNS[command]; turn++) {
        base.push(await measured(() => run(floor, nothing)));
        await sandbox.clearRequests();
        own.push(await measured(() => run(subject, ours)));
      }
      const log = await sandbox.requests();
      const [seconds, floorSeconds] = [least(own, "seconds"), least(base, "seconds")];
      say({
        command,
        clients,
        latencyMs,
        seconds,
        floorSeconds,
        ratio: seconds / floorSeconds,
        requests: log.length,
        refused: log.filter(({ status }) => status === 429).length,
        providerMb: least(own, "providerMb"),
        floorProviderMb: least(base, "providerMb"),
      });
    }
  } finally {
    await Promise.all([subject.remove(), floor.remove()]);
    await sandbox.stop();
  }
}

const least = (runs: Measured[], figure: keyof Measured) => Math.min(...runs.map((run) => run[figure]));
