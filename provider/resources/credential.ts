import { createOnce } from "../api/create-once";
import type { ClientInformation, ClientMetadata } from "../api/registrar";
import type { ApiKeyModel } from "../api/workato/api-clients";
import { ProviderError } from "../errors";
import { REGISTRATION_DEFAULTS, registrationDrift } from "../lifecycle/drift";
import { hasMark, withMark } from "../lifecycle/mark";
import { expiryWarning, secretsToDrop } from "../lifecycle/rotation";
import { rememberSecrets } from "../redact";
import type { Services } from "../services";
import { type CredentialOutputs, type CredentialRun, credentialOf } from "./credential-run";

/** Each has something behind it at one of the two sides: where one is missing, the next apply makes it. */
const CREDENTIAL_PARTS = ["clientId", "clientSecret", "apiKeyId", "apiKey", "binding", "intact"] as const;

/** The parts that `state` lacks, and that only an apply can make. */
export function missingParts(state: Partial<CredentialOutputs>): string[] {
  const unreadable: readonly string[] = state.adopted ? ["clientSecret", "apiKey"] : [];
  return CREDENTIAL_PARTS.filter((part) => state[part] === undefined && !unreadable.includes(part));
}

/**
 * Registers the client, or brings its metadata and secret up to date. The client's name at the IdP carries the mark and is
 * unique, so a conflict tells that an earlier run was interrupted after it had registered.
 */
export async function ensureRegistration(run: CredentialRun): Promise<void> {
  const { made } = run;
  const { registrar } = run.services.identityProvider();
  const metadata = clientMetadata(run);
  if (made.clientId === undefined) {
    delete made.clientSecret;
    const { object, how } = await createOnce(
      () => registrar.register(metadata),
      () => registrar.find(metadata.client_name),
    );
    made.clientId = object.client_id;
    delete made.adopted;
    if (how === "found") run.leftovers = true;
    takeSecret(made, object);
  } else {
    // Asked for of what was taken over, also where the answer to an update happens to show the secret.
    const renew = run.renewSecret && made.adopted && made.clientSecret === undefined;
    if (run.metadataChanged) takeSecret(made, await registrar.update(made.clientId, metadata));
    if (run.rotate === "overlap") await addSecret(run, made.clientId);
    if (run.rotate === "replace" || renew) await replaceSecret(run, made.clientId);
    if (run.rotate !== "no") run.rotated = true;
  }
  // A secret is shown once: where the answer that held it was lost, only a new one helps.
  if (made.clientSecret === undefined && !made.adopted) await replaceSecret(run, made.clientId);
}

async function replaceSecret({ made, services }: CredentialRun, clientId: string): Promise<void> {
  const { registrar } = services.identityProvider();
  const { object } = await createOnce(
    () => registrar.renewSecret(clientId),
    // Whether or not the lost one was made: the next one ends it.
    async () => undefined,
  );
  delete made.clientSecretId;
  takeSecret(made, object);
}

/** B4 with overlap: the current secret stays, the one of the rotation before goes. */
async function addSecret({ made, services }: CredentialRun, clientId: string): Promise<void> {
  const { secrets } = services.identityProvider();
  const makeRoom = async () => {
    const held = await secrets.list(clientId);
    if (made.adopted && made.clientSecret === undefined && held.length > 1) throw twoUnknownSecrets(clientId);
    for (const secret of secretsToDrop(held, made.clientSecretId)) await secrets.remove(clientId, secret);
    return undefined;
  };
  await makeRoom();
  const { object } = await createOnce(() => secrets.add(clientId), makeRoom);
  rememberSecrets(object.client_secret);
  Object.assign(made, { clientSecret: object.client_secret, clientSecretExpiresAt: 0, clientSecretId: object.id });
}

function twoUnknownSecrets(clientId: string): ProviderError {
  return new ProviderError(
    "secret_unknown",
    `overlap: client ${clientId} has two secrets at Okta, which is the most it can have, and nobody here knows which of them is in use`,
    "Remove the one that is not in use in Okta, or set overlap: false, which ends both",
  );
}

