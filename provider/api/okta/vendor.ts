import type { Vendor } from "../../http/transport";
import { API_HINTS } from "./hints";
import { managementToken, type OktaOrg, type ServiceApp } from "./management-token";
import { explain } from "./refusal";

/**
 * Okta limits each group of endpoints on its own, and its headers speak of that group.
 * @see https://developer.okta.com/docs/reference/rl-global-mgmt/
 */
function bucket(path: string): string {
  return path.split("/").slice(0, 4).join("/");
}

/** What calls to Okta need. */
export interface OktaAccess extends OktaOrg {
  credentials: { apiToken: string } | ServiceApp;
}

/** Okta's side of the transport: SSWS token, or an access token for a service app. @param log for waits for the latter */
export function oktaVendor(access: OktaAccess, log?: (line: string) => void): Vendor {
  const { credentials } = access;
  const accessToken = "apiToken" in credentials ? undefined : managementToken(access, credentials, log);
  return {
    name: "Okta",
    baseUrl: access.orgUrl,
    requestsPerMinute: access.requestsPerMinute,
    bucket,
    explain,
    authorize: async () => ({
      authorization: accessToken
        ? `Bearer ${await accessToken()}`
        : `SSWS ${"apiToken" in credentials ? credentials.apiToken : ""}`,
    }),
    ...API_HINTS,
  };
}
