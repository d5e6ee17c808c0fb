import { CUSTOM_SCOPE } from "../presets";

/** What a realm has from the start. */

export const REALM = "sandbox";

/** The client whose service account manages clients. */
export const MANAGER = "pulumi";

/** Clients of Keycloak's own; of those that every realm has, one will do. */
export const BUILT_IN = [
  { id: "0b33464b-b3e9-46b9-b717-a001dfa41e57", clientId: "account", publicClient: true },
  { id: "5c1e3a52-8d5c-4f0e-9d0c-2f6f2f1f3a11", clientId: MANAGER, publicClient: false },
].map((client) => ({
  ...client,
  enabled: true,
  clientAuthenticatorType: "client-secret",
  protocol: "openid-connect",
  standardFlowEnabled: client.publicClient,
  serviceAccountsEnabled: !client.publicClient,
  attributes: { realm_client: "false" },
}));

/** The client scopes that new clients get. */
export const CLIENT_SCOPES = {
  default: ["basic", "profile", "email", "roles", "web-origins", "acr"],
  optional: ["address", "phone", "offline_access", "microprofile-jwt", CUSTOM_SCOPE],
};

/** Tokens name these of the default scopes; the others add claims and no name. */
export const NAMED_IN_TOKENS = ["profile", "email"];

/** Of tokens, as in a new realm. */
export const TOKEN_SECONDS = 300;
