import { readPrivateKey } from "../../api/okta/private-key";
import type { OktaAccess } from "../../api/okta/vendor";
import { limits, type Setting, Settings, type StackConfig } from "../../settings";
import { oktaOrgUrl } from "./org-url";

export interface OktaConfig extends OktaAccess {
  /** Issuer of the authorization server that issues the consumers' tokens. */
  issuer: string;
  /** Id of that server; absent for the org server. */
  authorizationServerId?: string;
}

/** What `okta.*` scopes the provider's calls need; Okta grants those that the app has been given. */
const OKTA_SCOPES = [
  "okta.clients.register",
  "okta.clients.read",
  "okta.clients.manage",
  "okta.apps.read",
  "okta.apps.manage",
  "okta.authorizationServers.read",
  "okta.authorizationServers.manage",
];

const API_TOKEN: Setting = ["workato-dcr:oktaApiToken", "OKTA_API_TOKEN"];
const CLIENT_ID: Setting = ["workato-dcr:oktaClientId", "OKTA_CLIENT_ID"];
const PRIVATE_KEY: Setting = ["workato-dcr:oktaPrivateKey", "OKTA_PRIVATE_KEY"];

const SET_PRIVATE_KEY = "pulumi config set --secret workato-dcr:oktaPrivateKey < key.pem";

/**
 * The default identity provider's side of the configuration.
 * @throws ConfigurationError with every mistake at once
 */
export function oktaConfig(stack: StackConfig, env: NodeJS.ProcessEnv): OktaConfig {
  const settings = new Settings(stack, env);
  const orgUrl = oktaOrgUrl(settings);
  const credentials = oktaCredentials(settings);
  const serverId = settings.get("workato-dcr:oktaAuthorizationServerId", "OKTA_AUTHORIZATION_SERVER_ID") ?? "default";
  const config: OktaConfig = {
    orgUrl,
    credentials,
    issuer: serverId === "" ? orgUrl : `${orgUrl}/oauth2/${serverId}`,
    ...(serverId !== "" && { authorizationServerId: serverId }),
    requestsPerMinute: settings.numberIfGiven("workato-dcr:oktaRequestsPerMinute", 100),
    limits: limits(settings),
  };
  settings.complain("The configuration of the identity provider okta");
  return config;
}

/** An API token, or a service app with its key. */
function oktaCredentials(settings: Settings): OktaConfig["credentials"] {
  const [apiToken, clientId] = settings.alternatives([API_TOKEN, CLIENT_ID]);
  const privateKey = settings.get(...PRIVATE_KEY);
  const privateKeyId = settings.get("workato-dcr:oktaPrivateKeyId", "OKTA_PRIVATE_KEY_ID");
  const keyName = settings.origin(PRIVATE_KEY).name;
  if (apiToken !== undefined && clientId !== undefined) {
    settings.bothSet(API_TOKEN, CLIENT_ID);
  } else if (!apiToken && !clientId && privateKey) {
    settings.problem(`${keyName} needs workato-dcr:oktaClientId`, "pulumi config set workato-dcr:oktaClientId <id>");
  } else if (!apiToken && !clientId) {
    settings.problem(
      "workato-dcr:oktaApiToken is missing (OKTA_API_TOKEN is not set either)",
      "pulumi config set --secret workato-dcr:oktaApiToken <token>",
    );
  } else if (clientId && !privateKey) {
    settings.problem("workato-dcr:oktaClientId needs workato-dcr:oktaPrivateKey", SET_PRIVATE_KEY);
  }
  if (apiToken !== undefined || clientId === undefined) return { apiToken: apiToken ?? "" };
  const read = privateKey ? readPrivateKey(privateKey) : undefined;
  if (read && "trouble" in read) settings.problem(`${keyName} ${read.trouble}`, SET_PRIVATE_KEY);
  return {
    clientId,
    privateKey: privateKey ?? "",
    ...(privateKeyId === undefined ? {} : { privateKeyId }),
    scopes: settings.list("workato-dcr:oktaScopes", "OKTA_SCOPES") ?? OKTA_SCOPES,
  };
}
