import type { ServerMetadata } from "../api/discovery";
import type { RegisteredClient } from "../api/registrar";
import type { ApiClientModel } from "../api/workato/api-clients";
import type { Problem } from "../errors";
import type { State } from "../lifecycle/state";
import type { Services } from "../services";

export type AuthenticationMethod = "oidc" | "introspection";

export interface DcrProviderInputs {
  name: string;
  connection?: { id: string } | undefined;
  authenticationMethod: AuthenticationMethod;
  requiredClaims?: string[] | undefined;
  apiKeyClaim?: string | undefined;
  introspection?: { connection: { id: string }; endpointPath: string } | undefined;
  scopes?: string[] | undefined;
  manageClaim?: boolean | undefined;
  identityProvider?: string | undefined;
  introspectionUrl?: string | undefined;
  adopt?: { dcrProviderId: string } | undefined;
  ownershipMark: string;
}

export interface DcrProviderOutputs {
  dcrProviderId: string;
  issuer: string;
  /** ISO 8601. */
  createdAt: string;
  /** The store that holds the provider. */
  store: StoreName;
  /** Stack store: the custom claim that carries the API key; absent where the provider does not manage it. */
  claimId: string;
  /** Stack store: the claim that this provider made, and so repairs and removes; kept when somebody has changed it by hand. */
  ownClaimId: string;
}

export type DcrProviderState = State<DcrProviderInputs, DcrProviderOutputs>;

/** What an API client knows of its DCR provider: the id and inputs of it, which are known at every preview. */
export interface DcrProviderRef {
  dcrProviderId: string;
  authenticationMethod: AuthenticationMethod;
  identityProvider?: string | undefined;
  requiredClaims?: string[] | undefined;
  apiKeyClaim?: string | undefined;
  scopes?: string[] | undefined;
}

export type StoreName = "stack" | "workato";

/** Where DCR providers live, and how API clients are bound to them: `workato:dcrProviderStore`. */
export interface DcrProviderStore {
  readonly name: StoreName;
  /** Mistakes in the inputs of a provider that depend on the store. What is unknown must pass. */
  rules(inputs: Readonly<Record<string, unknown>>): Problem[];
  create(inputs: DcrProviderInputs, services: Services): Promise<{ id: string; state: DcrProviderState }>;
  read(id: string, state: DcrProviderState, services: Services): Promise<DcrProviderState | undefined>;
  update(id: string, state: DcrProviderState, inputs: DcrProviderInputs, services: Services): Promise<DcrProviderState>;
  delete(id: string, state: DcrProviderState, services: Services): Promise<void>;
  /** What a user should know before the provider is edited; `undefined` where nothing speaks against it. */
  warnBeforeUpdate(id: string, state: DcrProviderState, services: Services): Promise<string | undefined>;
  /** The part of a provider's ref that an API client depends on; a change in any other part is no change of the client. */
  relevant(ref: DcrProviderRef): DcrProviderRef;
  /** What the body of an API client holds so that the gateway checks its tokens as the provider says. */
  clientBody(ref: DcrProviderRef, metadata: ServerMetadata): ClientBinding;
  /** Whether an API client is as {@link clientBody} made it, as far as Workato's answer tells. */
  isClientBound(ref: DcrProviderRef, client: ApiClientModel): boolean;
  /** What the body of an API key holds. */
  keyBody(clientId: string): object;
  /** Makes the tokens of the registered client open the API client that `apiKey` belongs to. */
  bind(clientId: string, apiKey: string, services: Services): Promise<void>;
  /** Whether a registered client is as {@link bind} left it. */
  isBound(client: RegisteredClient, apiKey: string | undefined): boolean;
}

export interface ClientBinding {
  auth_type: string;
  [field: string]: unknown;
}

/** The part of a ref that says to which provider something belongs, without what is absent. */
export function bindingParts(ref: DcrProviderRef): DcrProviderRef {
  const parts = (["dcrProviderId", "authenticationMethod"] as const).filter((key) => ref[key] !== undefined);
  return Object.fromEntries(parts.map((key) => [key, ref[key]])) as unknown as DcrProviderRef;
}
