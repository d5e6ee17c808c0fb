import type { Vendor } from "../../http/transport";

/** What to do next where Okta refuses: by its own code, which says more than a status, or else by the kind of error. */
type Hints = Required<Pick<Vendor, "hints" | "hintsByCode">>;

const SERVERS = "in Okta (Security, API, Authorization Servers)";
const SERVICE_APP = "in Okta (Applications, the service app";

/** Of the management API, and of the token requests of registered clients. */
export const API_HINTS: Hints = {
  hintsByCode: new Map([
    [
      "E0000006",
      `Give the service app an admin role besides its scopes, ${SERVICE_APP}, Admin roles), and the scopes that ` +
        "docs/permissions.md lists; or use the token of an administrator who may do this",
    ],
    [
      "E0000007",
      "Check workato-dcr:oktaOrgUrl, and workato-dcr:oktaAuthorizationServerId where the path names an authorization server; " +
        "`pulumi refresh` brings the state up to date with what was deleted",
    ],
    [
      "E0000011",
      "Check the token (pulumi config set --secret workato-dcr:oktaApiToken) and that it belongs to this org, is not revoked, and was " +
        "used within 30 days, after which Okta ends it",
    ],
    [
      "E0000015",
      "The org lacks the feature, whatever the token: custom authorization servers need API Access Management. Have Okta add it to the " +
        "org, or use another org",
    ],
    [
      "access_denied",
      `Let the first access policy and rule that match the client give it all these scopes by client_credentials, ${SERVERS}`,
    ],
    [
      "invalid_client",
      "The client is gone at Okta, is not active, or has other credentials: `pulumi refresh` and `pulumi up` mend the former",
    ],
    [
      "invalid_scope",
      `Name custom scopes of the authorization server whose consent is not required; look at them ${SERVERS}`,
    ],
  ]),
  hints: {
    unauthorized:
      "Check the token (pulumi config set --secret workato-dcr:oktaApiToken) and that it belongs to this org",
    forbidden: "Grant the scopes that docs/permissions.md lists, or use a token of an administrator who may do this",
    redirected: "Set workato-dcr:oktaOrgUrl to the address under which Okta serves the org",
    "malformed-answer": "Check that workato-dcr:oktaOrgUrl is the address of an Okta org",
    unreachable: "Check workato-dcr:oktaOrgUrl, and the proxy settings",
    "rate-limited": "Set a lower workato-dcr:oktaRequestsPerMinute, or raise workato-dcr:retryTotalSeconds",
  },
};

const KEY = "Check workato-dcr:oktaClientId, workato-dcr:oktaPrivateKey and workato-dcr:oktaPrivateKeyId";
const DPOP = `Turn DPoP off ${SERVICE_APP}, General, Proof of possession): the provider sends no proofs`;

/** Of the token requests of a service app. */
export const SERVICE_APP_HINTS: Hints = {
  hintsByCode: new Map([
    ["access_denied", `Have a super administrator grant the scopes, ${SERVICE_APP}, Okta API Scopes)`],
    ["invalid_client", KEY],
    ["invalid_dpop_proof", DPOP],
    ["use_dpop_nonce", DPOP],
    [
      "invalid_scope",
      `Have a super administrator grant the scopes, ${SERVICE_APP}, Okta API Scopes), or name fewer in workato-dcr:oktaScopes`,
    ],
  ]),
  hints: {
    ...API_HINTS.hints,
    unauthorized: KEY,
    "invalid-request": `${KEY}, and that the app has been granted the scopes of workato-dcr:oktaScopes`,
  },
};
