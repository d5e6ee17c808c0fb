import { execFile } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { promisify } from "node:util";
import { ensurePulumi } from "../../../tools/ensure-pulumi";
import { createWorkspace, type Workspace } from "../../../tools/workspace";

/** Of a shell in which `pulumi` works with the workspace's backend. */
export async function shellOf(workspace: Workspace): Promise<Record<string, string>> {
  const engine = dirname(await ensurePulumi(() => {}));
  const { envVars, pulumiHome = "" } = workspace.stack.workspace;
  return { ...envVars, PATH: [engine, process.env.PATH].join(delimiter), PULUMI_HOME: pulumiHome };
}

/** Another stack of the workspace's backend, with the same configuration. */
export async function stackBeside(workspace: Workspace, projectName: string, stackName: string): Promise<Workspace> {
  return createWorkspace({ beside: { workspace, projectName, stackName }, config: await workspace.config() });
}

/** Runs the CLI itself, for what the Automation API lacks. */
export async function pulumi(workspace: Workspace, ...args: string[]): Promise<string> {
  const env = await shellOf(workspace);
  const run = promisify(execFile);
  const { stdout } = await run("pulumi", [...args, "--non-interactive"], {
    cwd: workspace.place.project,
    env,
  });
  return stdout;
}
