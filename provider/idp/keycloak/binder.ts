import type { Binder } from "../identity-provider";
import { KEY_MAPPER } from "./key-mapper";
import type { RegisteredClients } from "./registered-clients";

/** There is nothing that clients share, so nothing to make ready for a DCR provider, and nothing to remove. */
export function mapperBinder(clients: RegisteredClients): Binder {
  const madeForEach = { claimId: KEY_MAPPER };
  return {
    isPerClient: true,
    byHand: "give each client a mapper of the type Hardcoded claim with its output apiKey",
    prepare: async () => madeForEach,
    observe: async () => madeForEach,
    release: async () => {},
    list: async () => [],
    bind: async (client, wanted, mark, key) => void (await clients.update(client.clientId, wanted, mark, key)),
  };
}
