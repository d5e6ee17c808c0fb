import type { z } from "zod";
import type { ClientInformation, RegisteredClient } from "../api/registrar";
import type { ApiKeyModel } from "../api/workato/api-clients";
import { changedFields, type FieldTable } from "../lifecycle/diff";
import { registrationDrift } from "../lifecycle/drift";
import { hasMark, isKeyOf } from "../lifecycle/mark";
import { expiryWarning } from "../lifecycle/rotation";
import type { Services } from "../services";
import { type CredentialOutputs, credentialOf } from "./credential-run";
import type { Resource } from "./resource";
import type { credentialInputs } from "./schema";

type Shared = z.output<z.ZodObject<typeof credentialInputs>>;

type Inputs = Shared & { name: string };

type Outputs = CredentialOutputs & { apiClientId: string };

/** How the inputs that every resource with a credential has are compared. */
export const credentialFields = {
  registration: "exact",
  rotationTriggers: "exact",
  overlap: "exact",
  renewSecret: "when asked",
  ownershipMark: "exact",
} as const satisfies FieldTable<Shared>;

/** What every resource with a credential is besides its own. */
export const withCredential = {
  secretInputs: [],
  secretOutputs: ["clientSecret", "apiKey"],
  needsIdentityProvider: true,
  outdated: otherIssuer,
  remark: credentialRemark,
  warnBeforeUpdate: async (_id, state, inputs) => renewalWarning(state, inputs),
  missing: missingParts,
} satisfies Partial<Resource<Inputs, Outputs>>;

/** Each has something behind it at one of the two sides: where one is missing, the next apply makes it. */
const PARTS = ["clientId", "clientSecret", "apiKeyId", "apiKey", "binding", "intact", "apiClientId"] as const;

/** The parts that `state` lacks, and that only an apply can make. */
function missingParts(state: Partial<Outputs>): string[] {
  const unreadable: readonly string[] = state.adopted ? ["clientSecret", "apiKey"] : [];
  return PARTS.filter((part) => state[part] === undefined && !unreadable.includes(part));
}

/** Of a service client: it gets tokens by client credentials, and no user takes part. */
export const RESPONSE_TYPES = ["token"];

function isServiceClient({ response_types }: RegisteredClient): boolean {
  return response_types === undefined || response_types.join() === RESPONSE_TYPES.join();
}

/** The registration that a delete ends: also one that no answer has told of, but none that is not taken over yet. */
export async function ownRegistration(
  mark: string,
  state: Partial<CredentialOutputs>,
  services: Services,
): Promise<string | undefined> {
  const { clientId, adopting } = state;
  if (clientId === undefined) return (await leftBehind(state, services))?.client_id;
  if (!adopting) return clientId;
  return (await isMarked(mark, clientId, services)) ? clientId : undefined;
}

/** What was registered without an answer. Not by the mark alone: another stack of the same names derives the same one. */
export async function leftBehind(
  { registering }: Partial<CredentialOutputs>,
  services: Services,
): Promise<ClientInformation | undefined> {
  return registering === undefined ? undefined : services.identityProvider().registrar.find(registering);
}

/** Whether a registered client carries the mark. */
export async function isMarked(mark: string, clientId: string | undefined, services: Services): Promise<boolean> {
  if (clientId === undefined) return false;
  return hasMark((await services.identityProvider().registrar.read(clientId))?.client_name, mark);
}

/** Whether tokens come from another issuer by now: another org or authorization server is configured. */
export function otherIssuer({ issuer }: { issuer?: string }, services: Services): boolean {
  return issuer !== undefined && issuer !== services.identityProvider().issuer;
}

/** `name`: that of the client at the IdP, where it is another one. */
type Seen = Partial<CredentialOutputs> & { name?: string | undefined };

/**
 * The credential as a refresh finds it. What is gone loses its outputs, and what was disabled or unbound its binding: the
 * next apply makes them again under what is left.
 */
export async function readCredential(
  mark: string,
  state: Partial<CredentialOutputs> & { name?: string },
  keys: readonly ApiKeyModel[] | "unchanged",
  services: Services,
): Promise<Seen> {
  const clientId = state.clientId ?? (await leftBehind(state, services))?.client_id;
  const registered = clientId === undefined ? undefined : await services.identityProvider().registrar.read(clientId);
  const asApplied = !registered || (hasMark(registered.client_name, mark) && isServiceClient(registered));
  const seen: Seen = {
    ...credentialOf(state),
    clientId,
    intact: asApplied ? state.intact : undefined,
    ...(registered && registrationDrift(state, registered)),
  };
  if (!registered) Object.assign(seen, { clientId: undefined, clientSecret: undefined, binding: undefined });
  else if (!registered.active || !services.store.isBound(registered, state.apiKey)) seen.binding = undefined;
  if (keys !== "unchanged") {
    const key = keys.find(({ id }) => id === state.apiKeyId);
    if (!key) Object.assign(seen, { apiKeyId: undefined, apiKey: undefined, binding: undefined });
    if (key && !key.active) seen.binding = undefined;
    if (key && !isKeyOf(mark)(key)) seen.intact = undefined;
  }
  return seen;
}

/** What a user should know of a credential, by the state alone. */
function credentialRemark({ name, ...state }: Partial<Inputs & Outputs>): string | undefined {
  if (state.adopted && state.clientSecret === undefined && state.clientId !== undefined) {
    return (
      `The client secret of "${name}" is not known: the client was taken over, and a secret is shown only when it is made. ` +
      "To have it renewed, and its output set, add renewSecret: true or rotationTriggers."
    );
  }
  return expiryWarning(name ?? "", state.clientSecretExpiresAt, Date.now() / 1000);
}

/** What a user should know before an update ends the secret that is in use. */
function renewalWarning(state: Partial<Inputs & Outputs>, inputs: Inputs): string | undefined {
  const changed = changedFields<Shared>(credentialFields, state, { ...inputs });
  const ends = `The client secret of "${state.name}" is renewed, and the one in use is refused as soon as this is applied.`;
  if (state.adopted && changed.includes("renewSecret")) return ends;
  if (inputs.overlap || !changed.includes("rotationTriggers")) return undefined;
  return `${ends} With overlap: true, it works until the next rotation.`;
}
