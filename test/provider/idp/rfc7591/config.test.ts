import { rfc7591Config, rfc7591Settings } from "../../../../provider/idp/rfc7591/config";
import { complaint } from "../../support";

const issuer = "https://sso.acme.com/realms/api";
const read = (settings: Record<string, unknown>) => rfc7591Settings.safeParse({ type: "rfc7591", issuer, ...settings });

test.each<[string, Record<string, unknown>]>([
  ["an issuer alone: registration is open", {}],
  ["an issuer with a slash at its end, to the letter", { issuer: `${issuer}/` }],
  ["an issuer on loopback", { issuer: "http://127.0.0.1:8080" }],
  ["a token", { initialAccess: { token: "t" } }],
  ["credentials", { initialAccess: { clientId: "c", clientSecret: "s" } }],
  [
    "credentials with all that belongs to them",
    { initialAccess: { clientId: "c", clientSecret: "s", scope: "a b", audience: "x", tokenUrl: `${issuer}/token` } },
  ],
  ["metadata, with a field that is left out", { metadata: { application_type: "service", response_types: null } }],
  ["parameters of token requests", { tokenParameters: { audience: "x", resource: "https://gateway" } }],
  ["a way to renew secrets", { renewSecret: { method: "PUT", url: `${issuer}/clients/{client_id}/secret` } }],
])("%s is taken as it is", (_, settings) => {
  expect(read(settings)).toEqual({ success: true, data: { type: "rfc7591", issuer, ...settings } });
});

test.each<[string, Record<string, unknown>, path: string, message: string]>([
  ["no issuer", { issuer: undefined }, "issuer", "must be the issuer's URL"],
  ["an issuer without encryption", { issuer: "http://sso.acme.com" }, "issuer", "must be an https URL"],
  ["an issuer with a query", { issuer: `${issuer}?a=b` }, "issuer", "must be an https URL without a query"],
  ["an issuer with credentials", { issuer: "https://a:b@sso.acme.com" }, "issuer", "must be an https URL"],
  ["access that is a text", { initialAccess: "t" }, "initialAccess", "must be an object: { token }"],
  [
    "access without anything",
    { initialAccess: {} },
    "initialAccess.token",
    "is missing, or clientId and clientSecret are",
  ],
  ["an empty token", { initialAccess: { token: "" } }, "initialAccess.token", "must not be empty"],
  [
    "two ways of access",
    { initialAccess: { token: "t", clientId: "c" } },
    "initialAccess.token",
    "clientId is of the other one",
  ],
  [
    "a scope with a token",
    { initialAccess: { token: "t", scope: "a" } },
    "initialAccess.token",
    "scope is of the other one",
  ],
  ["an id without a secret", { initialAccess: { clientId: "c" } }, "initialAccess.clientSecret", "is missing"],
  ["a secret without an id", { initialAccess: { clientSecret: "s" } }, "initialAccess.clientId", "is missing"],
  [
    "a token URL without encryption",
    { initialAccess: { clientId: "c", clientSecret: "s", tokenUrl: "http://sso.acme.com/token" } },
    "initialAccess.tokenUrl",
    "must be an https URL",
  ],
  ["an endpoint that is a path", { registrationEndpoint: "/reg" }, "registrationEndpoint", "must be an https URL"],
  ["metadata that is a list", { metadata: [] }, "metadata", "must be an object of client metadata"],
  [
    "a name in the metadata",
    { metadata: { client_name: "a" } },
    "metadata.client_name",
    "it is the name of the resource",
  ],
  ["a secret in the metadata", { metadata: { client_secret: "s" } }, "metadata.client_secret", "cannot be set"],
  ["a parameter that is no text", { tokenParameters: { resource: [] } }, "tokenParameters.resource", "must be a text"],
  [
    "a renewal by GET",
    { renewSecret: { method: "GET", url: `${issuer}/{client_id}` } },
    "renewSecret.method",
    "must be one of POST, PUT, PATCH",
  ],
  [
    "a renewal of no client",
    { renewSecret: { method: "POST", url: issuer } },
    "renewSecret.url",
    "must hold {client_id}",
  ],
])("%s is refused, at its path", (_, settings, path, message) => {
  const issues = read(settings).error?.issues.map((issue) => [issue.path.join("."), issue.message]);
  expect(issues).toEqual([[path, expect.stringContaining(message)]]);
});

test("a setting of another type is refused, by its name", () => {
  const { error } = read({ orgUrl: "https://acme.okta.com" });
  expect(error?.issues).toEqual([expect.objectContaining({ code: "unrecognized_keys", keys: ["orgUrl"] })]);
});

test("all mistakes are told at once, by what a user types, and without any value", () => {
  const settings = {
    type: "rfc7591",
    issuer: "ftp://hunter2",
    initialAccess: { token: "hunter3", scope: "a" },
    orgUrl: "hunter4",
  };
  const stack = (key: string) =>
    key === "workato-dcr:identityProviders" ? JSON.stringify({ acme: settings }) : undefined;
  const message = complaint(() => rfc7591Config(stack, {}, "acme"));
  for (const path of [
    "issuer must be an https URL",
    "initialAccess.token is one way",
    "orgUrl is no setting of this type",
  ]) {
    expect(message).toContain(`workato-dcr:identityProviders.acme.${path}`);
  }
  expect(message).not.toContain("hunter");
});
