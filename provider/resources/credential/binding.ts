import type { Part } from "./part";

/** What makes the tokens of the client open the API client of the key. It goes with either of them. */
export const binding: Part = {
  async *converge(state, { before, wanted, mark, idp, store, services }) {
    const { apiClientId, clientId, apiKey, apiKeyId } = state;
    if (apiClientId === undefined || clientId === undefined || apiKeyId === undefined) return;
    if (apiKey === undefined && !state.adopted) return;
    const boundTo = `${store.name}:${clientId}`;
    if (state.boundTo === boundTo) return;
    // What was there before may have been disabled by hand: a refresh takes the binding out of the state then.
    if (before.apiKeyId === apiKeyId) await services.apiClients.enableKey(apiClientId, apiKeyId);
    if (before.clientId === clientId) await idp.activate(clientId);
    // The token of a key that was taken over is not known. Who made the key has bound it.
    await idp.binder.bind(clientId, wanted, mark, store.keyInTokens ? apiKey : undefined);
    yield { boundTo };
  },

  observe({ apiKey }, { registered }, { store }) {
    if (registered === undefined) return {};
    const isBound = !store.keyInTokens || apiKey === undefined || registered.apiKey === apiKey;
    return registered.active && isBound ? {} : { boundTo: undefined };
  },
};
