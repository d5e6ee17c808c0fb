import { Discovery, type IssuerAdvice } from "../../api/discovery";
import type { NameOf } from "../../api/hints";
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
  { issuer, authorizationServerId: id, nameOf }: OktaConfig,
  http: Transport,
  anonymous: (url: string) => Transport,
): OktaCalls {
  const server = id === undefined ? undefined : new AuthorizationServer(http, id);
  return {
    apps: new OktaApps(http),
    clients: new OktaClients(http),
    secrets: new OktaClientSecrets(http),
    server,
    discovery: new Discovery(anonymous, issuer, issuerAdvice(nameOf), server && (() => server.issuer())),
  };
}

export const issuerAdvice = (nameOf: NameOf): IssuerAdvice => ({
  notFound: `Check ${nameOf("authorizationServerId")}: is there an authorization server of this id?`,
  mismatch: {
    more: ", and the authorization server at Okta does not confirm it",
    next: (named) => {
      const domain = URL.canParse(named) ? new URL(named).origin : named;
      return (
        `Let the credentials read the authorization server (okta.authorizationServers.read), or set ${nameOf("orgUrl")} to ` +
        `${domain} if that is a domain of the org`
      );
    },
  },
});
