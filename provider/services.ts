import { Discovery } from "./api/discovery";
import { OktaApps } from "./api/okta/apps";
import { AuthorizationServer } from "./api/okta/authorization-server";
import { OktaClientSecrets } from "./api/okta/client-secrets";
import { OktaClients } from "./api/okta/clients";
import { oktaVendor } from "./api/okta/vendor";
import type { Registrar } from "./api/registrar";
import { fetchToken, type TokenRequest } from "./api/token";
import { ApiClients } from "./api/workato/api-clients";
import { ApiCollections } from "./api/workato/collections";
import { Connections } from "./api/workato/connections";
import { DcrProviders } from "./api/workato/dcr-providers";
import { workatoVendor } from "./api/workato/vendor";
import { oktaConfig, type StackConfig, workatoConfig } from "./config";
import { Transport } from "./http/transport";
import { rememberSecrets } from "./redact";
import { STORES } from "./stores";
import type { DcrProviderStore } from "./stores/store";

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
  /** The names of the DCR providers that this run has checked, in lower case, each with the mark of its resource. */
  dcrProviderNames: Map<string, string>;
  /** @throws ConfigurationError where the IdP is not configured: only those who use it need it */
  identityProvider(): IdentityProvider;
  /** Shows a message to the user, attached to the stack. */
  warn(message: string): void;
}

/**
 * @throws ConfigurationError where Workato is not configured
 */
export function createServices(stack: StackConfig, env: NodeJS.ProcessEnv, warn: (message: string) => void): Services {
  const workato = workatoConfig(stack, env);
  rememberSecrets(workato.apiToken);
  const http = new Transport(workatoVendor(workato), workato.limits, warn);
  let identityProvider: IdentityProvider | undefined;
  return {
    connections: new Connections(http),
    dcrProviders: new DcrProviders(http),
    apiClients: new ApiClients(http),
    apiCollections: new ApiCollections(http),
    store: STORES[workato.dcrProviderStore],
    dcrProviderNames: new Map(),
    identityProvider: () => {
      identityProvider ??= oktaProvider(stack, env, warn);
      return identityProvider;
    },
    warn,
  };
}

function oktaProvider(stack: StackConfig, env: NodeJS.ProcessEnv, warn: (message: string) => void): IdentityProvider {
  const config = oktaConfig(stack, env);
  const { credentials } = config;
  rememberSecrets("apiToken" in credentials ? credentials.apiToken : credentials.privateKey);
  const http = new Transport(oktaVendor(config), config.limits, warn);
  // The issuer is public: it is asked without credentials.
  const anonymous = new Transport({ ...oktaVendor(config), authorize: () => ({}) }, config.limits, warn);
  const { authorizationServerId: id } = config;
  const apps = new OktaApps(http);
  return {
    issuer: config.issuer,
    registrar: new OktaClients(http, apps),
    discovery: new Discovery(anonymous, config.issuer),
    fetchToken: (request) => fetchToken(anonymous, request),
    apps,
    secrets: new OktaClientSecrets(http),
    ...(id !== undefined && { server: new AuthorizationServer(http, id) }),
  };
}
