import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/**
 * The ownership mark of a resource: 16 hex digits derived from its URN. The provider writes it to what it creates at Workato and
 * at the IdP, so that the leftovers of an interrupted run are not mistaken for a foreign object of the same name.
 */
export function ownershipMark(type: string, name: string, opts?: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const urn = pulumi.createUrn(name, `pulumi-nodejs:dynamic/workato:${type}`, opts?.parent);
  const organization = pulumi.getOrganization();
  return urn.apply((text) => createHash("sha256").update(`${organization}\n${text}`).digest("hex").slice(0, 16));
}