/** Makes the API key. One whose token nobody holds, or of a registration that is gone, is of no use and makes room. */
export async function ensureKey(run: CredentialRun, apiClientId: string, registeredBefore?: string): Promise<void> {
  const { made } = run;
  const { apiClients, store } = run.services;
  const { clientId } = made;
  if (clientId === undefined) throw new Error("a key needs a registration");
  const usable = made.apiKey !== undefined || made.adopted;
  if (made.apiKeyId !== undefined && usable && registeredBefore === clientId) return;
  const name = `pulumi:${run.mark}`;
  const dropOwn = async () => {
    for (const key of await apiClients.keys(apiClientId)) {
      if (key.name === name) await apiClients.deleteKey(apiClientId, key.id);
    }
  };
  delete made.apiKey;
  delete made.binding;
  if (run.leftovers) await dropOwn();
  // Not before it is gone: until then, a delete has to find it.
  delete made.apiKeyId;
  const restriction = run.ipAllowList && { ip_allow_list: run.ipAllowList };
  const body = { name, active: true, ...restriction, ...store.keyBody(clientId) };
  const { object } = await createOnce(
    () => apiClients.createKey(apiClientId, body),
    async (doubt) => {
      if (doubt === "lost") await dropOwn();
      return undefined;
    },
  );
  rememberSecrets(object.authToken);
  made.apiKeyId = object.id;
  if (object.authToken !== undefined) made.apiKey = object.authToken;
}

/** Makes the tokens of the registered client open the API client of the key. */
export async function ensureBinding({ made, services, hadKey }: CredentialRun, apiClientId: string): Promise<void> {
  const { clientId, apiKey, apiKeyId } = made;
  if (clientId === undefined || apiKey === undefined || apiKeyId === undefined) return;
  const binding = `${services.store.name}:${clientId}`;
  if (made.binding === binding) return;
  // A refresh takes the binding out of the state of what was disabled by hand.
  if (hadKey === apiKeyId) {
    await services.apiClients.enableKey(apiClientId, apiKeyId);
    await services.identityProvider().registrar.activate(clientId);
  }
  await services.store.bind(clientId, apiKey, services);
  made.binding = binding;
}

/** Whether tokens come from another issuer by now: another org or authorization server is configured. */
export function otherIssuer({ issuer }: { issuer?: string }, services: Services): boolean {
  return issuer !== undefined && issuer !== services.identityProvider().issuer;
}

/**
 * The credential as a refresh finds it. What is gone loses its outputs, and what was disabled or unbound its binding: the
 * next apply makes them again under what is left.
 */
export async function readCredential(
  state: Partial<CredentialOutputs> & { name?: string; ownershipMark?: string },
  keys: readonly ApiKeyModel[] | "unchanged",
  services: Services,
): Promise<Partial<CredentialOutputs>> {
  const registered =
    state.clientId === undefined ? undefined : await services.identityProvider().registrar.read(state.clientId);
  const seen: Partial<CredentialOutputs> = {
    ...credentialOf(state),
    intact: registered && !hasMark(registered.client_name, state.ownershipMark ?? "") ? undefined : state.intact,
    ...(registered && registrationDrift(state, registered)),
  };
  if (!registered) Object.assign(seen, { clientId: undefined, clientSecret: undefined, binding: undefined });
  else if (!registered.active || !services.store.isBound(registered, state.apiKey)) seen.binding = undefined;
  if (keys !== "unchanged") {
    const key = keys.find(({ id }) => id === state.apiKeyId);
    if (!key) Object.assign(seen, { apiKeyId: undefined, apiKey: undefined, binding: undefined });
    if (key && !key.active) seen.binding = undefined;
  }
  return seen;
}

/** What a user should know of a credential, by the state alone. */
export function credentialRemark(name: string | undefined, state: Partial<CredentialOutputs>): string | undefined {
  if (state.adopted && state.clientSecret === undefined && state.clientId !== undefined) {
    return (
      `The client secret of "${name}" is not known: the client was taken over, and a secret is shown only when it is made. ` +
      "To have it renewed, and its output set, add renewSecret: true or rotationTriggers."
    );
  }
  return expiryWarning(name ?? "", state.clientSecretExpiresAt, Date.now() / 1000);
}

function takeSecret(made: Partial<CredentialOutputs>, information: ClientInformation): void {
  if (information.client_secret === undefined) return;
  rememberSecrets(information.client_secret);
  made.clientSecret = information.client_secret;
  made.clientSecretExpiresAt = information.client_secret_expires_at ?? 0;
}

/** A service client: it gets tokens by client credentials, and no user takes part. */
function clientMetadata({ name, mark, registration, logoUri }: CredentialRun): ClientMetadata {
  return {
    client_name: withMark(name, mark),
    application_type: "service",
    grant_types: registration?.grantTypes ?? REGISTRATION_DEFAULTS.grantTypes,
    response_types: ["token"],
    token_endpoint_auth_method: registration?.tokenEndpointAuthMethod ?? REGISTRATION_DEFAULTS.tokenEndpointAuthMethod,
    logo_uri: logoUri,
  };
}
