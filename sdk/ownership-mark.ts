import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/**
 * The ownership mark of a resource: 16 hex digits from its URN. The provider writes it to what it makes at Workato and at the
 * IdP, so that a run that was interrupted can be told from a foreign object of the same name.
 */
export function ownershipMark(type: string, name: string, opts?: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const urn = pulumi.createUrn(name, `pulumi-nodejs:dynamic/workato:${type}`, opts?.parent);
  const organization = pulumi.getOrganization();
  return urn.apply((text) => createHash("sha256").update(`${organization}\n${text}`).digest("hex").slice(0, 16));
}
