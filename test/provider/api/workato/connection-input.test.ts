import { type ConnectionAuth, connectionInput } from "../../../../provider/api/workato/connection-input";

const baseUrl = "https://acme.okta.com";

test.each<[string, ConnectionAuth, object]>([
  ["no authentication", { type: "none" }, { auth_type: "no_auth" }],
  [
    "a user name and a password",
    { type: "basic", username: "user", password: "hunter2" },
    { auth_type: "basic", basic_user: "user", basic_password: "hunter2" },
  ],
  [
    "headers",
    { type: "header", headers: { Authorization: "SSWS 00hunter2", "X-Tenant": "acme" } },
    {
      auth_type: "headers",
      header_pair: "Authorization: SSWS 00hunter2\nX-Tenant: acme",
    },
  ],
  [
    "query parameters",
    { type: "query", params: { api_key: "hunter2", tenant: "a=b" } },
    { auth_type: "query", url_param: "api_key=hunter2\ntenant=a=b" },
  ],
  [
    "client credentials, in the header by default",
    { type: "oauth2ClientCredentials", tokenUrl: `${baseUrl}/token`, clientId: "0oa1", clientSecret: "hunter2" },
    {
      auth_type: "oauth2_client_credentials_grant",
      oauth2_token_url: `${baseUrl}/token`,
      oauth2_client_id: "0oa1",
      oauth2_client_secret: "hunter2",
      param_type: "basic",
    },
  ],
])("a connection with %s", (_, auth, input) => {
  expect(connectionInput({ baseUrl, auth })).toEqual({ base_uri: baseUrl, ssl_params: false, ...input });
});

test.each([
  ["basic", "basic"],
  ["body", "payload"],
] as const)("client credentials in the %s are Workato's %s", (credentialsIn, param_type) => {
  const auth = { tokenUrl: `${baseUrl}/token`, clientId: "0oa1", clientSecret: "hunter2", credentialsIn };
  expect(connectionInput({ baseUrl, auth: { type: "oauth2ClientCredentials", ...auth } })).toMatchObject({
    param_type,
  });
});

test.each([
  ["all of it", { clientCertificate: "CERT", clientKey: "KEY", caCertificate: "CA" }, [true, "CERT", "KEY", "CA"]],
  ["a CA alone", { caCertificate: "CA" }, [true, undefined, undefined, "CA"]],
  ["none of it", {}, [false, undefined, undefined, undefined]],
])("TLS with %s, whatever the authentication", (_, tls, received) => {
  const input = connectionInput({ baseUrl, auth: { type: "none" }, tls });
  expect(input).toMatchObject({ auth_type: "no_auth", base_uri: baseUrl });
  expect([input.ssl_params, input.ssl_client_cert, input.ssl_client_key, input.ssl_ca_cert]).toEqual(received);
  // What is not given is not there, not even as an empty field that would erase something.
  expect(Object.values(input)).not.toContain(undefined);
});
