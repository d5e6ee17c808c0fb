import { Discovery } from "../../api/discovery";
import { OktaApps } from "../../api/okta/apps";
import { AuthorizationServer } from "../../api/okta/authorization-server";
import { OktaClientSecrets } from "../../api/okta/client-secrets";
import { OktaClients } from "../../api/okta/clients";
import type { Transport } from "../../http/transport";
import type { OktaConfig } from "./config";

/** All that is asked of an org, whoever asks. */
export interface OktaCalls {
  apps: OktaApps;
  clients: OktaClients;
  secrets: OktaClientSecrets;
  /** The custom authorization server that issues the tokens; absent for the org server, which has no claims, scopes or policies. */
  server: AuthorizationServer | undefined;
  discovery: Discovery;
}

/** @param anonymous without credentials, to the origin of a URL: the issuer is public, and may be at another domain of the org */
export function oktaCalls(
  { issuer, authorizationServerId: id }: OktaConfig,
  http: Transport,
  anonymous: (url: string) => Transport,
): OktaCalls {
  const server = id === undefined ? undefined : new AuthorizationServer(http, id);
  return {
    apps: new OktaApps(http),
    clients: new OktaClients(http),
    secrets: new OktaClientSecrets(http),
    server,
    discovery: new Discovery(anonymous, issuer, server && (() => server.issuer())),
  };
}
