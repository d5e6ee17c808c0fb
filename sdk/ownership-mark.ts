import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/**
 * The ownership mark of a resource: 16 hex digits derived from its URN. The provider writes it to what it creates at Workato and
 * at the IdP, so that the leftovers of an interrupted run are not mistaken for a foreign object of the same name.
 */
export function ownershipMark(type: string, name: string, opts?: pulumi.CustomResourceOptions): pulumi.Input<string> {
  const organization = pulumi.getOrganization();
  const markOf = (urn: string) => createHash("sha256").update(`${organization}\n${urn}`).digest("hex").slice(0, 16);
  const own = `pulumi-nodejs:dynamic/workato:${type}`;
  // Without an output where none is needed: a program of many clients spends its time on those.
  if (!opts?.parent) return markOf(`urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${own}::${name}`);
  return pulumi.createUrn(name, own, opts.parent).apply(markOf);
}
