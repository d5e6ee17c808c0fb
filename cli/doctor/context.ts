import { OktaAccount } from "../../provider/api/okta/account";
import { anonymousVendor, type Grant, requestGrant } from "../../provider/api/okta/management-token";
import { oktaVendor } from "../../provider/api/okta/vendor";
import { perOrigin } from "../../provider/api/per-origin";
import { rfc7591Vendor } from "../../provider/api/rfc7591/vendor";
import { type WorkatoCalls, workatoCalls } from "../../provider/api/workato/calls";
import { type Account, WorkatoUsers } from "../../provider/api/workato/users";
import { workatoVendor } from "../../provider/api/workato/vendor";
import type { StoreName } from "../../provider/config";
import { type WorkatoConfig, workatoConfig } from "../../provider/config";
import { ForbiddenError, UnauthorizedError } from "../../provider/http/errors";
import { type Limits, Transport } from "../../provider/http/transport";
import { identityProviders } from "../../provider/idp";
import { pathOf } from "../../provider/idp/configured";
import type { IdentityProviders } from "../../provider/idp/identity-provider";
import { type OktaCalls, oktaCalls } from "../../provider/idp/okta/calls";
import { type OktaConfig, oktaConfig } from "../../provider/idp/okta/config";
import type { StackConfig } from "../../provider/settings";
import { type Configuration, readConfiguration, type Where } from "../stack-config";
import { type Heard, ListeningTransport } from "./listening";

export interface WorkatoSide extends WorkatoCalls {
  config: WorkatoConfig;
  heard(): Heard[];
  /** Whose the token is; `undefined` for a good one that may not ask. @throws ApiError for one that is none */
  account(): Promise<Account | undefined>;
}

export interface OktaSide extends OktaCalls {
  config: OktaConfig;
  heard(): Heard[];
  /** What the service app was granted; absent with an SSWS token. */
  grant?: () => Promise<Grant>;
  account: OktaAccount;
  /** Without credentials, for what is public at the origin of a URL. */
  anonymous(url: string): Transport;
}

/** What checks look at. Each part is made, or fails, once. */
export interface Context {
  cwd: string;
  configuration(): Promise<Configuration>;
  /** @throws ConfigurationError */
  workato(): Promise<WorkatoSide>;
  /** @throws ConfigurationError */
  okta(): Promise<OktaSide>;
  /** All that are configured. */
  identityProviders(): Promise<IdentityProviders>;
  /** Without credentials, for what an identity provider publishes at the origin of a URL. */
  anonymous(name: string, url: string): Transport;
  /** The configured store, or the default where that cannot be told. */
  store(): Promise<StoreName>;
}

/** @param log gets a line where a call has to wait */
export function createContext(where: Where, env: NodeJS.ProcessEnv, log: (line: string) => void): Context {
  const configuration = once(() => readConfiguration(where, env));
  const workato = once(async () => workatoSide(await configuration(), log));
  return {
    cwd: where.cwd,
    configuration,
    workato,
    okta: once(async () => oktaSide(await configuration(), log)),
    identityProviders: once(async () => {
      const { stack, env } = await configuration();
      return identityProviders(hastily(stack), env, log);
    }),
    anonymous: (name, url) => {
      const nameOf = pathOf(name);
      return new Transport(rfc7591Vendor({ name, nameOf }, new URL(url).origin, "metadata"), HASTE, log);
    },
    store: () =>
      workato().then(
        ({ config }) => config.dcrProviderStore,
        () => "stack",
      ),
  };
}

function workatoSide({ stack, env }: Configuration, log: (line: string) => void): WorkatoSide {
  const config = workatoConfig(stack, env);
  const http = new ListeningTransport(workatoVendor(config), hasty(config.limits), log);
  const calls = workatoCalls(http);
  const account = async () => {
    try {
      return await new WorkatoUsers(http).me();
    } catch (error) {
      if (!(error instanceof UnauthorizedError || error instanceof ForbiddenError)) throw error;
      // Asking who it is takes a privilege of its own; what every stack reads tells whether the token is any good.
      await calls.apiClients.list();
      return undefined;
    }
  };
  return {
    config,
    heard: () => http.heard,
    account: once(account),
    ...calls,
  };
}

function oktaSide({ stack, env }: Configuration, log: (line: string) => void): OktaSide {
  const given = oktaConfig(stack, env);
  const config = { ...given, limits: hasty(given.limits) };
  const { credentials } = config;
  const grant = "clientId" in credentials ? once(() => requestGrant(config, credentials)) : undefined;
  const vendor = oktaVendor(config);
  const authorize = grant ? async () => ({ authorization: `Bearer ${(await grant()).token}` }) : vendor.authorize;
  const http = new ListeningTransport({ ...vendor, authorize }, config.limits, log);
  const transports = [http];
  const anonymous = perOrigin((orgUrl) => {
    const transport = new ListeningTransport(anonymousVendor({ ...config, orgUrl }), config.limits, log);
    transports.push(transport);
    return transport;
  });
  return {
    config,
    heard: () => transports.flatMap(({ heard }) => heard),
    ...(grant && { grant }),
    ...oktaCalls(config, http, anonymous),
    account: new OktaAccount(http),
    anonymous,
  };
}

/** Somebody sits and waits: what an apply would wait for is a finding here. */
const HASTE: Limits = { timeoutSeconds: 20, retryTotalSeconds: 10 };

function hasty({ timeoutSeconds, retryTotalSeconds }: Limits): Limits {
  return {
    timeoutSeconds: Math.min(timeoutSeconds, HASTE.timeoutSeconds),
    retryTotalSeconds: Math.min(retryTotalSeconds, HASTE.retryTotalSeconds),
  };
}

/** The configuration, but for how long calls may take. */
function hastily(stack: StackConfig): StackConfig {
  const settings: Record<string, number> = {
    "workato-dcr:requestTimeoutSeconds": HASTE.timeoutSeconds,
    "workato-dcr:retryTotalSeconds": HASTE.retryTotalSeconds,
  };
  return (key) => settings[key]?.toString() ?? stack(key);
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
}
