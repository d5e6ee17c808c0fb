import type { WorkatoAccess } from "./api/workato/vendor";
import type { Limits } from "./http/transport";
import { limits, type Setting, Settings, type StackConfig } from "./settings";

/** Where DCR providers live: in the stack, or at Workato by endpoints that it has not published. */
export type StoreName = "stack" | "workato";

export interface WorkatoConfig extends WorkatoAccess {
  dcrProviderStore: StoreName;
  limits: Limits;
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

const REGION: Setting = ["workato-dcr:region", "WORKATO_REGION"];
const BASE_URL: Setting = ["workato-dcr:baseUrl", "WORKATO_BASE_URL"];
const STORE: Setting = ["workato-dcr:dcrProviderStore", "WORKATO_DCR_PROVIDER_STORE"];

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
    requestsPerMinute: settings.numberIfGiven("workato-dcr:requestsPerMinute", 60),
    limits: limits(settings),
  };
  settings.complain("The Workato configuration");
  return config;
}
