import { z } from "zod";
import { readPrivateKey } from "../../api/okta/private-key";
import type { OktaAccess } from "../../api/okta/vendor";
import { configSet } from "../../config-set";
import { limits, type Setting, Settings, type StackConfig } from "../../settings";
import { pathOf, readIdp } from "../configured";
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

/** The settings of the IdP `okta` have keys and variables of their own; those of another org are under its name. */
function settingsOf(name: string) {
  return (setting: string): Setting => {
    if (name !== "okta") return [pathOf(name)(setting), ""];
    const variable = setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    return [`workato-dcr:okta${setting[0]?.toUpperCase()}${setting.slice(1)}`, `OKTA_${variable}`];
  };
}

/** Of an org that has a name in `workato-dcr:identityProviders`. */
const NAMED = () =>
  z.strictObject(Object.fromEntries(["type", "requestsPerMinute", ...SETTINGS].map((key) => [key, z.any()]))).partial();

const SETTINGS = ["orgUrl", "apiToken", "clientId", "privateKey", "privateKeyId", "scopes", "authorizationServerId"];

/** Whether the configuration says anything of the IdP `okta`. */
export function isOktaConfigured(stack: StackConfig, env: NodeJS.ProcessEnv): boolean {
  const settings = new Settings(stack, env);
  const isSet = (setting: string) => settings.get(...settingsOf("okta")(setting)) !== undefined;
  return SETTINGS.some(isSet) || settings.variable("OKTA_ORG_NAME") !== undefined;
}

/**
 * An Okta org in the configuration.
 * @throws ConfigurationError with every mistake at once
 */
export function oktaConfig(stack: StackConfig, env: NodeJS.ProcessEnv, name = "okta"): OktaConfig {
  if (name !== "okta") readIdp(stack, name, NAMED());
  const settings = new Settings(stack, env);
  const of = settingsOf(name);
  const orgUrl = oktaOrgUrl(settings, of("orgUrl"));
  const credentials = oktaCredentials(settings, of);
  const serverId = settings.get(...of("authorizationServerId")) ?? "default";
  const config: OktaConfig = {
    orgUrl,
    credentials,
    issuer: serverId === "" ? orgUrl : `${orgUrl}/oauth2/${serverId}`,
    ...(serverId !== "" && { authorizationServerId: serverId }),
    requestsPerMinute: settings.numberIfGiven(of("requestsPerMinute")[0], 100),
    limits: limits(settings),
    nameOf: (setting) => of(setting)[0],
  };
  settings.complain(`The configuration of the identity provider ${name}`);
  return config;
}

/** An API token, or a service app with its key. */
function oktaCredentials(settings: Settings, of: (setting: string) => Setting): OktaConfig["credentials"] {
  const [token, id, key] = [of("apiToken"), of("clientId"), of("privateKey")];
  const [apiToken, clientId] = settings.alternatives([token, id]);
  const privateKey = settings.get(...key);
  const privateKeyId = settings.get(...of("privateKeyId"));
  const keyName = settings.origin(key).name;
  const setKey = `${configSet(key[0], true)} < key.pem`;
  if (apiToken !== undefined && clientId !== undefined) {
    settings.bothSet(token, id);
  } else if (!apiToken && !clientId && privateKey) {
    settings.problem(`${keyName} needs ${id[0]}`, `${configSet(id[0])} <id>`);
  } else if (!apiToken && !clientId) {
    const variable = token[1] === "" ? "" : ` (${token[1]} is not set either)`;
    settings.problem(`${token[0]} is missing${variable}`, `${configSet(token[0], true)} <token>`);
  } else if (clientId && !privateKey) {
    settings.problem(`${id[0]} needs ${key[0]}`, setKey);
  }
  if (apiToken !== undefined || clientId === undefined) return { apiToken: apiToken ?? "" };
  const read = privateKey ? readPrivateKey(privateKey) : undefined;
  if (read && "trouble" in read) settings.problem(`${keyName} ${read.trouble}`, setKey);
  return {
    clientId,
    privateKey: privateKey ?? "",
    ...(privateKeyId === undefined ? {} : { privateKeyId }),
    scopes: settings.list(...of("scopes")) ?? OKTA_SCOPES,
  };
}
