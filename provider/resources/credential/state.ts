import { z } from "zod";
import type { RecordedClient } from "../../idp/identity-provider";
import type { Shape } from "../../lifecycle/check";
import { type Metadata, wantedRegistration } from "../../lifecycle/drift";
import type { State } from "../../lifecycle/state";
import type { DcrProviderRef } from "../../stores/dcr-provider";

/** What a caller of the gateway needs: a client at the IdP, and the API key at Workato that it is bound to. */
export interface CredentialOutputs {
  clientId: string;
  /** The base URL of the IdP that registered it. */
  registeredAt: string;
  /** Where an RFC 7592 server manages the client, and the token that it takes there. */
  registrationClientUri: string;
  registrationAccessToken: string;
  /** Clients that it had at IdPs that its DCR provider named before. They go once the one of now is whole. */
  formerClients: FormerClient[];
  /** Registrations that got no answer, where nothing lists clients: each may have left one. */
  lostRegistrations: LostRegistration[];
  clientSecret: string;
  /** Seconds since the epoch; 0 means never. */
  clientSecretExpiresAt: number;
  apiClientId: string;
  apiKeyId: string;
  apiKey: string;
  /** Set where the credential was taken over from somebody else, so that what cannot be read of it may be absent. */
  adopted: boolean;
  /**
   * Set until a take-over is complete: of what the state names, only that is ours which carries the mark by now, or one of these: the
   * marks that it carried where an earlier run of the resource has made it. Nobody knows who has those credentials by now.
   */
  takingOver: string[];
  /** What an adopted object has where the program says nothing. It stays so for as long as that is so. */
  adoptedDefaults: AdoptedDefaults;
  /** What the tokens of the client are bound to the key by: the store, and the client id at the IdP. */
  boundTo: string;
  /**
   * Set once both sides are as applied. A refresh takes it out where somebody has changed by hand what no property shows: the
   * ownership mark, or how the gateway authenticates the client.
   */
  verifiedAsApplied: true;
  issuer: string;
  tokenEndpoint: string;
}

/** By what a user finds a client that nobody knows of. */
export interface LostRegistration {
  clientName: string;
  /** ISO 8601. */
  at: string;
  /** The name of the IdP that was asked. */
  identityProvider: string;
}

/** What it takes to use a client again, or to deregister it. */
export interface FormerClient extends RecordedClient {
  registeredAt: string;
  clientSecretExpiresAt?: number | undefined;
}

export interface AdoptedDefaults extends Metadata {
  /** At Workato. */
  description?: string | undefined;
}

/** What the inputs of every resource with a credential say about it. */
export interface CredentialInputs extends Metadata {
  name: string;
  rotationTriggers?: Record<string, string | number | boolean> | undefined;
  overlap?: boolean | undefined;
  renewSecret?: boolean | undefined;
  renewBeforeExpiryDays?: number | undefined;
  ipAllowList?: string[] | undefined;
  /** Of an API client. */
  dcrProvider?: DcrProviderRef | undefined;
  /** Of a further credential of one. */
  apiClient?: { id: string; dcrProvider: DcrProviderRef } | undefined;
  verify?: boolean | undefined;
  owner: string;
}

/** The state of a resource with these inputs. */
export type StateOf<I extends CredentialInputs> = State<I, CredentialOutputs>;

export type CredentialState = StateOf<CredentialInputs>;

/** What a part has done, or has seen: what is `undefined` is there no more. */
export type Patch<I extends CredentialInputs = CredentialInputs> = {
  readonly [Key in keyof StateOf<I>]?: StateOf<I>[Key] | undefined;
};

/** The outputs besides the ids, as a state may hold them. */
export const credentialOutputs: Shape = {
  registeredAt: z.string(),
  registrationClientUri: z.string(),
  registrationAccessToken: z.string(),
  formerClients: z.array(z.looseObject({ clientId: z.string(), registeredAt: z.string() })),
  lostRegistrations: z.array(z.looseObject({ clientName: z.string(), at: z.string(), identityProvider: z.string() })),
  clientSecret: z.string(),
  clientSecretExpiresAt: z.number(),
  apiKey: z.string(),
  adopted: z.boolean(),
  takingOver: z.array(z.string()),
  adoptedDefaults: z.looseObject({
    registration: z.looseObject({ grantTypes: z.array(z.string()).optional() }).optional(),
  }),
  boundTo: z.string(),
  verifiedAsApplied: z.boolean(),
  issuer: z.string(),
  tokenEndpoint: z.string(),
};

/** Each has something behind it at one of the two sides: where one is missing, the next apply makes it. */
const NEEDED = [
  "clientId",
  "clientSecret",
  "apiClientId",
  "apiKeyId",
  "apiKey",
  "boundTo",
  "verifiedAsApplied",
] as const;

/** The outputs that `state` lacks, and that only an apply can make. */
export function missingOutputs(state: CredentialState): string[] {
  const unreadable: readonly string[] = state.adopted ? ["clientSecret", "apiKey"] : [];
  const needless: readonly string[] = hasSecret(wantedRegistration(state)) ? [] : ["clientSecret"];
  const missing = NEEDED.filter(
    (output) => state[output] === undefined && ![...unreadable, ...needless].includes(output),
  );
  // Of what is being taken over, the mark is what was never applied.
  return missing.map((it) => (it === "verifiedAsApplied" && state.takingOver ? "ownershipMark" : it));
}

/** Whether a client of this method has a secret, rather than a key of its own (RFC 7523 section 2.2). */
export function hasSecret({ tokenEndpointAuthMethod }: { tokenEndpointAuthMethod?: string | undefined }): boolean {
  return tokenEndpointAuthMethod !== "private_key_jwt";
}

/** The ref by which a credential knows its DCR provider. */
export function dcrProviderOf({ dcrProvider, apiClient }: Partial<CredentialInputs>): DcrProviderRef | undefined {
  return dcrProvider ?? apiClient?.dcrProvider;
}

/** What changes a secret, or the method by which it counts. */
const CHANGE_SECRETS = ["registration", "rotationTriggers", "renewSecret", "renewBeforeExpiryDays"];

/** Whether another secret or method may be in force than the state holds: a run that failed may have changed it, and its answer is lost. */
export function isSecretDoubtful({ unconfirmed, renewBeforeExpiryDays }: CredentialState): boolean {
  if (unconfirmed === undefined) return false;
  // No property shows a renewal whose time had come.
  return renewBeforeExpiryDays !== undefined || CHANGE_SECRETS.some((input) => unconfirmed.includes(input));
}

/** The client of a state, as its IdP has to be told of it; `undefined` where it has none. */
export function clientIn(state: CredentialState): RecordedClient | undefined {
  const { clientId, clientSecret, registrationClientUri, registrationAccessToken } = state;
  if (clientId === undefined) return undefined;
  const tokenEndpointAuthMethod = isSecretDoubtful(state)
    ? undefined
    : wantedRegistration(state).tokenEndpointAuthMethod;
  return { clientId, clientSecret, tokenEndpointAuthMethod, registrationClientUri, registrationAccessToken };
}
