import { type LoggedRequest, startSandbox } from "../sandbox/client";
import { createWorkspace, type Workspace } from "../tools/workspace";
import { floorProgram } from "./floor";
import { type Measured, measured, median } from "./measure";
import { subjectProgram } from "./subject";

/** One command on so many clients, beside the same command on as many resources that do nothing. */
export interface Comparison {
  command: "up" | "preview" | "refresh";
  clients: number;
  latencyMs: number;
  /** How the cost grows with the number of clients: without what the engine itself does more of with each resource. */
  growth: boolean;
  seconds: number;
  floorSeconds: number;
  ratio: number;
  requests: number;
  refused: number;
  /** Missing where memory cannot be measured. */
  memory?: { providerMb: number; floorMb: number };
}

const UNLIMITED = { "workato-dcr:requestsPerMinute": "1000000", "workato-dcr:oktaRequestsPerMinute": "1000000" };

/** The engine writes the whole state after every step, so that its own time grows with the square of the resources. */
const NO_CHECKPOINTS = { PULUMI_SKIP_CHECKPOINTS: "true" };

export interface Size {
  clients: number;
  latencyMs: number;
  growth: boolean;
  /**
   * How often each command is run, in turns with the floor's. The least time of each counts, since what disturbs only adds; of
   * memory the median, of requests the most.
   */
  turns: number;
}

export async function compare(
  { clients, latencyMs, growth, turns }: Size,
  say: (row: Comparison) => void,
): Promise<void> {
  const sandbox = await startSandbox({ storeEndpoints: "off", latencyMs });
  const common = { outputs: false, host: "users", env: growth ? NO_CHECKPOINTS : {} } as const;
  const [subject, floor] = await Promise.all([
    createWorkspace({ ...common, sandbox, config: UNLIMITED }),
    createWorkspace(common),
  ]);
  try {
    const ours = subjectProgram(sandbox.info, clients);
    const nothing = floorProgram(clients);
    const startOver = async () => {
      await sandbox.reset();
      await sandbox.limits({ workatoPerMinute: 1e9, oktaPerMinute: 1e9, timeScale: 1 });
      for (const workspace of [subject, floor]) await workspace.empty();
    };
    const commands: [Comparison["command"], (on: Workspace, program: typeof ours) => Promise<unknown>][] = [
      ["up", (on, program) => on.up(program)],
      ["preview", (on, program) => on.preview(program)],
      ["refresh", (on) => on.refresh()],
    ];
    for (const [command, run] of commands) {
      const [base, own]: [Measured[], Measured[]] = [[], []];
      const logs: LoggedRequest[][] = [];
      for (let turn = 0; turn < turns; turn++) {
        if (command === "up") await startOver();
        base.push(await measured(() => run(floor, nothing)));
        await sandbox.clearRequests();
        own.push(await measured(() => run(subject, ours)));
        logs.push(await sandbox.requests());
      }
      const [seconds, floorSeconds] = [least(own), least(base)];
      const [providerMb, floorMb] = [medianMb(own), medianMb(base)];
      say({
        command,
        clients,
        latencyMs,
        growth,
        seconds,
        floorSeconds,
        ratio: seconds / floorSeconds,
        requests: Math.max(...logs.map((log) => log.length)),
        refused: Math.max(...logs.map((log) => log.filter(({ status }) => status === 429).length)),
        ...(providerMb !== undefined && floorMb !== undefined && { memory: { providerMb, floorMb } }),
      });
    }
  } finally {
    await Promise.all([subject.remove(), floor.remove()]);
    await sandbox.stop();
  }
}

/** What each client costs beyond the engine's own price, in milliseconds. */
export const perClient = ({ seconds, floorSeconds, clients }: Comparison) =>
  (1000 * (seconds - floorSeconds)) / clients;

const least = (runs: Measured[]) => Math.min(...runs.map(({ seconds }) => seconds));
const medianMb = (runs: Measured[]) => median(runs.flatMap(({ providerMb }) => providerMb ?? []));
