import { z } from "zod";
import { ApiError } from "../http/errors";
import type { Shape } from "../lifecycle/check";
import { defined, type Unconfirmed } from "../lifecycle/state";
import type { Services } from "../services";
import { PartialFailure } from "./resource";

/** What a caller of the gateway needs: a client at the IdP, and the API key at Workato that it is bound to. */
export interface CredentialOutputs {
  clientId: string;
  /** The base URL of the IdP that registered it. */
  registeredAt?: string;
  clientSecret: string;
  /** Seconds since the epoch; 0 means never. */
  clientSecretExpiresAt: number;
  /** Of a secret that a rotation with overlap has made. */
  clientSecretId?: string;
  apiKeyId: string;
  apiKey: string;
  /** Set where the credential was taken over, so that its secret, which cannot be read, may be absent. */
  adopted?: boolean;
  /** The name of a registration whose answer never came: if it was made, it is found by this. */
  registering?: string;
  /** Set until a take-over is complete: of what it names, only that is ours which carries the mark by now. */
  adopting?: true;
  /** Set, beside {@link adopting}, of what the resource itself had made before: the marks that it carried. Nobody knows its credentials any more. */
  leftover?: string[];
  /** What was taken over and the program does not name. It stays as it is for as long as that is so. */
  kept?: Kept;
  /** What the tokens of the client are bound to the key by: the store, and the client id at the IdP. */
  binding: string;
  /**
   * Set once both sides are as applied. A refresh takes it out where somebody has changed by hand what no property shows: the
   * ownership mark, or how the gateway authenticates the client.
   */
  intact: true;
  issuer: string;
  tokenEndpoint: string;
}

/** {@link CredentialOutputs} and what else a state may hold of a credential. */
export const credentialOutputs: Shape = {
  registeredAt: z.string(),
  clientSecret: z.string(),
  clientSecretExpiresAt: z.number(),
  clientSecretId: z.string(),
  apiKey: z.string(),
  adopted: z.boolean(),
  registering: z.string(),
  adopting: z.boolean(),
  leftover: z.array(z.string()),
  kept: z.looseObject({ registration: z.looseObject({ grantTypes: z.array(z.string()).optional() }).optional() }),
  binding: z.string(),
  intact: z.boolean(),
  issuer: z.string(),
  tokenEndpoint: z.string(),
};

export interface Kept {
  /** At Workato. */
  description?: string | undefined;
  logoUri?: string | undefined;
  registration?: CredentialRun["registration"];
}

/** One convergence of a credential: what is there by now, and what is wanted. */
export interface CredentialRun {
  made: Partial<CredentialOutputs>;
  /** Whether nothing of the resource was there before. */
  creating: boolean;
  /** Whether what is there is still being taken over, from somebody else or from an earlier run. */
  adopting: boolean;
  /** Whether the client was registered by this run, and so cannot have been changed by anybody yet. */
  registered?: boolean;
  name: string;
  mark: string;
  registration: { grantTypes?: string[] | undefined; tokenEndpointAuthMethod?: string | undefined } | undefined;
  /** `null` takes a logo away. */
  logoUri: string | null | undefined;
  /** Of a credential that was taken over: whether to renew the secret, which cannot be read. */
  renewSecret: boolean;
  /** CIDR ranges from which the key may be used; `undefined` is not sent. */
  ipAllowList?: string[] | undefined;
  /** Whether the client at the IdP has other metadata than wanted. */
  metadataChanged: boolean;
  /** Whether the secret is to be renewed, and whether the one before is to work until the next time. */
  rotate: "no" | "replace" | "overlap";
  /** Whether that is done: should a later step fail, it must not be done again. */
  rotated?: boolean;
  /** Whether an interrupted run may have left objects of this resource that the state does not know. */
  leftovers: boolean;
  /** Whether both sides were as applied when they were last looked at. */
  intact: boolean;
  /** The key that was there before the run. */
  hadKey: string | undefined;
  services: Services;
}

