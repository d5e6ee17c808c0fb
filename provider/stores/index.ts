import { stackStore } from "./stack";
import type { DcrProviderStore, StoreName } from "./store";
import { workatoStore } from "./workato";

/** By the value of `workato:dcrProviderStore`. A provider is read, updated and deleted by the store that made it. */
export const STORES: Record<StoreName, DcrProviderStore> = { stack: stackStore, workato: workatoStore };
