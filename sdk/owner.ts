import * as pulumi from "@pulumi/pulumi";
import { ownerOf } from "../provider/mark";

/**
 * Who the objects of a resource belong to, for its ownership mark. A plain value: an output that is made of the parent's URN would
 * depend on the parent, and through it on all of its children, so that siblings would wait for each other.
 */
export function owner(kind: string, name: string, opts: pulumi.CustomResourceOptions | undefined): string {
  const scope = new pulumi.Config("workato-dcr").get("ownershipScope") ?? process.env.WORKATO_DCR_OWNERSHIP_SCOPE ?? "";
  const program = { scope, project: pulumi.getProject(), stack: pulumi.getStack() };
  return ownerOf(program, parentTypes(opts?.parent), kind, name);
}

/** What the SDK keeps of each resource and does not declare: what the URN of a child is made of. */
interface Placed {
  __pulumiType: string;
  __parentResource?: Placed;
}

/** The types above a resource as its URN has them: the outermost first, without the stack. */
function parentTypes(parent: pulumi.Resource | undefined): string[] {
  const types: string[] = [];
  for (
    let at = parent as Placed | undefined;
    at && at.__pulumiType !== "pulumi:pulumi:Stack";
    at = at.__parentResource
  ) {
    types.unshift(at.__pulumiType);
  }
  return types;
}