/** What the inputs of every resource with a credential say about it. */
interface CredentialInputs {
  name: string;
  registration?: CredentialRun["registration"];
  overlap?: boolean | undefined;
  renewSecret?: boolean | undefined;
}

/** What the IdP keeps of a client. */
const AT_IDP = ["name", "logoUri", "registration"];

/**
 * A run from what `before` holds to `inputs`.
 * @param mark the id of the resource
 * @param changed the properties in which the two differ
 */
export function credentialRun(
  mark: string,
  before: Partial<CredentialOutputs> & Unconfirmed,
  inputs: CredentialInputs,
  changed: ReadonlySet<string>,
  services: Services,
): CredentialRun {
  const creating = Object.keys(before).length === 0;
  const intact = before.intact !== undefined && !before.unconfirmed;
  return {
    made: credentialOf(before),
    creating,
    adopting: before.adopting ?? false,
    name: inputs.name,
    mark,
    registration: { ...before.kept?.registration, ...defined(inputs.registration) },
    logoUri: undefined,
    metadataChanged: !intact || AT_IDP.some((property) => changed.has(property)),
    rotate: before.leftover ? "replace" : rotation(changed, inputs.overlap),
    renewSecret: inputs.renewSecret === true && (before.clientSecret === undefined || changed.has("renewSecret")),
    leftovers: !creating,
    intact,
    hadKey: before.apiKeyId,
    services,
  };
}

/** How a change of the inputs renews the secret. */
function rotation(changed: ReadonlySet<string>, overlap: boolean | undefined): CredentialRun["rotate"] {
  if (!changed.has("rotationTriggers")) return "no";
  return overlap ? "overlap" : "replace";
}

/** The part of a state that belongs to the credential; what is not there is `undefined`, and so ends what was. */
export function credentialOf(state: Partial<CredentialOutputs>): Partial<CredentialOutputs> {
  const { clientId, registeredAt, clientSecret, clientSecretExpiresAt, clientSecretId } = state;
  const { registering, adopted, kept } = state;
  const { apiKeyId, apiKey, binding } = state;
  const secret = { clientSecret, clientSecretExpiresAt, clientSecretId };
  return { clientId, registeredAt, ...secret, registering, adopted, kept, apiKeyId, apiKey, binding };
}

/** What to record of the inputs when a step after the rotation fails. */
export function rotationDone<T>({ rotated }: CredentialRun, rotationTriggers: T): { rotationTriggers?: T } {
  return rotated ? { rotationTriggers } : {};
}

/** What a failed run has at the two sides. */
interface Traces {
  /** What there is to record. */
  state(): object;
  /** Of a take-over: whether anything carries the mark by now. */
  taken(): Promise<boolean>;
  /** Takes back what holds the key, or the key alone. */
  removeAtWorkato(): Promise<void>;
}

/**
 * What to throw for a run that failed. What a create has made is taken back, the registration last; what may have been made
 * without our knowing, or cannot be taken back, is recorded instead: the next apply goes on from there. A take-over that has
 * not changed anything leaves nothing to record.
 */
export async function failureOf(run: CredentialRun, error: unknown, traces: Traces): Promise<unknown> {
  if (!(error instanceof Error)) return error;
  const { made, mark, services } = run;
  const recorded = (besides = "") => new PartialFailure(mark, traces.state(), error, besides);
  const isUnknown = error instanceof ApiError && error.outcome === "unknown";
  if (run.adopting) {
    const mayBeMade = isUnknown && made.registering !== undefined;
    return mayBeMade || (await traces.taken().catch(() => true)) ? recorded() : error;
  }
  if (!run.creating || isUnknown) return recorded();
  try {
    await traces.removeAtWorkato();
    // What is taken back is not to be recorded, should the rest fail.
    for (const part of ["apiKeyId", "apiKey", "binding"] as const) delete made[part];
    if (made.clientId !== undefined) await services.identityProvider().registrar.deregister(made.clientId);
    return error;
  } catch (failed) {
    const reason = failed instanceof Error ? failed.message : String(failed);
    return recorded(
      `What was made before could not be taken back, and is recorded: the next pulumi up goes on from there (${reason})`,
    );
  }
}
