import type { automation } from "@pulumi/pulumi";
import { type LoggedRequest, type Sandbox, startSandbox } from "../sandbox/client";
import { createWorkspace, type Workspace } from "../tools/workspace";
import { floorProgram } from "./floor";
import { type Measured, measured, median } from "./measure";
import { type Adapter, subjectPrograms } from "./subject";

/** One command on so many clients, beside the same command on as many resources that do nothing. */
export interface Comparison {
  adapter: Adapter;
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

/** Least turns of what takes seconds: what disturbs it is a larger part of it. */
const SHORT_TURNS = 5;

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

/** Rows of the dynamic adapter, and where a plugin is given, of the native one beside each. */
export async function compare(
  { clients, latencyMs, growth, turns }: Size,
  plugin: string | undefined,
  say: (row: Comparison) => void,
): Promise<void> {
  const common = { outputs: false, host: "users", env: growth ? NO_CHECKPOINTS : {} } as const;
  const floor = await createWorkspace(common);
  const subjects: Subject[] = [];
  try {
    for (const adapter of plugin === undefined ? (["dynamic"] as const) : (["dynamic", "native"] as const)) {
      // Each has a sandbox of its own: in one, clients of the same names would be taken for those of a run that failed.
      const sandbox = await startSandbox({ storeEndpoints: "off", latencyMs });
      const host = adapter === "native" && plugin !== undefined ? { plugin } : {};
      const workspace = await createWorkspace({ ...common, ...host, sandbox, config: UNLIMITED });
      subjects.push({ adapter, sandbox, workspace, program: subjectPrograms[adapter](sandbox.info, clients) });
    }
    for (const command of COMMANDS) {
      const base: Measured[] = [];
      const own = subjects.map(() => [] as Measured[]);
      const logs = subjects.map(() => [] as LoggedRequest[][]);
      for (let turn = 0; turn < (command === "refresh" ? Math.max(turns, SHORT_TURNS) : turns); turn++) {
        if (command === "up") await floor.empty();
        base.push(await measured(() => run(command, floor, floorProgram(clients))));
        for (const [index, { sandbox, workspace, program }] of subjects.entries()) {
          if (command === "up") await startOver(sandbox, workspace);
          await sandbox.clearRequests();
          own[index]?.push(await measured(() => run(command, workspace, program)));
          logs[index]?.push(await sandbox.requests());
        }
      }
      for (const [index, { adapter }] of subjects.entries()) {
        const found = summary(own[index] ?? [], base, logs[index] ?? []);
        say({ adapter, command, clients, latencyMs, growth, ...found });
      }
    }
  } finally {
    await Promise.all([floor, ...subjects.map(({ workspace }) => workspace)].map((it) => it.remove()));
    for (const { sandbox } of subjects) await sandbox.stop();
  }
}

interface Subject {
  adapter: Adapter;
  sandbox: Sandbox;
  workspace: Workspace;
  program: automation.PulumiFn;
}

const COMMANDS: Comparison["command"][] = ["up", "preview", "refresh"];

function run(command: Comparison["command"], on: Workspace, program: automation.PulumiFn): Promise<unknown> {
  return command === "refresh" ? on.refresh() : on[command](program);
}

async function startOver(sandbox: Sandbox, workspace: Workspace): Promise<void> {
  await sandbox.reset();
  await sandbox.limits({ workatoPerMinute: 1e9, oktaPerMinute: 1e9, timeScale: 1 });
  await workspace.empty();
}

function summary(own: Measured[], base: Measured[], logs: LoggedRequest[][]) {
  const [seconds, floorSeconds] = [least(own), least(base)];
  const [providerMb, floorMb] = [medianMb(own), medianMb(base)];
  return {
    seconds,
    floorSeconds,
    ratio: seconds / floorSeconds,
    requests: Math.max(...logs.map((log) => log.length)),
    refused: Math.max(...logs.map((log) => log.filter(({ status }) => status === 429).length)),
    ...(providerMb !== undefined && floorMb !== undefined && { memory: { providerMb, floorMb } }),
  };
}

/** What each client costs beyond the engine's own price, in milliseconds. */
export const perClient = ({ seconds, floorSeconds, clients }: Comparison) =>
  (1000 * (seconds - floorSeconds)) / clients;

const least = (runs: Measured[]) => Math.min(...runs.map(({ seconds }) => seconds));
const medianMb = (runs: Measured[]) => median(runs.flatMap(({ providerMb }) => providerMb ?? []));
