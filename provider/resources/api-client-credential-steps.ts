import { ProviderError } from "../errors";
import { hasMark } from "../mark";
import type { Services } from "../services";
import type { ApiClientCredentialInputs, CredentialState } from "./api-client-credential";
import { dropKeys, ensureBinding, ensureKey, ensureRegistration } from "./credential";
import { type CredentialRun, credentialOf, credentialRun, failureOf, rotationDone } from "./credential-run";
import { isMarked, isOwnKey, withinReach } from "./credential-state";

/**
 * Brings registration and key to `inputs`, in this order, making what is missing.
 * @param mark the id of the resource
 * @param changed the properties in which `inputs` differs from `before`
 */
export async function convergeCredential(
  mark: string,
  recorded: CredentialState,
  inputs: ApiClientCredentialInputs,
  changed: ReadonlySet<keyof ApiClientCredentialInputs>,
  services: Services,
): Promise<CredentialState> {
  const metadata = await services.identityProvider().discovery.metadata();
  const before = await withinReach(mark, recorded, services);
  const apiClientId = await findClient(inputs.apiClient.id, services);
  const moved = before.apiClientId !== apiClientId;
  // Before anything else: as long as it is there, the state has to name it.
  if (moved && before.apiClientId !== undefined) {
    await dropKeys(isOwnKey(mark, before), before.apiClientId, services);
  }
  const run: CredentialRun = {
    ...credentialRun(mark, before, inputs, changed, services),
    made: { ...credentialOf(before), ...(moved && { apiKeyId: undefined }) },
    ipAllowList: inputs.ipAllowList,
  };
  const { made } = run;
  try {
    await ensureRegistration(run);
    await ensureKey(run, apiClientId, before.clientId);
    // An update that failed may have set one that the program does not name any more.
    const restricts = changed.has("ipAllowList") || before.unconfirmed?.includes("ipAllowList");
    if (made.apiKeyId !== undefined && made.apiKeyId === before.apiKeyId && restricts) {
      const body = { ip_allow_list: inputs.ipAllowList ?? [] };
      await services.apiClients.updateKey(apiClientId, made.apiKeyId, body);
    }
    await ensureBinding(run, apiClientId);
  } catch (error) {
    throw await failureOf(run, error, {
      state: () => ({ ...before, ...credentialOf(made), ...rotationDone(run, inputs.rotationTriggers), apiClientId }),
      taken: async () =>
        (await isMarked(run.mark, made.clientId, services)) ||
        (await services.apiClients.keys(apiClientId)).some(({ name }) => hasMark(name, run.mark)),
      removeAtWorkato: async () => {
        if (made.apiKeyId !== undefined) await services.apiClients.deleteKey(apiClientId, made.apiKeyId);
      },
    });
  }
  const { issuer, token_endpoint: tokenEndpoint } = metadata;
  return { ...inputs, ...made, intact: true, apiClientId, issuer, tokenEndpoint };
}

/** @throws ProviderError `api_client_not_found` */
export async function findClient(mark: string, services: Services): Promise<string> {
  const client = (await services.apiClients.list()).find(({ description }) => hasMark(description, mark));
  if (client) return client.id;
  throw new ProviderError(
    "api_client_not_found",
    `apiClient: no API client at Workato carries the mark (pulumi:${mark}) in its description`,
    "Run pulumi refresh, so that an API client that was deleted by hand, or lost its mark, is made whole again",
  );
}
