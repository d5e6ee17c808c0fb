import { ProviderError } from "../../provider/errors";
import { ownerIn } from "../../provider/mark";
import { objectKey } from "./export";
import type { Marked } from "./find";
import { isMeant, parseFull } from "./names";
import type { Directory, Holdings, ReadStack } from "./stacks";

const LEAVE_OUT = "Leave it out, or leave out --delete to see what would be an orphan";

/** Why nothing should be deleted: by the wrong state, or without that of another stack, what is alive looks like an orphan. */
export function doubtsOf(
  { stacks, unread }: Holdings,
  directory: Pick<Directory, "all" | "unlisted">,
  marked: readonly Marked[],
): ProviderError[] {
  const named = stacks.filter((stack) => stack.named);
  const doubts = named.flatMap((stack) => [
    ...wrongPlace(stack, marked),
    ...(stack.from === "file" ? wrongFile(stack, directory) : []),
    ...unfinished(stack),
  ]);
  const { unlisted } = directory;
  if (unlisted === undefined) return [...doubts, ...unread];
  const what = `It cannot be told which other stacks hold what is here: ${unlisted.what}`;
  return [...doubts, doubt(what, "Put pulumi on PATH, and log in to the backend that has the stacks")];
}

function wrongPlace({ origin, owners, used }: ReadStack, marked: readonly Marked[]): ProviderError[] {
  const holdsAny = owners.some(({ holds }) => Object.values(holds).some((id) => id !== undefined));
  const isThere = ({ kind, id, mark }: Marked) =>
    used.has(objectKey(kind, id)) || owners.some(({ owner }) => owner === ownerIn(mark));
  if (!holdsAny || marked.length === 0 || marked.some(isThere)) return [];
  const what = `Neither Workato nor Okta holds anything that ${origin} owns: is it the right stack and workspace?`;
  return [doubt(what, LEAVE_OUT)];
}

/** What a file says may be long past: the backend has to know its stack, so that its state of today counts as well. */
function wrongFile({ origin, owners, stacks }: ReadStack, { all, unlisted }: Pick<Directory, "all" | "unlisted">) {
  if (owners.length === 0)
    return [doubt(`${origin} holds no resource of this package: is it the right stack?`, LEAVE_OUT)];
  const known = all.map(parseFull);
  return stacks.flatMap((stack) => {
    const isKnown = known.some((one) => isMeant(one, parseFull(stack)));
    if (unlisted !== undefined || isKnown) return [];
    const next = "Log in to the backend that has the stack; if it is gone, name it instead of the export: --stack ";
    return [doubt(`pulumi knows no stack ${stack}, of which ${origin} is an export`, next + stack)];
  });
}

function unfinished({ origin, creating }: ReadStack): ProviderError[] {
  if (creating.length === 0) return [];
  const what = `${origin} has creations that are under way, or were killed: ${creating.join(", ")}`;
  return [
    doubt(what, "Wait for the pulumi up that runs, or run pulumi up and then pulumi refresh --clear-pending-creates"),
  ];
}

const doubt = (what: string, next: string) => new ProviderError("stack_export", what, next);
