import type { DcrProviderStore } from "../services";
import type { StoreName } from "./dcr-provider";
import { stackStore } from "./stack";
import { workatoStore } from "./workato";

/** By the value of `workato-dcr:dcrProviderStore`. A provider is read, updated and deleted by the store that made it. */
export const STORES: Record<StoreName, DcrProviderStore> = { stack: stackStore, workato: workatoStore };
