import type { TokenKey } from "../../idp/identity-provider";
import type { Part } from "./part";
import { clientIn } from "./state";

/** What makes the tokens of the client open the API client of the key. It goes with either of them. */
export const binding: Part = {
  async *converge(state, { before, wanted, mark, idp, store, services, claim }) {
    const { apiClientId, clientId, apiKey, apiKeyId } = state;
    const client = clientIn(state);
    if (apiClientId === undefined || clientId === undefined || client === undefined || apiKeyId === undefined) return;
    if (apiKey === undefined && !state.adopted) return;
    const isNamed = claim !== undefined && idp.binder?.isPerClient === true;
    const boundTo = `${store.name}:${clientId}${isNamed ? `:${claim}` : ""}`;
    if (state.boundTo === boundTo) return;
    // What was there before may have been disabled by hand: a refresh takes the binding out of the state then.
    if (before.apiKeyId === apiKeyId) await services.apiKeys.enable(apiClientId, apiKeyId);
    if (before.clientId === clientId) await idp.activate(client);
    // The token of a key that was taken over is not known. Who made the key has bound it.
    await idp.binder?.bind(client, wanted, mark, tokenKey(claim, apiKey));
    yield { boundTo };
  },

  observe({ apiKey }, { registered }, { claim }) {
    if (registered === undefined || registered.unreadable !== undefined) return {};
    const isIn = registered.apiKeyClaim === undefined || registered.apiKeyClaim === claim;
    const isBound = claim === undefined || apiKey === undefined || (registered.apiKey === apiKey && isIn);
    return registered.active && isBound ? {} : { boundTo: undefined };
  },
};

/** What the tokens of a client are to hold; `undefined` where that is nothing, or the key was taken over and its token is not known. */
export function tokenKey(claim: string | undefined, apiKey: string | undefined): TokenKey | undefined {
  return claim === undefined || apiKey === undefined ? undefined : { claim, apiKey };
}
