/** Names of types by where they stand in the resources; the others are called by their place, such as `ApiClientAdopt`. */
export const TYPE_NAMES: Readonly<Record<string, string>> = {
  "HttpConnection.auth": "HttpConnectionAuth",
  "HttpConnection.tls": "HttpConnectionTls",
  "DcrProvider.introspection": "Introspection",
  "ApiClient.registration": "Registration",
  "ApiClientCredential.registration": "Registration",
  "ApiClient.dcrProvider": "DcrProviderRef",
  "ApiClientCredential.apiClient": "ApiClientRef",
  "ApiClientRef.dcrProvider": "DcrProviderRef",
};

/** Names of choices. What has none is a plain text. */
export const ENUMS: Readonly<Record<string, string>> = {
  "DcrProvider.authenticationMethod": "AuthenticationMethod",
  "HttpConnectionAuth.type": "HttpConnectionAuthType",
  "HttpConnectionAuth.credentialsIn": "CredentialsIn",
  "Registration.tokenEndpointAuthMethod": "TokenEndpointAuthMethod",
};

/** What the SDK has no words for: there, a program hands over the other resource itself. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  ApiClientRef: "What an `ApiClientCredential` needs to know of its `ApiClient`.",
  "ApiClientRef.id": "The `id` of the `ApiClient`, which is its ownership mark.",
  "ApiClientRef.dcrProvider": "The output `dcrProvider` of the `ApiClient`.",
  "DcrProvider.connection.id": "The id of the connection, such as the output `connectionId` of an `HttpConnection`.",
  DcrProviderConnection: "A connection of the workspace.",
  IntrospectionConnection: "The connection over which Workato asks about tokens.",
  "Introspection.connection.id": "The id of the connection, such as the output `connectionId` of an `HttpConnection`.",
  "Introspection.connection.baseUrl":
    "The base URL of the connection, such as the output `baseUrl` of an `HttpConnection`.",
  HttpConnectionAuth:
    "How a connection authenticates at its base URL: `type`, and what that type takes. Credentials are write-only: they are encrypted in the state.",
  "Registration.jwks.keys": "The keys, each as JSON (RFC 7517 section 4).",
  RegistrationJwks: "A JSON Web Key Set (RFC 7517 section 5).",
  "enum HttpConnectionAuthType": "How a connection authenticates: it decides which other properties there are.",
  "enum CredentialsIn": "Where a client puts its credentials at the token endpoint (RFC 6749 section 2.3.1).",
  "enum TokenEndpointAuthMethod": "How a client authenticates at the token endpoint (RFC 7591 section 2).",
};

export const describedHere = (path: string): string | undefined => DESCRIPTIONS[path];
