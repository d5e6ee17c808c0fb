import { ASSUMED } from "./assumed";

/** How the connection authenticates; each shape is one of Workato's authentication types for HTTP connections. */
export type ConnectionAuth =
  | { type: "none" }
  | { type: "basic"; username: string; password: string }
  | { type: "header"; headers: Record<string, string> }
  | { type: "query"; params: Record<string, string> }
  | {
      type: "oauth2ClientCredentials";
      tokenUrl: string;
      clientId: string;
      clientSecret: string;
      credentialsIn?: "basic" | "body" | undefined;
    };

interface ConnectionTls {
  clientCertificate?: string | undefined;
  clientKey?: string | undefined;
  caCertificate?: string | undefined;
}

/** The `input` of an HTTP connection: https://docs.workato.com/workato-api/connections.html (connection parameters, HTTP). */
export function connectionInput(model: {
  baseUrl: string;
  auth: ConnectionAuth;
  tls?: ConnectionTls | undefined;
}): Record<string, unknown> {
  const { baseUrl, auth, tls } = model;
  const certificates = {
    ssl_client_cert: tls?.clientCertificate,
    ssl_client_key: tls?.clientKey,
    ssl_ca_cert: tls?.caCertificate,
  };
  const given = Object.entries(certificates).filter(([, value]) => value !== undefined);
  return {
    [ASSUMED.connectionBaseUrl]: baseUrl,
    ...authInput(auth),
    // Certificates count with this switch only, which also turns those of before off.
    ssl_params: given.length > 0,
    ...Object.fromEntries(given),
  };
}

/** What the program calls these fields, and all of them together. */
export const INPUT_PROPERTIES = {
  input: "auth",
  [ASSUMED.connectionBaseUrl]: "baseUrl",
  auth_type: "auth.type",
  basic_user: "auth.username",
  basic_password: "auth.password",
  header_pair: "auth.headers",
  url_param: "auth.params",
  oauth2_token_url: "auth.tokenUrl",
  oauth2_client_id: "auth.clientId",
  oauth2_client_secret: "auth.clientSecret",
  param_type: "auth.credentialsIn",
  ssl_params: "tls",
  ssl_client_cert: "tls.clientCertificate",
  ssl_client_key: "tls.clientKey",
  ssl_ca_cert: "tls.caCertificate",
};

function authInput(auth: ConnectionAuth): Record<string, unknown> {
  switch (auth.type) {
    case "none":
      return { auth_type: "no_auth" };
    case "basic":
      return { auth_type: "basic", basic_user: auth.username, basic_password: auth.password };
    case "header":
      return { auth_type: "headers", header_pair: lines(auth.headers, ": ") };
    case "query":
      return { auth_type: "query", url_param: lines(auth.params, "=") };
    case "oauth2ClientCredentials":
      return {
        auth_type: "oauth2_client_credentials_grant",
        oauth2_token_url: auth.tokenUrl,
        oauth2_client_id: auth.clientId,
        oauth2_client_secret: auth.clientSecret,
        param_type: auth.credentialsIn === "body" ? "payload" : "basic",
      };
  }
}

/** Workato takes a text with an entry a line: neither a name nor a value may hold a line break. */
function lines(entries: Record<string, string>, separator: string): string {
  return Object.entries(entries)
    .map(([name, value]) => `${name}${separator}${value}`)
    .join("\n");
}
