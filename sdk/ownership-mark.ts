import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/**
 * The ownership mark of a resource: 16 hex digits derived from its URN. The provider writes it to what it creates at Workato and
 * at the IdP, so that the leftovers of an interrupted run are not mistaken for a foreign object of the same name.
 */
export function ownershipMark(type: string, name: string, opts?: pulumi.CustomResourceOptions): pulumi.Input<string> {
  const own = `pulumi-nodejs:dynamic/workato:${type}`;
  // Without an output where none is needed: each costs a program of a thousand clients a second.
  if (!opts?.parent) return markOf(`urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${own}::${name}`);
  return pulumi.createUrn(name, own, opts.parent).apply(markOf);
}

function markOf(urn: string): string {
  return createHash("sha256").update(`${pulumi.getOrganization()}\n${urn}`).digest("hex").slice(0, 16);
}
