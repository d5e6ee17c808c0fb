import { execFile } from "node:child_process";
import { z } from "zod";
import { ProviderError } from "../provider/errors";

const MOST_BYTES = 256 * 1024 * 1024;

const listed = z.array(z.object({ name: z.string(), current: z.boolean() }));

export interface ListedStack {
  /** With organization and project, as far as the backend has them, such as `acme/shop/prod`. */
  full: string;
  /** Whether it is the selected one. */
  current: boolean;
}

/**
 * All stacks of the backend that pulumi is logged in to, those of other projects as well.
 * @throws ProviderError `stack_list` where they cannot be had: a list that is not complete would be taken for one that is
 */
export async function listStacks(cwd: string, env: NodeJS.ProcessEnv): Promise<ListedStack[]> {
  const ran = await run(["stack", "ls", "--all", "--json", "--fully-qualify-stack-names"], cwd, env);
  if (ran.ended !== "well") {
    throw new ProviderError("stack_list", failure(ran).why, "`pulumi stack ls --all` has to work here first");
  }
  try {
    return listed.parse(JSON.parse(ran.out)).map(({ name, current }) => ({ full: name, current }));
  } catch {
    throw new ProviderError("stack_list", "pulumi stack ls printed something else than its JSON", "Update pulumi");
  }
}

/**
 * The stack's state as `pulumi stack export` prints it, secrets encrypted.
 * @throws ProviderError `stack_export` where it cannot be had
 */
export async function exportStack(stack: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const ran = await run(["stack", "export", ...named(stack)], cwd, env);
  if (ran.ended === "well") return ran.out;
  const next = "`pulumi stack export` has to work here first; or give the export as a file: --export FILE";
  throw new ProviderError("stack_export", `The state of ${stack} cannot be read: ${failure(ran).why}`, next);
}

type Ran = { ended: "well"; out: string } | { ended: "badly"; said: string } | { ended: "absent" };

/** Runs pulumi without a shell; secrets come by its standard output alone. */
export function run(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    const quiet = { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const options = { cwd, env: quiet, maxBuffer: MOST_BYTES };
    const child = execFile("pulumi", [...args, "--non-interactive"], options, (error, out, said) => {
      if (!error) resolve({ ended: "well", out });
      else resolve(error.code === "ENOENT" ? { ended: "absent" } : { ended: "badly", said: said || error.message });
    });
    child.stdin?.end();
  });
}

/** In one word, so that no name is taken for an option. */
export function named(stack: string | undefined): string[] {
  return stack === undefined ? [] : [`--stack=${stack}`];
}

/** With advice where the environment may stand in. */
export function failure(
  ran: Exclude<Ran, { ended: "well" }>,
  project = "the project",
): { why: string; advice?: string } {
  if (ran.ended === "absent") {
    const why = "there is no pulumi on PATH to ask";
    return { why, advice: "Put pulumi on PATH, or go on without the stack's configuration" };
  }
  const said = /^error: (.*)/m.exec(ran.said)?.[1] ?? ran.said.trim();
  if (/no stack selected/i.test(said)) {
    return { why: `no stack of ${project} is selected`, advice: "Name one with --stack, or run: pulumi stack select" };
  }
  return { why: `pulumi failed: ${said}` };
}
