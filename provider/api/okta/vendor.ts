import type { Vendor } from "../../http/transport";
import { anonymousVendor, managementToken, type OktaOrg, type ServiceApp } from "./management-token";

/** What calls to Okta need. */
export interface OktaAccess extends OktaOrg {
  credentials: { apiToken: string } | ServiceApp;
}

/** Okta's side of the transport: SSWS token, or an access token for a service app. @param log for waits for the latter */
export function oktaVendor(access: OktaAccess, log?: (line: string) => void): Vendor {
  const { credentials } = access;
  const accessToken = "apiToken" in credentials ? undefined : managementToken(access, credentials, log);
  return {
    ...anonymousVendor(access),
    authorize: async () => ({
      authorization: accessToken
        ? `Bearer ${await accessToken()}`
        : `SSWS ${"apiToken" in credentials ? credentials.apiToken : ""}`,
    }),
  };
}
