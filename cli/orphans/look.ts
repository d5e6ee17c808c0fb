import { createServices } from "../../provider/create-services";
import type { ProviderError } from "../../provider/errors";
import { redact } from "../../provider/redact";
import { Settings } from "../../provider/settings";
import { readConfiguration } from "../stack-config";
import { doubtsOf } from "./doubts";
import { objectKey } from "./export";
import { findMarked } from "./find";
import { type Judgement, judge } from "./judge";
import { parseFull } from "./names";
import { type Directory, type Given, lookUpStacks, readStacks } from "./stacks";

export interface Look extends Judgement {
  /** Why nothing should be deleted. */
  doubts: ProviderError[];
  /** Claims that put API keys into tokens, and that no stack holds. They carry no mark, so they are only told. */
  claims: { id: string; name: string }[];
  /** What else a reader has to know. */
  notes: string[];
}

/** Looks at both sides and at every stack. */
export async function lookAround(given: Given, env: NodeJS.ProcessEnv): Promise<Look> {
  const directory = await lookUpStacks(given, env);
  // A folder's settings are those of its own project's stacks, whatever stack is named.
  const own = directory.there.find((full) => isOf(directory.project, full));
  const { stack, origin } = await readConfiguration({ cwd: given.cwd, stack: own }, env);
  const scope = new Settings(stack, env).get("workato-dcr:ownershipScope", "WORKATO_DCR_OWNERSHIP_SCOPE") ?? "";
  const services = createServices(stack, env, (text) => console.error(redact(text)));
  // Before the stacks are asked: what a running apply makes in between is not listed, and so never deleted.
  const marked = await findMarked(services);
  const { names, get } = services.identityProviders;
  const unseen = names.filter((name) => get(name).listMarked === undefined);
  const claims = (await Promise.all(names.map(async (name) => (await get(name).binder?.list()) ?? []))).flat();
  const holdings = await readStacks(given, directory, scope, env);
  return {
    ...judge(marked, holdings.stacks),
    claims: claims.filter(({ id }) => !holdings.stacks.some(({ used }) => used.has(objectKey("claim", id)))),
    doubts: doubtsOf(holdings, directory, marked),
    notes: [...notesOf(directory, origin), ...unseen.map(unseenAt)],
  };
}

function notesOf({ gone }: Directory, origin: string): string[] {
  return gone.map(
    ({ project, name }) =>
      `pulumi knows no stack ${project}/${name}, so all that it has made is an orphan; if it lives in another organization or ` +
      `backend, log in there instead. The configuration is that of ${origin}.`,
  );
}

function unseenAt(name: string): string {
  return `the identity provider ${name} lists no clients: what may have been left there is not among these.`;
}

function isOf(project: string | undefined, full: string): boolean {
  const of = parseFull(full).project;
  return project !== undefined && (of === undefined || of === project);
}
