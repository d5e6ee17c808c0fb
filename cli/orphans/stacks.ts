import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ProviderError } from "../../provider/errors";
import { stackIn, stackPart } from "../../provider/mark";
import { UsageError } from "../command";
import { exportStack, type ListedStack, listStacks } from "../pulumi";
import { projectName } from "../stack-config";
import { readExport, type StackExport } from "./export";
import type { Stack } from "./judge";
import { isMeant, meanings, parseFull } from "./names";

export interface Given {
  cwd: string;
  /** As they are typed. */
  stacks: readonly string[];
  files: readonly string[];
}

/** Which stacks are asked for, and which others there are. */
export interface Directory {
  /** The full names of those that are named and are there. */
  there: string[];
  /** Those that are named, and of which pulumi says that they are not there. */
  gone: { project: string; name: string }[];
  /** The full names of all stacks of the backend. */
  all: string[];
  /** The folder's project. */
  project: string | undefined;
  /** Why nobody can tell which stacks there are. */
  unlisted?: ProviderError;
}

/** @throws ProviderError, UsageError where it is not clear which stacks are meant */
export async function lookUpStacks({ cwd, stacks, files }: Given, env: NodeJS.ProcessEnv): Promise<Directory> {
  const project = await projectName(cwd);
  let listed: ListedStack[];
  try {
    listed = await listStacks(cwd, env);
  } catch (error) {
    // Files say by themselves which stacks are meant.
    if (stacks.length > 0 || files.length === 0 || !(error instanceof ProviderError)) throw error;
    return { there: [], gone: [], all: [], project, unlisted: error };
  }
  const all = listed.map(({ full }) => full);
  const directory: Directory = { there: [], gone: [], all, project };
  for (const given of stacks) {
    const meant = meanings(given, project);
    const found = all.filter((full) => meant.some((one) => isMeant(parseFull(full), one)));
    if (found.length > 1) throw new UsageError(`--stack ${given} may be ${found.join(" or ")}: give it in full`);
    const [one] = meant;
    if (found[0] !== undefined) directory.there.push(found[0]);
    else if (one?.project === undefined) throw new UsageError(`--stack ${given} names no project: give project/name`);
    else directory.gone.push({ project: one.project, name: one.name });
  }
  if (stacks.length === 0 && files.length === 0) {
    const selected = listed.find(({ current }) => current);
    if (selected) directory.there.push(selected.full);
    else throw new ProviderError("stack_export", "No stack is selected here", "Name one: --stack NAME");
  }
  return directory;
}

export interface ReadStack extends Stack {
  from: "pulumi" | "file" | "nowhere";
}

/** What all stacks hold, and what could not be read of it. */
export interface Holdings {
  stacks: ReadStack[];
  unread: ProviderError[];
}

/** @param scope `workato-dcr:ownershipScope` */
export async function readStacks(
  { cwd, files }: Given,
  { there, gone, all, project }: Directory,
  scope: string,
  env: NodeJS.ProcessEnv,
): Promise<Holdings> {
  const computed = (of: string, name: string) => [stackPart({ scope, project: of, stack: name })];
  const stacks: ReadStack[] = [];
  for (const file of files) {
    const read = readExport(await readFile(resolve(cwd, file), "utf8"), file);
    stacks.push({ ...read, from: "file", named: true, parts: ownParts(read) });
  }
  for (const one of gone) {
    stacks.push({ ...nothing(one), from: "nowhere", named: true, parts: computed(one.project, one.name) });
  }
  const given = new Set(stacks.flatMap((file) => file.stacks));
  const unread: ProviderError[] = [];
  const outdated = new Set<string>();
  const read = async (full: string) => {
    const { project: of = project ?? "", name } = parseFull(full);
    const isGiven = given.has(`${of}/${name}`);
    try {
      const state = readExport(await exportStack(full, cwd, env), full);
      const own = ownParts(state);
      const parts = own.length > 0 ? own : computed(of, name);
      stacks.push({ ...state, from: "pulumi", named: isGiven || there.includes(full), parts });
    } catch (error) {
      if (!(error instanceof ProviderError) || there.includes(full)) throw error;
      if (isGiven) outdated.add(`${of}/${name}`);
      else unread.push(error);
    }
  };
  // A few at a time: each is a process of its own.
  const waiting = [...all];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let full = waiting.shift(); full !== undefined; full = waiting.shift()) await read(full);
    }),
  );
  // What such a stack has made since its file was written, no state tells: nothing with its part of a mark is an orphan then.
  const isOutdated = (it: ReadStack) => it.from === "file" && it.stacks.some((stack) => outdated.has(stack));
  return { stacks: stacks.map((it) => (isOutdated(it) ? { ...it, named: false } : it)), unread };
}

/** A state says itself which parts its stack has, its scope included. */
const ownParts = ({ owners }: StackExport) => [...new Set(owners.map(({ owner }) => stackIn(owner)))];

function nothing({ project, name }: Directory["gone"][number]): StackExport {
  const stack = `${project}/${name}`;
  return { origin: `${stack} (gone)`, owners: [], used: new Set(), stacks: [stack], creating: [] };
}
