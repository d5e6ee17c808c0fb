import type { z } from "zod";
import type { Marks } from "../api/marks";
import type { ClientInformation, RegisteredClient } from "../api/registrar";
import type { ApiKeyModel } from "../api/workato/api-clients";
import { changedFields, type FieldTable } from "../lifecycle/diff";
import { registrationDrift } from "../lifecycle/drift";
import { expiryWarning } from "../lifecycle/rotation";
import { hasMark, isOf, markIn, ownerIn } from "../mark";
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
  owner: "at creation",
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

/** The registration that a delete ends: also one that no answer has told of, but none that is not taken over yet, or that a later create has taken over. */
export async function ownRegistration(
  mark: string,
  state: Partial<CredentialOutputs>,
  services: Services,
): Promise<string | undefined> {
  const { clientId } = state;
  if (clientId === undefined) return (await leftBehind(state, services))?.client_id;
  const { marks } = services.identityProvider().registrar;
  const own = await mayDelete("Client at the identity provider", clientId, marks, mark, state, services);
  return own ? clientId : undefined;
}

type Taking = Pick<Partial<CredentialOutputs>, "adopting" | "leftover">;

/**
 * Whether an object that carries the mark `held` belongs to the resource `mark`: also one that lost its mark by hand, unless it is only
 * being taken over from somebody else, and one that the resource has found of its own and not marked anew yet.
 */
export function isOurs(held: string | undefined, mark: string, { adopting, leftover }: Taking): boolean {
  if (held === undefined) return !adopting;
  return held === mark || (leftover?.includes(held) ?? false);
}

/** The key of the resource: the one that its state names, or that no answer has told of. */
export function isOwnKey(mark: string, state: Taking & { apiKeyId?: string }) {
  return ({ id, name }: ApiKeyModel) =>
    hasMark(name, mark) || (id === state.apiKeyId && isOurs(markIn(name), mark, state));
}

/** Whether a delete may remove an object. Where a later create of the same resource has taken it over, it stays. */
export async function mayDelete(
  what: string,
  id: string,
  marks: Marks,
  mark: string,
  state: Taking,
  services: Services,
): Promise<boolean> {
  const held = await marks.on(id);
  if (isOurs(held, mark, state)) return true;
  // The create was in this very run, or nobody may know of it.
  if (held !== undefined && ownerIn(held) === ownerIn(mark) && !marks.wrote(id)) {
    services.warn(
      `${what} ${id} stays: a later create of this resource has taken it over, under the mark ${held}. If that run was killed, and no ` +
        "state holds it, pulumi-workato-dcr orphans lists it.",
    );
  }
  return false;
}

/** What was registered without an answer. */
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

/** Says so where tokens come from another issuer by now, since another org or authorization server is configured. */
export function otherIssuer(
  { issuer, registeredAt }: { issuer?: string; registeredAt?: string },
  services: Services,
): string | undefined {
  const idp = services.identityProvider();
  if (isElsewhere({ registeredAt }, services)) {
    return (
      `the identity provider is ${idp.registrar.home} by now, and the client is registered at ${registeredAt}. Unless this is ` +
      "the same one under another address, it is registered anew: clientId, clientSecret, apiKeyId and apiKey change, and the one " +
      "before stays where it is."
    );
  }
  if (issuer === undefined || issuer === idp.issuer) return undefined;
  return `tokens come from the issuer ${idp.issuer} by now, and no longer from ${issuer}.`;
}

/** Whether a client was registered at another IdP than the one that is configured, or at the same one under another address. */
function isElsewhere({ registeredAt }: Pick<Outputs, "registeredAt">, services: Services): boolean {
  return registeredAt !== undefined && registeredAt !== services.identityProvider().registrar.home;
}

/**
 * The state without the registration where that is out of reach, which a warning tells. What is out of reach is neither renewed nor
 * deleted here, and no credentials of it are of use any more.
 */
export async function withinReach<T extends Partial<CredentialOutputs>>(
  mark: string,
  state: T & { name?: string },
  services: Services,
): Promise<T> {
  const { clientId, registeredAt } = state;
  if (clientId === undefined || !isElsewhere(state, services)) return state;
  if (await isMarked(mark, clientId, services)) return state;
  services.warn(`client ${clientId} stays at ${registeredAt}: delete it there when nobody needs it.`);
  const lost = [
    "clientId",
    "clientSecret",
    "clientSecretExpiresAt",
    "clientSecretId",
    "adopted",
    "registering",
  ] as const;
  const left: T = { ...state };
  for (const part of [...lost, "binding", "registeredAt"] as const) delete left[part];
  return left;
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
  // A create that took it over was interrupted, and has renewed what the state holds.
  const renewed = isOf(ownerIn(mark), registered?.client_name) && !hasMark(registered?.client_name, mark);
  const seen: Seen = {
    ...credentialOf(state),
    clientId,
    intact: asApplied ? state.intact : undefined,
    ...(registered && registrationDrift(state, registered)),
  };
  // What is out of reach is not gone: the next apply tells what becomes of it.
  if (!registered && isElsewhere(state, services)) return seen;
  if (!registered) Object.assign(seen, { clientId: undefined, clientSecret: undefined, binding: undefined });
  else if (renewed) Object.assign(seen, { clientSecret: undefined, adopted: undefined, binding: undefined });
  else if (!registered.active || !services.store.isBound(registered, state.apiKey)) seen.binding = undefined;
  if (keys !== "unchanged") {
    const key = keys.find(({ id }) => id === state.apiKeyId);
    if (!key) Object.assign(seen, { apiKeyId: undefined, apiKey: undefined, binding: undefined });
    if (key && !key.active) seen.binding = undefined;
    if (key && !hasMark(key.name, mark)) seen.intact = undefined;
  }
  return seen;
}

/** What a user should know of a credential, by the state alone. */
function credentialRemark(state: Partial<Inputs & Outputs>): string | undefined {
  if (state.adopted && state.clientSecret === undefined && state.clientId !== undefined) {
    return (
      "The client secret is not known: the client was taken over, and a secret is shown only when it is made. " +
      "To have it renewed, and its output set, add renewSecret: true or rotationTriggers."
    );
  }
  return expiryWarning(state.clientSecretExpiresAt, Date.now() / 1000);
}

/** What a user should know before an update ends the secret that is in use. */
function renewalWarning(state: Partial<Inputs & Outputs>, inputs: Inputs): string | undefined {
  const changed = changedFields<Shared>(credentialFields, state, { ...inputs });
  const ends = "The client secret is renewed, and the one in use is refused as soon as this is applied.";
  if (state.adopted && changed.includes("renewSecret")) return ends;
  if (inputs.overlap || !changed.includes("rotationTriggers")) return undefined;
  return `${ends} With overlap: true, it works until the next rotation.`;
}
