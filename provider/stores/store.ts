import type { ServerMetadata } from "../api/discovery";
import type { ApiClientModel } from "../api/workato/api-clients";
import type { Bag } from "../bag";
import type { StoreName } from "../config";
import type { Problem } from "../errors";
import type { Services } from "../services";
import type { DcrProviderInputs, DcrProviderRef, DcrProviderState } from "./dcr-provider";

/** Where DCR providers live, and how API clients are bound to them: `workato-dcr:dcrProviderStore`. */
export interface DcrProviderStore {
  readonly name: StoreName;
  /** Whether a token opens the gateway by the API key that it holds; otherwise Workato knows the registered client. */
  readonly keyInTokens: boolean;
  /** Mistakes in the inputs of a provider that depend on the store. What is unknown must pass. */
  rules(inputs: Bag): Problem[];
  create(inputs: DcrProviderInputs, services: Services): Promise<{ id: string; state: DcrProviderState }>;
  read(id: string, state: DcrProviderState, services: Services): Promise<DcrProviderState | undefined>;
  update(id: string, state: DcrProviderState, inputs: DcrProviderInputs, services: Services): Promise<DcrProviderState>;
  delete(id: string, state: DcrProviderState, services: Services): Promise<void>;
  /** What a user should know before the provider is edited; `undefined` where nothing speaks against it. */
  warnBeforeUpdate(id: string, state: DcrProviderState, services: Services): Promise<string | undefined>;
  /** The part of a provider's ref that an API client depends on; a change in any other part is no change of the client. */
  relevant(ref: DcrProviderRef): DcrProviderRef;
  /** What a token has to hold, as far as the provider says. */
  enforced(ref: DcrProviderRef, services: Services): Promise<Enforced>;
  /** What the body of an API client holds so that the gateway checks its tokens as the provider says. */
  clientBody(ref: DcrProviderRef, metadata: ServerMetadata): ClientBinding;
  /** Whether an API client is as {@link clientBody} made it, as far as Workato's answer tells. */
  isClientBound(ref: DcrProviderRef, client: ApiClientModel): boolean;
  /** What the body of an API key holds. */
  keyBody(clientId: string): object;
  /** The claim of tokens that is to hold the API key; `undefined` where they need not hold it. */
  claimOf(ref: DcrProviderRef): string | undefined;
}

interface Enforced {
  requiredClaims: readonly string[];
  scopes: readonly string[];
  /** Absent where the gateway does not look for a key. */
  apiKeyClaim: string | undefined;
}

interface ClientBinding {
  auth_type: string;
  [field: string]: unknown;
}
