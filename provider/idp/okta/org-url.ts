import { configSet } from "../../config-set";
import { isBaseUrl, type Setting, type Settings } from "../../settings";

/** The stack gives a whole URL; the environment that, or the two variables of Okta's own tools. Mistakes go to `settings`. */
export function oktaOrgUrl(settings: Settings, setting: Setting): string {
  const [key, variable] = setting;
  const given = settings.get(...setting);
  const composed = variable === "" || settings.isInStack(setting) ? undefined : composedOrgUrl(settings);
  if (given === undefined) {
    if (composed !== undefined) return composed;
    settings.problem(
      `${key} is missing${variable === "" ? "" : ` (neither ${variable} nor OKTA_ORG_NAME is set either)`}`,
      `${configSet(key)} https://<org>.okta.com`,
    );
    return "";
  }
  const orgUrl = settings.url(setting, given);
  const { name, where, set, remove } = settings.origin(setting);
  const trouble = orgTrouble(orgUrl);
  if (trouble) settings.problem(`${name} ${trouble.what}`, set(trouble.instead));
  if (composed !== undefined && orgUrl !== composed) {
    settings.problem(`${name} ${where} differs from ${composed}, which comes from OKTA_ORG_NAME`, remove);
  }
  return orgUrl;
}

function composedOrgUrl(settings: Settings): string | undefined {
  const name = settings.variable("OKTA_ORG_NAME");
  if (name === undefined) return undefined;
  const domain = settings.variable("OKTA_BASE_URL") ?? "okta.com";
  const own = orgNameIn(name);
  if (!/^[a-z0-9.-]+$/i.test(domain)) {
    settings.problem("OKTA_BASE_URL is not a domain alone", "export OKTA_BASE_URL=okta.com");
  } else if (own === undefined) {
    settings.problem(`OKTA_ORG_NAME does not make an https URL with ${domain}`, "export OKTA_ORG_NAME=<org>");
  } else if (own !== name) {
    const what = "OKTA_ORG_NAME is not the name of the org alone, the first part of its own URL";
    settings.problem(`${what} https://${own}.${domain}`, `export OKTA_ORG_NAME=${own}`);
  }
  return `https://${own ?? name}.${domain}`;
}

/** The name of an org, also where a whole address or that of the Admin Console is given; `undefined` where there is none. */
export function orgNameIn(text: string): string | undefined {
  const host = text.replace(/^[a-z]+:\/\//i, "").replace(/[/?#].*$/s, "");
  return /^([a-z0-9][a-z0-9-]*?)(-admin)?(\.[a-z0-9.-]+)?$/i.exec(host)?.[1];
}

/** Of a URL that is secure: what makes it another than the org's own, and that one. */
export function orgTrouble(url: string): { what: string; instead: string } | undefined {
  if (!isBaseUrl(url)) return undefined;
  const { origin, hostname, pathname } = new URL(url);
  // Custom domains have no Admin Console.
  const isAdmin = /-admin\.okta[a-z-]*\.(com|mil)$/.test(hostname);
  const instead = isAdmin ? origin.replace("-admin.", ".") : origin;
  if (isAdmin) return { what: `is the address of the Admin Console: the org's own URL is ${instead}`, instead };
  if (pathname === "/") return undefined;
  return { what: `has a path (${pathname}): the org's own URL is ${instead}`, instead };
}
