import type { WorkatoCalls } from "./api/workato/calls";
import type { StoreName } from "./config";
import type { IdentityProviders, RunContext } from "./idp/identity-provider";

/** What resources work with. One instance serves all operations of a process, so that lists and limits are shared. */
export interface Services extends WorkatoCalls, RunContext {
  /** Where new DCR providers go. */
  storeName: StoreName;
  identityProviders: IdentityProviders;
  /** The lists that a check of this run asked for in vain. */
  unanswered: Set<object>;
}

/** The same services, whose messages begin with the resource that they are about. */
export function speakingOf(subject: string, services: Services): Services {
  return { ...services, warn: (message) => services.warn(`${subject}: ${message}`) };
}
