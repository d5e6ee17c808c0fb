import { z } from "zod";
import type { Refusal } from "../../http/errors";
import type { Vendor } from "../../http/transport";
import { managementToken, type OktaOrg, type ServiceApp } from "./management-token";

/** One part that is not as expected must not hide the others. */
const text = z.string().optional().catch(undefined);
const errorBody = z.object({
  error: text,
  error_description: text,
  errorCode: text,
  errorSummary: text,
  errorCauses: z
    .array(z.object({ errorSummary: z.string() }))
    .optional()
    .catch(undefined),
});

/** Okta has two shapes of errors: OAuth's `error`, and its own `errorCode`. */
function explain(_status: number, body: unknown): Refusal {
  const { data } = errorBody.safeParse(body);
  if (!data) return {};
  const code = data.errorCode || data.error;
  const causes = data.errorCauses?.map(({ errorSummary }) => errorSummary).join("; ");
  const message = [data.errorSummary || data.error_description, causes].filter(Boolean).join(": ");
  return { ...(code && { code }), ...(message && { message }) };
}

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
    hints: {
      unauthorized:
        "Check the token (pulumi config set --secret workato-dcr:oktaApiToken) and that it belongs to this org",
      forbidden:
        "Grant the scopes that the README lists under Permissions, or use a token of an administrator who may do this",
      unreachable: "Check workato-dcr:oktaOrgUrl, and the proxy settings",
      "rate-limited": "Lower workato-dcr:oktaRequestsPerMinute or raise workato-dcr:retryTotalSeconds",
    },
  };
}
