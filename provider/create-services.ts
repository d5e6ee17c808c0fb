import { Discovery } from "./api/discovery";
import { OktaApps } from "./api/okta/apps";
import { AuthorizationServer } from "./api/okta/authorization-server";
import { OktaClientSecrets } from "./api/okta/client-secrets";
import { OktaClients } from "./api/okta/clients";
import { oktaVendor } from "./api/okta/vendor";
import { fetchToken } from "./api/token";
import { ApiClients } from "./api/workato/api-clients";
import { ApiCollections } from "./api/workato/collections";
import { Connections } from "./api/workato/connections";
import { DcrProviders } from "./api/workato/dcr-providers";
import { workatoVendor } from "./api/workato/vendor";
import { workatoConfig } from "./config";
import { ConfigurationError } from "./errors";
import { Transport } from "./http/transport";
import { oktaConfig } from "./idp/okta/config";
import { Holders } from "./lifecycle/holders";
import { rememberSecrets } from "./redact";
import type { IdentityProvider, Services } from "./services";
import type { StackConfig } from "./settings";
import { STORES } from "./stores";

/**
 * @throws ConfigurationError where Workato is not configured, with what is wrong with the IdP's configuration besides
 */
export function createServices(stack: StackConfig, env: NodeJS.ProcessEnv, warn: (message: string) => void): Services {
  const workato = inOneError(
    () => workatoConfig(stack, env),
    () => oktaConfig(stack, env),
  );
  rememberSecrets(workato.apiToken);
  const http = new Transport(workatoVendor(workato), workato.limits, warn);
  let identityProvider: IdentityProvider | undefined;
  return {
    connections: new Connections(http),
    dcrProviders: new DcrProviders(http),
    apiClients: new ApiClients(http),
    apiCollections: new ApiCollections(http),
    store: STORES[workato.dcrProviderStore],
    holders: new Holders(),
    unanswered: new Set(),
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
  const http = new Transport(oktaVendor(config, warn), config.limits, warn);
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

/** What `needed` reads. Where it fails, its error tells of `other` too: a user who is to mend one can mend both. */
function inOneError<T>(needed: () => T, other: () => unknown): T {
  try {
    return needed();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    try {
      other();
    } catch (besides) {
      if (besides instanceof ConfigurationError) throw error.with(besides);
    }
    throw error;
  }
}
