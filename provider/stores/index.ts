import type { StoreName } from "../config";
import type { Services } from "../services";
import { stackStore } from "./stack";
import type { DcrProviderStore } from "./store";
import { workatoStore } from "./workato";

const STORES: Record<StoreName, DcrProviderStore> = { stack: stackStore, workato: workatoStore };

/** The store that has made a provider, or, where none is known, the one that is configured. */
export function storeOf({ storeName }: Services, madeBy: StoreName = storeName): DcrProviderStore {
  return STORES[madeBy];
}
