import { fork } from "node:child_process";
import { dirname } from "node:path";
import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import type { Workspace } from "../../tools/workspace";
import type { Declared } from "./program";
import type { Scenario } from "./scenarios";
import { sdkProgram } from "./sdk-program";

/** One command on a stack that is there. */
interface Order {
  workDir: string;
  pulumiHome: string;
  envVars: Record<string, string>;
  engine: string;
  command: Scenario["command"];
  program: Declared[];
}

export interface Killable {
  pid: number | undefined;
  /** Never rejects. Of a process of its own, `error` is all that it printed, however it ended. */
  ended: Promise<{ error?: string }>;
}

/**
 * Runs a command in a process of its own. To kill an engine leaves its program waiting for calls that never end, and their
 * late failures are those of whatever the same process runs next.
 */
export function runKillable({ stack }: Workspace, { command, after }: Scenario): Killable {
  const { workDir, pulumiHome = "", envVars, pulumiCommand } = stack.workspace;
  const engine = dirname(dirname(pulumiCommand.command));
  const child = fork(__filename, { silent: true });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (text) => {
      printed += text;
    });
  }
  child.send({ workDir, pulumiHome, envVars, engine, command, program: after } satisfies Order);
  return { pid: child.pid, ended: new Promise((ended) => child.once("close", () => ended({ error: printed }))) };
}

async function obey({ command, program, engine, ...place }: Order): Promise<void> {
  const pulumiCommand = await PulumiCommand.get({ root: engine });
  const workspace = await LocalWorkspace.create({ ...place, pulumiCommand, program: sdkProgram(program) });
  // It is the only one. To select it would take the CLI once more.
  workspace.selectStack = async () => {};
  const stack = await Stack.select("test", workspace);
  const listening = { color: "never", onOutput: process.stdout.write.bind(process.stdout) } as const;
  await (command === "up" ? stack.up(listening) : stack.refresh(listening));
}

if (require.main === module) {
  process.once("message", (order: Order) => {
    obey(order).then(
      () => process.exit(0),
      (error: Error) => process.stderr.write(error.message, () => process.exit(1)),
    );
  });
}
