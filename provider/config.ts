import type { OktaAccess } from "./api/okta/vendor";
import type { WorkatoAccess } from "./api/workato/vendor";
import type { Limits } from "./http/transport";
import { isBaseUrl, type Setting, Settings, type StackConfig } from "./settings";

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

/** The base URLs of Workato's data centres, by `workato:region`. */
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

const REGION: Setting = ["workato:region", "WORKATO_REGION"];
const BASE_URL: Setting = ["workato:baseUrl", "WORKATO_BASE_URL"];
const STORE: Setting = ["workato:dcrProviderStore", "WORKATO_DCR_PROVIDER_STORE"];
const ORG_URL: Setting = ["workato:oktaOrgUrl", "OKTA_ORG_URL"];
const ORG_NAME: Setting = ["okta:orgName", "OKTA_ORG_NAME"];
const API_TOKEN: Setting = ["okta:apiToken", "OKTA_API_TOKEN"];
const CLIENT_ID: Setting = ["okta:clientId", "OKTA_CLIENT_ID"];

/**
 * Workato's side of the configuration. Precedence: stack configuration, then environment, then default.
 * @throws ConfigurationError with every mistake at once
 */
export function workatoConfig(stack: StackConfig, env: NodeJS.ProcessEnv): WorkatoConfig {
  const settings = new Settings(stack, env);
  const apiToken = settings.required("workato:apiToken", "WORKATO_API_TOKEN", "--secret workato:apiToken");
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
    requestsPerMinute: settings.number("workato:requestsPerMinute", 60),
    limits: limits(settings),
  };
  settings.complain("The Workato configuration");
  return config;
}

/**
 * The default identity provider's side of the configuration.
 * @throws ConfigurationError with every mistake at once
 */
export function oktaConfig(stack: StackConfig, env: NodeJS.ProcessEnv): OktaConfig {
  const settings = new Settings(stack, env);
  const orgUrl = oktaOrgUrl(settings);
  const [apiToken, clientId] = settings.alternatives([API_TOKEN, CLIENT_ID]);
  const privateKey = settings.get("okta:privateKey", "OKTA_PRIVATE_KEY");
  const privateKeyId = settings.get("okta:privateKeyId", "OKTA_PRIVATE_KEY_ID");
  if (apiToken !== undefined && clientId !== undefined) {
    settings.bothSet(API_TOKEN, CLIENT_ID);
  } else if (!apiToken && !clientId) {
    settings.problem("okta:apiToken is missing", "pulumi config set --secret okta:apiToken <token>");
  } else if (clientId !== undefined && privateKey === undefined) {
    settings.problem("okta:clientId needs okta:privateKey", "pulumi config set --secret okta:privateKey < key.pem");
  }
  const serverId = settings.get("workato:oktaAuthorizationServerId", "OKTA_AUTHORIZATION_SERVER_ID") ?? "default";
  const config: OktaConfig = {
    orgUrl,
    credentials:
      apiToken !== undefined || clientId === undefined
        ? { apiToken: apiToken ?? "" }
        : {
            clientId,
            privateKey: privateKey ?? "",
            ...(privateKeyId === undefined ? {} : { privateKeyId }),
            scopes: settings.list("okta:scopes", "OKTA_SCOPES") ?? OKTA_SCOPES,
          },
    issuer: serverId === "" ? orgUrl : `${orgUrl}/oauth2/${serverId}`,
    ...(serverId !== "" && { authorizationServerId: serverId }),
    requestsPerMinute: settings.number("workato:oktaRequestsPerMinute", 100),
    limits: limits(settings),
  };
  settings.complain("The configuration of the identity provider okta");
  return config;
}

function limits(settings: Settings): Limits {
  return {
    timeoutSeconds: settings.number("workato:requestTimeoutSeconds", 60),
    retryTotalSeconds: settings.number("workato:retryTotalSeconds", 300),
  };
}

function oktaOrgUrl(settings: Settings): string {
  const [given, orgName] = settings.alternatives([ORG_URL, ORG_NAME]);
  const domain = settings.get("okta:baseUrl", "OKTA_BASE_URL") ?? "okta.com";
  const composed = !orgName ? undefined : `https://${orgName}.${domain}`;
  if (given === undefined && composed === undefined) {
    settings.problem(
      "neither okta:orgName nor workato:oktaOrgUrl is set",
      "pulumi config set workato:oktaOrgUrl https://<org>.okta.com",
    );
    return "";
  }
  const byName = settings.origin(ORG_NAME);
  if (given === undefined) {
    if (!isBaseUrl(composed ?? "")) {
      settings.problem(`${byName.name} does not make an https URL with ${domain}`, byName.set("<org>"));
    }
    return composed ?? "";
  }
  const orgUrl = settings.url(ORG_URL, given);
  if (composed !== undefined && orgUrl !== composed) {
    const { name, where, remove } = settings.origin(ORG_URL);
    settings.problem(`${name} ${where} differs from ${composed}, which comes from ${byName.name}`, remove);
  }
  return orgUrl;
}
