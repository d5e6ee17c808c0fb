import type { Hints, NameOf } from "../hints";

export const RIGHT =
  "Give the service account the role manage-clients of realm-management, in Keycloak (Clients, the service account's client, " +
  "Service accounts roles)";

const ONE_ADDRESS = (nameOf: NameOf) =>
  `that ${nameOf("issuer")} is the address under which Keycloak issues tokens for administration too`;

/** Of the admin API, and of the token requests of registered clients. */
export function apiHints(nameOf: NameOf): Hints {
  return {
    hintsByCode: new Map([
      [
        "invalid_client",
        "The client is gone at Keycloak, is disabled, or has other credentials: the first is mended by `pulumi refresh` and `pulumi up`",
      ],
      [
        "invalid_scope",
        "Name client scopes that the client has (Clients, the client, Client scopes); new clients get those that the realm has as defaults",
      ],
      [
        "unauthorized_client",
        "The client has other credentials at Keycloak, or its service account is off: `pulumi refresh` and `pulumi up` mend it",
      ],
      [
        "unknown_error",
        "Keycloak's own log says what went wrong; a name or an attribute that is too long is told in no other way",
      ],
    ]),
    hints: {
      unauthorized: `Check ${ONE_ADDRESS(nameOf)}, and that the realm of ${nameOf("clientId")} is the one that is administered`,
      forbidden: RIGHT,
      "not-found": `Check that there is the realm that ${nameOf("issuer")} names, and ${nameOf("adminUrl")} if it is set`,
      redirected: `Set ${nameOf("adminUrl")} to the address under which Keycloak serves its admin API`,
      "malformed-answer": `Check that ${nameOf("issuer")} is that of a Keycloak realm, and ${nameOf("adminUrl")} if it is set`,
      unreachable: `Check ${nameOf("issuer")} and ${nameOf("adminUrl")}, and the proxy settings`,
    },
  };
}

/** Of the token requests of the service account. */
export function serviceAccountHints(nameOf: NameOf): Hints {
  const credentials = `Check ${nameOf("clientId")} and ${nameOf("clientSecret")}`;
  return {
    hintsByCode: new Map([
      ["invalid_client", `${credentials}, and that the client is enabled in that realm`],
      ["unauthorized_client", `${credentials}, and that the client has Service accounts roles on, in Keycloak`],
    ]),
    hints: { ...apiHints(nameOf).hints, unauthorized: credentials },
  };
}
