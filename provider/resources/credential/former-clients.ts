import { holderOf, stays } from "./home";
import { mayDeregister } from "./ownership";
import type { On, Part } from "./part";
import type { CredentialState, FormerClient } from "./state";

/**
 * The clients that the credential had at IdPs which its DCR provider named before. They go last: a program that is taken back after a
 * failure finds them.
 */
export const formerClients: Part = {
  async *converge(state, run) {
    if (state.formerClients === undefined) return;
    await deregisterAll(state, run);
    yield { formerClients: undefined };
  },

  observe: () => ({}),

  async remove(state, on) {
    await deregisterAll(state, on);
    return { formerClients: undefined };
  },
};

async function deregisterAll(state: CredentialState, on: On): Promise<void> {
  for (const client of state.formerClients ?? []) await deregister(client, state, on);
}

async function deregister(client: FormerClient, state: CredentialState, { mark, idp, services }: On): Promise<void> {
  const { clientId, registeredAt } = client;
  const holder = holderOf(client, idp, services);
  if (holder.home !== registeredAt) {
    services.warn(stays(clientId, registeredAt));
  } else if (await mayDeregister(clientId, holder, mark, state, services)) {
    await holder.deregister(client, services);
  }
}
