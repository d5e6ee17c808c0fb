import { createOnce } from "../api/create-once";
import type { ClientInformation, ClientMetadata } from "../api/registrar";
import type { ApiKeyModel } from "../api/workato/api-clients";
import { ProviderError } from "../errors";
import { nameWithMark, REGISTRATION_DEFAULTS } from "../lifecycle/drift";
import { secretsToDrop } from "../lifecycle/rotation";
import { isOf, markAlone, ownerIn } from "../mark";
import { rememberSecrets } from "../redact";
import type { Services } from "../services";
import type { CredentialOutputs, CredentialRun } from "./credential-run";
import { leftBehind, RESPONSE_TYPES } from "./credential-state";

/**
 * Registers the client, or brings its metadata and secret up to date. The client's name at the IdP carries the mark of this create, so
 * one of exactly this name is ours, although no answer has told of it.
 */
export async function ensureRegistration(run: CredentialRun): Promise<void> {
  const { made } = run;
  const { registrar } = run.services.identityProvider();
  const metadata = clientMetadata(run);
  made.registeredAt = registrar.home;
  if (made.clientId === undefined) {
    delete made.clientSecret;
    // Also one that it had before, such as at an org that is configured again.
    const [before] = await registrar.marks.of(ownerIn(run.mark));
    const left =
      (await leftBehind(made, run.services)) ??
      (before && { client_id: before.id, client_secret: undefined, client_secret_expires_at: undefined });
    made.registering = metadata.client_name;
    const { object, how } = left
      ? { object: left, how: "found" }
      : await createOnce(
          () => registrar.register(metadata),
          () => registrar.find(metadata.client_name),
        );
    made.clientId = object.client_id;
    delete made.registering;
    delete made.adopted;
    if (how === "found") {
      run.leftovers = true;
      takeSecret(made, await registrar.update(object.client_id, metadata));
    } else {
      run.registered = true;
      takeSecret(made, object);
    }
  } else {
    // Asked for of what was taken over, also where the answer to an update happens to show the secret.
    const renew = run.renewSecret && made.adopted;
    if (run.metadataChanged) {
      const shown = await registrar.update(made.clientId, metadata);
      if (run.rotate !== "replace") await takeShownSecret(run, shown);
    }
    if (run.rotate === "overlap") await addSecret(run, made.clientId);
    if (run.rotate === "replace" || renew) await replaceSecret(run, made.clientId);
    if (run.rotate !== "no") run.rotated = true;
  }
  // A secret is shown once: where the answer that held it was lost, only a new one helps.
  if (made.clientSecret === undefined && !made.adopted) await replaceSecret(run, made.clientId);
}

async function replaceSecret({ made, services }: CredentialRun, clientId: string): Promise<void> {
  const { registrar } = services.identityProvider();
  let lost = false;
  try {
    const { object } = await createOnce(
      () => registrar.renewSecret(clientId),
      // Whether or not the lost one was made: the next one ends it.
      async (doubt) => {
        lost ||= doubt === "lost";
        return undefined;
      },
    );
    delete made.clientSecretId;
    takeSecret(made, object);
  } catch (error) {
    // The secret that is held may be dead by now. Without it, the next apply makes a new one, whatever the triggers say then.
    if (lost) for (const part of SECRET_PARTS) delete made[part];
    throw error;
  }
}

/** The answer to an update may show a secret that is not known here: of what is taken over, or that was made by hand. */
async function takeShownSecret({ made, services }: CredentialRun, shown: ClientInformation): Promise<void> {
  if (shown.client_secret === undefined) return;
  if (shown.client_secret === made.clientSecret) return takeSecret(made, shown);
  const [only, ...others] = await services.identityProvider().secrets.list(shown.client_id);
  // Which one of two it is, one in force or not, nothing tells; and a rotation with overlap must know which one to leave.
  if (!only || others.length > 0) return;
  takeSecret(made, shown);
  made.clientSecretId = only.id;
}

/** What goes with a secret; `adopted` excuses that there is none. */
const SECRET_PARTS = ["clientSecret", "clientSecretExpiresAt", "clientSecretId", "adopted"] as const;

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
  const name = markAlone(run.mark);
  if (made.apiKeyId !== undefined && usable && registeredBefore === clientId) {
    if (!run.intact) await apiClients.renameKey(apiClientId, made.apiKeyId, name);
    return;
  }
  const { apiKeyId: held } = made;
  const isOwn = (key: ApiKeyModel) => isOf(ownerIn(run.mark), key.name) || (!run.adopting && key.id === held);
  const dropOwn = () => dropKeys(isOwn, apiClientId, run.services);
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

/** Deletes keys of an API client. */
export async function dropKeys(
  which: (key: ApiKeyModel) => boolean,
  apiClientId: string,
  { apiClients }: Services,
): Promise<void> {
  for (const key of await apiClients.keys(apiClientId)) {
    if (which(key)) await apiClients.deleteKey(apiClientId, key.id);
  }
}

/** Makes the tokens of the registered client open the API client of the key. */
export async function ensureBinding(run: CredentialRun, apiClientId: string): Promise<void> {
  const { made, services, hadKey } = run;
  const { clientId, apiKey, apiKeyId } = made;
  if (clientId === undefined || apiKeyId === undefined || (apiKey === undefined && !made.adopted)) return;
  const binding = `${services.store.name}:${clientId}`;
  if (made.binding === binding) return;
  // What was there before may have been disabled by hand: a refresh takes the binding out of the state then.
  if (hadKey === apiKeyId) await services.apiClients.enableKey(apiClientId, apiKeyId);
  if (!run.registered) await services.identityProvider().registrar.activate(clientId);
  // The token of a key that was taken over is not known. Who made the key has bound it.
  if (apiKey !== undefined) await services.store.bind(clientId, apiKey, services);
  made.binding = binding;
}

function takeSecret(made: Partial<CredentialOutputs>, information: ClientInformation): void {
  if (information.client_secret === undefined) return;
  rememberSecrets(information.client_secret);
  made.clientSecret = information.client_secret;
  made.clientSecretExpiresAt = information.client_secret_expires_at ?? 0;
}

function clientMetadata({ name, mark, registration, logoUri }: CredentialRun): ClientMetadata {
  return {
    client_name: nameWithMark(name, mark),
    application_type: "service",
    grant_types: registration?.grantTypes ?? REGISTRATION_DEFAULTS.grantTypes,
    response_types: RESPONSE_TYPES,
    token_endpoint_auth_method: registration?.tokenEndpointAuthMethod ?? REGISTRATION_DEFAULTS.tokenEndpointAuthMethod,
    logo_uri: logoUri,
  };
}
