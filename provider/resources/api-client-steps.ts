import { createOnce } from "../api/create-once";
import type { ServerMetadata } from "../api/discovery";
import type { ApiClientBody } from "../api/workato/api-clients";
import { orReset } from "../lifecycle/state";
import { hasMark, withMark } from "../mark";
import type { Services } from "../services";
import type { ApiClientInputs, ApiClientOutputs, ApiClientState } from "./api-client";
import { ensureBinding, ensureKey, ensureRegistration } from "./credential";
import { type CredentialRun, credentialOf, credentialRun, failureOf, rotationDone } from "./credential-run";
import { isMarked, withinReach } from "./credential-state";
import { verifyCredential } from "./verify";

/** One convergence of an API client, its credential included. */
interface Run extends CredentialRun {
  made: Partial<ApiClientOutputs>;
  before: ApiClientState;
  inputs: ApiClientInputs;
  changed: ReadonlySet<keyof ApiClientInputs>;
  metadata: ServerMetadata;
}

/** What Workato does not keep of a client. */
const NOT_AT_WORKATO: readonly (keyof ApiClientInputs)[] = [
  "logoUri",
  "registration",
  "rotationTriggers",
  "overlap",
  "renewSecret",
  "verify",
];

/**
 * Brings registration, API client and key to `inputs`, in this order, making what is missing. The registration comes first
 * and goes last: as long as it is there, its name tells that something may be left.
 * @param mark the id of the resource
 * @param changed the properties in which `inputs` differs from `before`
 */
export async function convergeApiClient(
  mark: string,
  recorded: ApiClientState,
  inputs: ApiClientInputs,
  changed: ReadonlySet<keyof ApiClientInputs>,
  services: Services,
): Promise<ApiClientState> {
  // Asked first: a wrong issuer is found before anything is made.
  const metadata = await services.identityProvider().discovery.metadata();
  const before = await withinReach(mark, recorded, services);
  const run: Run = {
    ...credentialRun(mark, before, inputs, changed, services),
    made: { ...credentialOf(before), apiClientId: before.apiClientId },
    logoUri: inputs.logoUri ?? before.kept?.logoUri ?? orReset(before, "logoUri", undefined),
    before,
    inputs,
    changed,
    metadata,
  };
  try {
    await ensureRegistration(run);
    const apiClientId = await ensureClient(run);
    await ensureKey(run, apiClientId, before.clientId);
    await ensureBinding(run, apiClientId);
  } catch (error) {
    const { made } = run;
    throw await failureOf(run, error, {
      state: () => ({ ...before, ...made, ...credentialOf(made), ...rotationDone(run, inputs.rotationTriggers) }),
      taken: async () =>
        (await isMarked(mark, made.clientId, services)) ||
        (made.apiClientId !== undefined && (await isOwn(mark, made.apiClientId, services))),
      removeAtWorkato: () => removeClient(run),
    });
  }
  const { issuer, token_endpoint: tokenEndpoint } = metadata;
  const outputs = { ...run.made, intact: true, issuer, tokenEndpoint } as ApiClientOutputs;
  const proven = before.clientSecret === outputs.clientSecret && !changed.has("dcrProvider") && !changed.has("verify");
  if (inputs.verify && !proven) await verifyCredential(inputs, outputs, services);
  return { ...inputs, ...outputs };
}

async function ensureClient(run: Run): Promise<string> {
  const { made, mark } = run;
  const { apiClients } = run.services;
  const body = clientBody(run);
  if (made.apiClientId !== undefined) {
    const asApplied = run.intact && run.before.issuer === run.metadata.issuer;
    const changed = [...run.changed].some((property) => !NOT_AT_WORKATO.includes(property));
    if (changed || !asApplied) await apiClients.update(made.apiClientId, body);
    return made.apiClientId;
  }
  const own = async () => (await apiClients.list()).find((it) => hasMark(it.description, mark));
  const left = run.leftovers ? await own() : undefined;
  if (left) {
    await apiClients.update(left.id, body);
    made.apiClientId = left.id;
    return left.id;
  }
  const { object, how } = await createOnce(() => apiClients.create(body), own);
  if (how === "found") run.leftovers = true;
  made.apiClientId = object.id;
  return object.id;
}

/** Whether an API client carries the mark. */
async function isOwn(mark: string, apiClientId: string, services: Services): Promise<boolean> {
  return hasMark((await services.apiClients.read(apiClientId))?.description, mark);
}

/** A client takes its keys with it. */
async function removeClient({ made, services }: Run): Promise<void> {
  if (made.apiClientId !== undefined) await services.apiClients.delete(made.apiClientId);
  delete made.apiClientId;
}

function clientBody({ mark, before, inputs, made, metadata, services }: Run): ApiClientBody {
  const number = (property: "portalId" | "apiPolicyId" | "projectId") => {
    const value = orReset(before, property, inputs[property]);
    return typeof value === "string" ? Number(value) : value;
  };
  // JSON leaves out what is undefined.
  return {
    name: inputs.name,
    description: withMark(inputs.description ?? made.kept?.description, mark),
    email: orReset(before, "email", inputs.email),
    api_portal_id: number("portalId"),
    api_policy_id: number("apiPolicyId"),
    project_id: number("projectId"),
    api_collection_ids: inputs.apiCollectionIds.map(Number),
    ...services.store.clientBody(inputs.dcrProvider, metadata),
  };
}
