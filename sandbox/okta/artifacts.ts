import type { Adapter, AdapterPayload } from "oidc-provider";
import type { Store } from "../store";

/** Where the library keeps what is not a client: registration access tokens, assertions that were used. */
export function artifactAdapter({ artifacts }: Store, model: string): Adapter {
  const key = (id: string) => `${model}:${id}`;
  const none = async () => undefined;
  return {
    upsert: async (id, payload) => void artifacts.set(key(id), payload),
    find: async (id) => artifacts.get(key(id)) as AdapterPayload | undefined,
    destroy: async (id) => void artifacts.delete(key(id)),
    consume: none,
    findByUid: none,
    findByUserCode: none,
    revokeByGrantId: none,
  };
}
