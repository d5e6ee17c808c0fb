import { createOnce } from "../../api/create-once";
import type { ApiKeyModel } from "../../api/workato/api-keys";
import { hasMark, isOf, markAlone, ownerIn } from "../../mark";
import { rememberSecrets } from "../../redact";
import type { Services } from "../../services";
import { isOwnKey } from "./ownership";
import { isCreate, type Part, type Run, wasAsApplied } from "./part";
import type { CredentialState, Patch } from "./state";

export const WITHOUT_KEY = { apiKeyId: undefined, apiKey: undefined, boundTo: undefined } satisfies Patch;

/** The API key at Workato. Its name is the mark. */
export const key: Part = {
  async *converge(state, run) {
    const { mark, inputs, store } = run;
    const { apiKeys } = run.services;
    const { apiClientId, clientId } = state;
    if (apiClientId === undefined || clientId === undefined) throw new Error("a key needs both sides");
    const name = markAlone(mark);
    if (isUsable(state, run)) {
      const { apiKeyId } = state;
      if (!wasAsApplied(run)) await apiKeys.rename(apiClientId, apiKeyId, name);
      // An update that failed may have set one that the program does not name any more.
      const restricts = run.changed.has("ipAllowList") || run.before.unconfirmed?.includes("ipAllowList");
      if (restricts) await apiKeys.update(apiClientId, apiKeyId, { ip_allow_list: inputs.ipAllowList ?? [] });
      return;
    }
    // A key whose token nobody holds, or whose registration is gone, is of no use to anybody: it is deleted first.
    const isOfMark = ({ id, name }: ApiKeyModel) =>
      isOf(ownerIn(mark), name) || (run.before.takingOver === undefined && id === state.apiKeyId);
    const makeRoom = () => dropKeys(isOfMark, apiClientId, run.services);
    // Its id stays until it is gone: a delete has to find it.
    yield { apiKey: undefined, boundTo: undefined };
    if (!isCreate(run)) await makeRoom();
    yield WITHOUT_KEY;
    const restriction = inputs.ipAllowList && { ip_allow_list: inputs.ipAllowList };
    const body = { name, active: true, ...restriction, ...store.keyBody(clientId) };
    const { object } = await createOnce(
      () => apiKeys.create(apiClientId, body),
      async (doubt) => {
        if (doubt === "lost") await makeRoom();
        return undefined;
      },
    );
    rememberSecrets(object.authToken);
    yield { apiKeyId: object.id, apiKey: object.authToken };
  },

  observe(state, { keys }, { mark }) {
    if (keys === "unchanged") return {};
    const found = keys.find(({ id }) => id === state.apiKeyId);
    if (!found) return WITHOUT_KEY;
    return {
      ...(!found.active && { boundTo: undefined }),
      ...(!hasMark(found.name, mark) && { verifiedAsApplied: undefined }),
    };
  },

  async remove(state, { mark, services }) {
    if (state.apiClientId !== undefined) await dropKeys(isOwnKey(mark, state), state.apiClientId, services);
    return WITHOUT_KEY;
  },

  async isMarked({ apiClientId }, { mark, services }) {
    if (apiClientId === undefined) return false;
    return (await services.apiKeys.of(apiClientId)).some(({ name }) => hasMark(name, mark));
  },
};

/** A client takes its keys with it. */
export const keyOfOwnClient: Part = { ...key, remove: async () => WITHOUT_KEY };

/** Whether the key that is there can stay. */
function isUsable(state: CredentialState, { before }: Run): state is CredentialState & { apiKeyId: string } {
  const hasToken = state.apiKey !== undefined || state.adopted === true;
  return state.apiKeyId !== undefined && hasToken && before.clientId === state.clientId;
}

/** Deletes keys of an API client. */
export async function dropKeys(
  which: (key: ApiKeyModel) => boolean,
  apiClientId: string,
  { apiKeys }: Services,
): Promise<void> {
  for (const key of await apiKeys.of(apiClientId)) {
    if (which(key)) await apiKeys.delete(apiClientId, key.id);
  }
}
