import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { ensurePulumi } from "../../../tools/ensure-pulumi";
import type { Workspace } from "../../../tools/workspace";

/** Of a shell in which `pulumi` works with the workspace's backend. */
export async function shellOf(workspace: Workspace): Promise<Record<string, string>> {
  const engine = dirname(await ensurePulumi(() => {}));
  const { envVars, pulumiHome = "" } = workspace.stack.workspace;
  return { ...envVars, PATH: [engine, process.env.PATH].join(delimiter), PULUMI_HOME: pulumiHome };
}

/** Another stack of the workspace's backend, with the same configuration; of another project in a folder of its own. */
export async function stackBeside(workspace: Workspace, projectName: string, stackName: string): Promise<Stack> {
  const { workDir, pulumiHome, pulumiCommand, envVars } = workspace.stack.workspace;
  const folder = projectName === "test" ? workDir : join(dirname(workDir), projectName);
  await mkdir(folder, { recursive: true });
  const settings = JSON.parse(await readFile(join(workDir, "Pulumi.json"), "utf8"));
  await writeFile(join(folder, "Pulumi.json"), JSON.stringify({ ...settings, name: projectName }));
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName, stackName, program: async () => {} },
    {
      workDir: folder,
      envVars,
      ...(pulumiHome !== undefined && { pulumiHome }),
      ...(pulumiCommand !== undefined && { pulumiCommand }),
    },
  );
  await stack.setAllConfig(await workspace.stack.getAllConfig());
  await workspace.stack.workspace.selectStack("test");
  return stack;
}

export const apply = (stack: Stack, program: PulumiFn) => stack.up({ program, color: "never" });

/** Runs the CLI itself, for what the Automation API lacks. */
export async function pulumi(workspace: Workspace, ...args: string[]): Promise<string> {
  const env = await shellOf(workspace);
  const run = promisify(execFile);
  const { stdout } = await run("pulumi", [...args, "--non-interactive"], {
    cwd: workspace.stack.workspace.workDir,
    env,
  });
  return stdout;
}
