import { createOnce } from "../../api/create-once";
import type { ApiClientBody, ApiClientModel } from "../../api/workato/api-clients";
import { managed, orRecorded, orReset } from "../../lifecycle/state";
import { hasMark, withMark, withoutMark } from "../../mark";
import type { ApiClientInputs } from "../api-client-properties";
import { mayDelete } from "./ownership";
import { isCreate, type On, type Part, type Run, wasAsApplied } from "./part";
import type { StateOf } from "./state";

/** The API client at Workato. The end of its description is the mark. */
export const client: Part<ApiClientInputs> = {
  async *converge(state, run) {
    const { apiClients } = run.services;
    const body = clientBody(run);
    if (state.apiClientId !== undefined) {
      const asApplied = wasAsApplied(run) && run.before.issuer === run.metadata.issuer;
      if (run.changedAt.workato || !asApplied) await apiClients.update(state.apiClientId, body);
      return;
    }
    const marked = async () => (await apiClients.list()).find(({ description }) => hasMark(description, run.mark));
    // One whose answer was lost. A create has looked already.
    const leftOver = isCreate(run) ? undefined : await marked();
    if (leftOver) await apiClients.update(leftOver.id, body);
    const { id } = leftOver ?? (await createOnce(() => apiClients.create(body), marked)).object;
    yield { apiClientId: id };
  },

  observe(state, { apiClient: found, registered }, on) {
    if (!found) return { apiClientId: undefined };
    // The name is Workato's to tell: where the IdP has another one, it is no longer as it was applied.
    const otherName = registered?.name !== undefined && registered.name !== state.name;
    return {
      apiClientId: found.id,
      name: found.name,
      description: managed(state, "description", withoutMark(found.description)),
      email: managed(state, "email", found.email),
      portalId: managed(state, "portalId", orRecorded(state.portalId, found.portalId)),
      apiCollectionIds: found.apiCollectionIds ?? state.apiCollectionIds,
      apiPolicyId: managed(state, "apiPolicyId", found.apiPolicyId),
      projectId: managed(state, "projectId", orRecorded(state.projectId, found.projectId)),
      ...((otherName || !isAsApplied(state, found, on)) && { verifiedAsApplied: undefined }),
    };
  },

  async remove(state, { mark, services }) {
    const { apiClients } = services;
    // Of one whose answer was lost, only the mark tells.
    const { apiClientId = await apiClients.marks.find(mark) } = state;
    if (apiClientId !== undefined) {
      if (await mayDelete("API client", apiClientId, apiClients.marks, mark, state, services)) {
        await apiClients.delete(apiClientId);
      }
    }
    return { apiClientId: undefined };
  },

  async isMarked({ apiClientId }, { mark, services }) {
    return apiClientId !== undefined && hasMark((await services.apiClients.read(apiClientId))?.description, mark);
  },
};

function isAsApplied({ dcrProvider }: StateOf<ApiClientInputs>, found: ApiClientModel, { mark, store }: On): boolean {
  return hasMark(found.description, mark) && (!dcrProvider || store.isClientBound(dcrProvider, found));
}

function clientBody({ mark, before, inputs, metadata, store }: Run<ApiClientInputs>): ApiClientBody {
  const number = (property: "portalId" | "apiPolicyId" | "projectId") => {
    const value = orReset(before, property, inputs[property]);
    return typeof value === "string" ? Number(value) : value;
  };
  // JSON leaves out what is undefined.
  return {
    name: inputs.name,
    description: withMark(inputs.description ?? before.adoptedDefaults?.description, mark),
    email: orReset(before, "email", inputs.email),
    api_portal_id: number("portalId"),
    api_policy_id: number("apiPolicyId"),
    project_id: number("projectId"),
    api_collection_ids: inputs.apiCollectionIds.map(Number),
    ...store.clientBody(inputs.dcrProvider, metadata),
  };
}
