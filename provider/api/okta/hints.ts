import { configSet } from "../../config-set";
import type { Hints, NameOf } from "../hints";

const SERVERS = "in Okta (Security, API, Authorization Servers)";
const SERVICE_APP = "in Okta (Applications, the service app";

/** Of the management API, and of the token requests of registered clients. */
export function apiHints(nameOf: NameOf): Hints {
  const token = `Check the token (${configSet(nameOf("apiToken"), true)})`;
  return {
    hintsByCode: new Map([
      [
        "E0000006",
        `Give the service app an admin role besides its scopes, ${SERVICE_APP}, Admin roles), and the scopes that ` +
          "docs/permissions.md lists; or use the token of an administrator who may do this",
      ],
      [
        "E0000007",
        `Check ${nameOf("orgUrl")}, and ${nameOf("authorizationServerId")} where the path names an authorization server; ` +
          "`pulumi refresh` brings the state up to date with what was deleted",
      ],
      [
        "E0000011",
        `${token} and that it belongs to this org, is not revoked, and was used within 30 days, after which Okta ends it`,
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
        "The client is gone at Okta, is not active, or has other credentials: the first is mended by `pulumi refresh` and `pulumi up`",
      ],
      [
        "invalid_scope",
        `Name custom scopes of the authorization server whose consent is not required; look at them ${SERVERS}`,
      ],
    ]),
    hints: {
      unauthorized: `${token} and that it belongs to this org`,
      forbidden: "Grant the scopes that docs/permissions.md lists, or use a token of an administrator who may do this",
      redirected: `Set ${nameOf("orgUrl")} to the address under which Okta serves the org`,
      "malformed-answer": `Check that ${nameOf("orgUrl")} is the address of an Okta org`,
      unreachable: `Check ${nameOf("orgUrl")}, and the proxy settings`,
      "rate-limited": `Set a lower ${nameOf("requestsPerMinute")}, or raise workato-dcr:retryTotalSeconds`,
    },
  };
}

const DPOP = `Turn DPoP off ${SERVICE_APP}, General, Proof of possession): the provider sends no proofs`;
const GRANT = `Have a super administrator grant the scopes, ${SERVICE_APP}, Okta API Scopes)`;

/** Of the token requests of a service app. */
export function serviceAppHints(nameOf: NameOf): Hints {
  const key = `Check ${nameOf("clientId")}, ${nameOf("privateKey")} and ${nameOf("privateKeyId")}`;
  return {
    hintsByCode: new Map([
      ["access_denied", GRANT],
      ["invalid_client", key],
      ["invalid_dpop_proof", DPOP],
      ["use_dpop_nonce", DPOP],
      ["invalid_scope", `${GRANT}, or name fewer in ${nameOf("scopes")}`],
    ]),
    hints: {
      ...apiHints(nameOf).hints,
      unauthorized: key,
      "invalid-request": `${key}, and that the app has been granted the scopes of ${nameOf("scopes")}`,
    },
  };
}
