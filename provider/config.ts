import type { OktaAccess } from "./api/okta/vendor";
import type { WorkatoAccess } from "./api/workato/vendor";
import type { Limits } from "./http/transport";
import { Settings, type StackConfig } from "./settings";

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

/**
 * Workato's side of the configuration. Precedence: stack configuration, then environment, then default.
 * @throws ConfigurationError with every mistake at once
 */
export function workatoConfig(stack: StackConfig, env: NodeJS.ProcessEnv): WorkatoConfig {
  const settings = new Settings(stack, env);
  const apiToken = settings.required("workato:apiToken", "WORKATO_API_TOKEN", "--secret workato:apiToken");
  const [region, given] = settings.alternatives([
    ["workato:region", "WORKATO_REGION"],
    ["workato:baseUrl", "WORKATO_BASE_URL"],
  ]);
  if (given !== undefined && region !== undefined) {
    settings.problem("workato:region and workato:baseUrl are both set", "pulumi config rm workato:region");
  }
  const regional = Object.hasOwn(REGIONS, region ?? "us") ? REGIONS[region ?? "us"] : undefined;
  if (regional === undefined) {
    const names = Object.keys(REGIONS).join(", ");
    settings.problem(`workato:region is "${region}", not one of ${names}`, "pulumi config set workato:region us");
  }
  const baseUrl = given === undefined ? (regional ?? "") : settings.url("workato:baseUrl", given);
  const store = settings.get("workato:dcrProviderStore", "WORKATO_DCR_PROVIDER_STORE") ?? "stack";
  if (store !== "stack" && store !== "workato") {
    const what = `workato:dcrProviderStore is "${store}", not "stack" or "workato"`;
    settings.problem(what, "pulumi config set workato:dcrProviderStore stack");
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
  const [apiToken, clientId] = settings.alternatives([
    ["okta:apiToken", "OKTA_API_TOKEN"],
    ["okta:clientId", "OKTA_CLIENT_ID"],
  ]);
  const privateKey = settings.get("okta:privateKey", "OKTA_PRIVATE_KEY");
  const privateKeyId = settings.get("okta:privateKeyId", "OKTA_PRIVATE_KEY_ID");
  if (apiToken !== undefined && clientId !== undefined) {
    settings.problem("okta:apiToken and okta:clientId are both set", "pulumi config rm okta:apiToken");
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
  const [given, orgName] = settings.alternatives([
    ["workato:oktaOrgUrl", "OKTA_ORG_URL"],
    ["okta:orgName", "OKTA_ORG_NAME"],
  ]);
  const domain = settings.get("okta:baseUrl", "OKTA_BASE_URL") ?? "okta.com";
  const composed = !orgName ? undefined : `https://${orgName}.${domain}`;
  if (given === undefined && composed === undefined) {
    settings.problem(
      "neither okta:orgName nor workato:oktaOrgUrl is set",
      "pulumi config set workato:oktaOrgUrl https://<org>.okta.com",
    );
    return "";
  }
  const orgUrl = settings.url("workato:oktaOrgUrl", given ?? composed ?? "");
  if (given !== undefined && composed !== undefined && orgUrl !== composed) {
    settings.problem(
      `workato:oktaOrgUrl differs from ${composed} of okta:orgName`,
      "pulumi config rm workato:oktaOrgUrl",
    );
  }
  return orgUrl;
}
