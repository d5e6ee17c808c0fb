import { createOnce } from "../api/create-once";
import type { ServerMetadata } from "../api/discovery";
import type { ApiClientBody } from "../api/workato/api-clients";
import { ApiError } from "../http/errors";
import { hasMark, withMark } from "../lifecycle/mark";
import { orReset } from "../lifecycle/state";
import type { Services } from "../services";
import type { ApiClientInputs, ApiClientOutputs, ApiClientState } from "./api-client";
import {
  type CredentialRun,
  credentialOf,
  ensureBinding,
  ensureKey,
  ensureRegistration,
  rotation,
  rotationDone,
} from "./credential";
import { PartialFailure } from "./resource";
import { verifyCredential } from "./verify";

/** One convergence of an API client, its credential included. */
interface Run extends CredentialRun {
  made: Partial<ApiClientOutputs>;
  before: ApiClientState;
  inputs: ApiClientInputs;
  changed: ReadonlySet<keyof ApiClientInputs>;
  metadata: ServerMetadata;
}

/** What the IdP keeps of a client, and what Workato does not. */
const AT_IDP: readonly (keyof ApiClientInputs)[] = ["name", "logoUri", "registration"];
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
 * @param changed the properties in which `inputs` differs from `before`
 */
export async function convergeApiClient(
  before: ApiClientState,
  inputs: ApiClientInputs,
  changed: ReadonlySet<keyof ApiClientInputs>,
  services: Services,
): Promise<ApiClientState> {
  const creating = Object.keys(before).length === 0;
  // Asked first: a wrong issuer is found before anything is made.
  const metadata = await services.identityProvider().discovery.metadata();
  const run: Run = {
    made: { ...credentialOf(before), apiClientId: before.apiClientId, descriptionKept: before.descriptionKept },
    before,
    inputs,
    changed,
    metadata,
    services,
    name: inputs.name,
    mark: inputs.ownershipMark,
    registration: inputs.registration,
    logoUri: orReset(before, "logoUri", inputs.logoUri),
    metadataChanged: before.intact === undefined || AT_IDP.some((property) => changed.has(property)),
    rotate: rotation(changed, inputs.overlap),
    renewSecret: inputs.renewSecret ?? false,
    leftovers: !creating,
    hadKey: before.apiKeyId,
  };
  try {
    await ensureRegistration(run);
    const apiClientId = await ensureClient(run);
    await ensureKey(run, apiClientId, before.clientId);
    await ensureBinding(run, apiClientId);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (creating) throw await undone(run, error);
    const { ownershipMark, rotationTriggers } = inputs;
    const made = { ...run.made, ...credentialOf(run.made), ...rotationDone(run, rotationTriggers) };
    throw new PartialFailure(ownershipMark, { ...before, ...made }, error);
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
    const { intact, issuer } = run.before;
    const asApplied = intact !== undefined && issuer === run.metadata.issuer;
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

/**
 * Takes back what a failed create has made, and gives the error to throw. What may have been made without our knowing, or
 * cannot be taken back, is recorded instead: the next apply goes on from there.
 */
async function undone(run: Run, error: Error): Promise<Error> {
  const { made, mark, services } = run;
  if (made.clientId === undefined) return error;
  if (error instanceof ApiError && error.outcome === "unknown") return new PartialFailure(mark, made, error);
  try {
    if (made.apiClientId !== undefined) await services.apiClients.delete(made.apiClientId);
    // Its key went with it. What is taken back is not to be recorded, should the rest fail.
    for (const part of ["apiClientId", "apiKeyId", "apiKey", "binding"] as const) delete made[part];
    await services.identityProvider().registrar.deregister(made.clientId);
    return error;
  } catch {
    return new PartialFailure(mark, made, error);
  }
}

function clientBody({ before, inputs, made, metadata, services }: Run): ApiClientBody {
  const number = (property: "portalId" | "apiPolicyId" | "projectId") => {
    const value = orReset(before, property, inputs[property]);
    return typeof value === "string" ? Number(value) : value;
  };
  // JSON leaves out what is undefined.
  return {
    name: inputs.name,
    description: withMark(inputs.description ?? made.descriptionKept, inputs.ownershipMark),
    email: orReset(before, "email", inputs.email),
    api_portal_id: number("portalId"),
    api_policy_id: number("apiPolicyId"),
    project_id: number("projectId"),
    api_collection_ids: inputs.apiCollectionIds.map(Number),
    ...services.store.clientBody(inputs.dcrProvider, metadata),
  };
}
