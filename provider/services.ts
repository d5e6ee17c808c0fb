import type { Discovery, ServerMetadata } from "./api/discovery";
import type { OktaApps } from "./api/okta/apps";
import type { AuthorizationServer } from "./api/okta/authorization-server";
import type { OktaClientSecrets } from "./api/okta/client-secrets";
import type { RegisteredClient, Registrar } from "./api/registrar";
import type { TokenRequest } from "./api/token";
import type { ApiClientModel, ApiClients } from "./api/workato/api-clients";
import type { ApiCollections } from "./api/workato/collections";
import type { Connections } from "./api/workato/connections";
import type { DcrProviders } from "./api/workato/dcr-providers";
import type { Problem } from "./errors";
import type { Holders } from "./lifecycle/holders";
import type { DcrProviderInputs, DcrProviderRef, DcrProviderState, StoreName } from "./stores/dcr-provider";

/** An IdP that registers clients and issues their tokens. */
export interface IdentityProvider {
  /** Of the tokens, as configured; see {@link discovery} for what it publishes. */
  issuer: string;
  registrar: Registrar;
  discovery: Discovery;
  /** An access token for a registered client, to see whether its credentials work. */
  fetchToken(request: TokenRequest): Promise<string>;
  apps: OktaApps;
  secrets: OktaClientSecrets;
  /** The custom authorization server that issues the tokens; absent for Okta's org server. */
  server?: AuthorizationServer;
}

/** What resources work with. One instance serves all operations of a process, so that lists and limits are shared. */
export interface Services {
  connections: Connections;
  dcrProviders: DcrProviders;
  apiClients: ApiClients;
  apiCollections: ApiCollections;
  /** Where new DCR providers go. */
  store: DcrProviderStore;
  /** What the resources of this run have, so that no two of them have the same. */
  holders: Holders;
  /** @throws ConfigurationError where the IdP is not configured: only those who use it need it */
  identityProvider(): IdentityProvider;
  /** The lists that a check of this run asked for in vain. */
  unanswered: Set<object>;
  /** Shows a message to the user, attached to the stack. */
  warn(message: string): void;
}

/** The same services, whose messages begin with the resource that they are about. */
export function speakingOf(subject: string, services: Services): Services {
  return { ...services, warn: (message) => services.warn(`${subject}: ${message}`) };
}

/** Where DCR providers live, and how API clients are bound to them: `workato-dcr:dcrProviderStore`. */
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

interface ClientBinding {
  auth_type: string;
  [field: string]: unknown;
}
