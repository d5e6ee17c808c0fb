/** The name of a stack, as far as it is given; backends of an older kind know neither organization nor project. */
export interface StackName {
  organization?: string | undefined;
  project?: string | undefined;
  name: string;
}

/** @param full as pulumi names a stack in full */
export function parseFull(full: string): StackName {
  const [name = full, project, organization] = full.split("/").reverse();
  return { name, project, organization };
}

/** What someone may mean who names a stack: `org/project/name`, `project/name`, `name`, or `org/name` as pulumi itself has it. */
export function meanings(given: string, project: string | undefined): StackName[] {
  const [name = given, second, first, ...more] = given.split("/").reverse();
  if (name === "" || more.length > 0) return [];
  if (first !== undefined) return [{ organization: first, project: second, name }];
  if (second === undefined) return project === undefined ? [] : [{ project, name }];
  return [{ project: second, name }, ...(project === undefined ? [] : [{ organization: second, project, name }])];
}

/** Whether a stack of the backend is the one that is meant; what either of them leaves open is no difference. */
export function isMeant(listed: StackName, meant: StackName): boolean {
  const agree = (one: string | undefined, other: string | undefined) =>
    one === undefined || other === undefined || one === other;
  return (
    listed.name === meant.name && agree(listed.project, meant.project) && agree(listed.organization, meant.organization)
  );
}
