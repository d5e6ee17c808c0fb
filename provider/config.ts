import { readPrivateKey } from "./api/okta/private-key";
import type { OktaAccess } from "./api/okta/vendor";
import type { WorkatoAccess } from "./api/workato/vendor";
import type { Limits } from "./http/transport";
import { oktaOrgUrl } from "./okta-org";
import { type Setting, Settings, type StackConfig } from "./settings";

export type { StackConfig } from "./settings";

export interface WorkatoConfig extends WorkatoAccess {
  /** Where DCR providers live: in the stack, or at Workato by endpoints that it has not published. */
  dcrProviderStore: "stack" | "workato";
  limits: Limits;
}

export interface OktaConfig extends OktaAccess {
  /** Issuer of the authorization server that issues the consumers' tokens. */
  issuer: string;
  /** Id of that server; absent for the org server. */
  authorizationServerId?: string;
}

/** The base URLs of Workato's data centres, by `workato-dcr:region`. */
export const REGIONS: Record<string, string> = {
  us: "https://www.workato.com",
  eu: "https://app.eu.workato.com",
  jp: "https://app.jp.workato.com",
  sg: "https://app.sg.workato.com",
  au: "https://app.au.workato.com",
  il: "https://app.il.workato.com",
  kr: "https://app.kr.workato.com",
  uk: "https://app.uk.workato.com",
  cn: "https://app.workatoapp.cn",
  trial: "https://app.trial.workato.com",
};

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

const REGION: Setting = ["workato-dcr:region", "WORKATO_REGION"];
const BASE_URL: Setting = ["workato-dcr:baseUrl", "WORKATO_BASE_URL"];
const STORE: Setting = ["workato-dcr:dcrProviderStore", "WORKATO_DCR_PROVIDER_STORE"];
const API_TOKEN: Setting = ["workato-dcr:oktaApiToken", "OKTA_API_TOKEN"];
const CLIENT_ID: Setting = ["workato-dcr:oktaClientId", "OKTA_CLIENT_ID"];
const PRIVATE_KEY: Setting = ["workato-dcr:oktaPrivateKey", "OKTA_PRIVATE_KEY"];

/**
 * Workato's side of the configuration. Precedence: stack configuration, then environment, then default.
 * @throws ConfigurationError with every mistake at once
 */
export function workatoConfig(stack: StackConfig, env: NodeJS.ProcessEnv): WorkatoConfig {
  const settings = new Settings(stack, env);
  const apiToken = settings.required("workato-dcr:apiToken", "WORKATO_API_TOKEN", "--secret workato-dcr:apiToken");
  const [region, given] = settings.alternatives([REGION, BASE_URL]);
  if (given !== undefined && region !== undefined) settings.bothSet(REGION, BASE_URL);
  const regional = Object.hasOwn(REGIONS, region ?? "us") ? REGIONS[region ?? "us"] : undefined;
  if (regional === undefined) {
    const names = Object.keys(REGIONS).join(", ");
    const { name, set } = settings.origin(REGION);
    settings.problem(`${name} is "${region}", not one of ${names}`, set("us"));
  }
  const baseUrl = given === undefined ? (regional ?? "") : settings.url(BASE_URL, given);
  const store = settings.get(...STORE) ?? "stack";
  if (store !== "stack" && store !== "workato") {
    const { name, set } = settings.origin(STORE);
    settings.problem(`${name} is "${store}", not "stack" or "workato"`, set("stack"));
  }
  const config: WorkatoConfig = {
    baseUrl,
    apiToken,
    dcrProviderStore: store === "workato" ? "workato" : "stack",
    requestsPerMinute: settings.number("workato-dcr:requestsPerMinute", 60),
    limits: limits(settings),
  };
  settings.complain("The Workato configuration");
  return config;
}

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
    requestsPerMinute: settings.number("workato-dcr:oktaRequestsPerMinute", 100),
    limits: limits(settings),
  };
  settings.complain("The configuration of the identity provider okta");
  return config;
}

function limits(settings: Settings): Limits {
  return {
    timeoutSeconds: settings.number("workato-dcr:requestTimeoutSeconds", 60),
    retryTotalSeconds: settings.number("workato-dcr:retryTotalSeconds", 300),
  };
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
