import type { Bag } from "../bag";
import { findApiCollection, findConnection, findDcrProvider, listDcrProviders } from "../lookups";
import type { Services } from "../services";
import { token } from "./package";

type Selector = Parameters<typeof findConnection>[0];

/** The look-ups, by their tokens. A list stands under the one output that such a function has. */
const FUNCTIONS: Readonly<Record<string, (args: Bag, services: Services) => Promise<object>>> = {
  [token("getHttpConnection")]: (args, services) => findConnection(args as unknown as Selector, services),
  [token("getApiCollection")]: (args, services) => findApiCollection(args as unknown as Selector, services),
  [token("getApiCollections")]: async (_args, services) => ({ apiCollections: await services.apiCollections.list() }),
  [token("getDcrProvider")]: (args, services) => findDcrProvider(args as unknown as Selector, services),
  [token("getDcrProviders")]: async (_args, services) => ({ dcrProviders: await listDcrProviders(services) }),
};

/** @returns `undefined` for a function that this package does not have */
export const functionOf = (name: string) => FUNCTIONS[name];
