import { AUTHORIZATION_SERVER_ID } from "../presets";
import type { SandboxInfo } from "../protocol";
import type { Store } from "../store";

/** The org answers at its own domain and at a custom one, as Okta does. */
type Domains = Pick<SandboxInfo, "oktaOrgUrl" | "oktaCustomUrl">;

export const ISSUER_PATH = `/oauth2/${AUTHORIZATION_SERVER_ID}`;

/** By which of its domains the org was asked. */
export function askedAt(host: string | undefined, { oktaOrgUrl, oktaCustomUrl }: Domains): string {
  return host === new URL(oktaCustomUrl).host ? oktaCustomUrl : oktaOrgUrl;
}

/** The domain of the issuer, by the mode of the authorization server. */
export function issuerDomain(host: string | undefined, domains: Domains, { servers }: Store["okta"]): string {
  const mode = servers.get(AUTHORIZATION_SERVER_ID)?.issuerMode;
  if (mode === "DYNAMIC") return askedAt(host, domains);
  return mode === "CUSTOM_URL" ? domains.oktaCustomUrl : domains.oktaOrgUrl;
}

/** Every issuer that the authorization server may have. */
export const possibleIssuers = ({ oktaOrgUrl, oktaCustomUrl }: Domains): string[] =>
  [oktaOrgUrl, oktaCustomUrl].map((domain) => `${domain}${ISSUER_PATH}`);
