import { ProviderError } from "../../provider/errors";
import type { StackExport } from "./export";
import type { Marked } from "./find";

/**
 * Why nothing should be deleted by this export: by the wrong one, what a live stack owns looks like an orphan.
 * @param project the one that the command runs in
 */
export function doubtsOf(
  { origin, owners, projects, creating }: StackExport,
  marked: readonly Marked[],
  project: string | undefined,
): ProviderError[] {
  const doubts: ProviderError[] = [];
  const add = (what: string, next: string) => doubts.push(new ProviderError("stack_export", what, next));
  const leaveOut = "Leave it out, or leave out --delete to see what would be an orphan";
  const marks = new Set(owners.map(({ mark }) => mark));
  if (marks.size === 0) {
    add(`${origin} holds no resource of this package: is it the right stack?`, leaveOut);
  } else if (marked.length > 0 && !marked.some(({ mark }) => marks.has(mark))) {
    add(`Neither Workato nor Okta holds anything that ${origin} owns: is it the right stack and workspace?`, leaveOut);
  }
  const others = projects.filter((name) => name !== project);
  if (project !== undefined && others.length > 0) {
    add(
      `${origin} is a stack of the project ${others.join(", ")}, and this command runs in ${project}`,
      "Name the folder of its project with --cwd; where several projects share a workspace, a folder without a project",
    );
  }
  if (creating.length > 0) {
    add(
      `${origin} has creations that are under way, or were killed: ${creating.join(", ")}`,
      "Wait for the pulumi up that runs, or run pulumi up and then pulumi refresh --clear-pending-creates, and export again",
    );
  }
  return doubts;
}
