import fc from "fast-check";
import { UNKNOWN } from "../../../provider/lifecycle/unknown";
import { expectProblems, kinds, type Properties, services } from "../support";

const on = services({ identityProvider: false });
const check = (inputs: Properties) => kinds.HttpConnection.check(inputs, on);

const plain = { name: "Okta DCR", baseUrl: "https://acme.okta.com", auth: { type: "none" } };
const basic = { type: "basic", username: "user", password: "hunter2" };
const oauth2 = {
  type: "oauth2ClientCredentials",
  tokenUrl: "https://acme.okta.com/token",
  clientId: "0oa1",
  clientSecret: "hunter2",
};

test.each<[string, Properties]>([
  ["no authentication", {}],
  ["a loopback address without TLS", { baseUrl: "http://127.0.0.1:8080" }],
  ["a loopback name without TLS", { baseUrl: "http://localhost:8080" }],
  ["basic authentication", { auth: basic }],
  ["headers", { auth: { type: "header", headers: { Authorization: "SSWS 00hunter2", "X-Tenant": "acme" } } }],
  ["query parameters", { auth: { type: "query", params: { api_key: "hunter2" } } }],
  ["client credentials", { auth: oauth2 }],
  ["client credentials in the body", { auth: { ...oauth2, credentialsIn: "body" } }],
  ["TLS of its own", { tls: { clientCertificate: "CERT", clientKey: "KEY", caCertificate: "CA" } }],
  ["a folder", { folderId: "12" }],
  ["another one to adopt", { adopt: { connectionId: 7 } }],
  ["optional properties that are null", { tls: null, folderId: null }],
])("a connection with %s is accepted without an IdP in the configuration", (_, changes) => {
  expect(check({ ...plain, ...changes }).problems).toEqual([]);
});

test("ids may be numbers, and white space around a name does not matter", () => {
  const { inputs } = check({ ...plain, name: " Okta DCR ", folderId: 12 });
  expect(inputs).toMatchObject({ name: "Okta DCR", folderId: "12" });
});

test("a secret keeps the white space that is part of it", () => {
  const auth = { ...basic, password: " hunter2 " };
  expect(check({ ...plain, auth }).inputs.auth).toEqual(auth);
});

test.each<[string, Properties, [string, string][]]>([
  ["no name", { name: undefined }, [["name", "is required"]]],
  ["an empty name", { name: " " }, [["name", "must not be empty"]]],
  ["a name that is no text", { name: ["Okta"] }, [["name", "must be a string"]]],
  ["no base URL", { baseUrl: undefined }, [["baseUrl", "is required"]]],
  ["a base URL without a scheme", { baseUrl: "acme.okta.com" }, [["baseUrl", "https URL"]]],
  ["a base URL without TLS", { baseUrl: "http://acme.okta.com" }, [["baseUrl", "https URL"]]],
  ["a base URL that begins like loopback", { baseUrl: "http://localhost.acme.com" }, [["baseUrl", "https URL"]]],
  ["a password alone in the base URL", { baseUrl: "https://:hunter2@acme.com" }, [["baseUrl", "without credentials"]]],
  ["credentials in the base URL", { baseUrl: "https://me:hunter2@acme.com" }, [["baseUrl", "without credentials"]]],
  ["a folder that is no id", { folderId: "Home" }, [["folderId", "must be an id"]]],
  ["a folder of zero", { folderId: 0 }, [["folderId", "must be an id"]]],
  ["a folder that is no whole number", { folderId: 1.5 }, [["folderId", "must be an id"]]],
  ["a connection to adopt without its id", { adopt: {} }, [["adopt.connectionId", "must be an id"]]],
  ["a connection to adopt by its id alone", { adopt: "7" }, [["adopt", "must be { connectionId }"]]],
  ["a misspelt property", { foldrId: 12 }, [["foldrId.*", "no such property"]]],
  ["a property that every object inherits", { constructor: "x" }, [["constructor.*", "no such property"]]],
  ["another one", { toString: "x" }, [["toString.*", "no such property"]]],
  ["and another one", { valueOf: "x" }, [["valueOf.*", "no such property"]]],
  [
    "an unheard-of type beside what is unknown",
    { auth: { type: "headers", headers: { Authorization: UNKNOWN } } },
    [["auth.type", "none, basic, header"]],
  ],
  ["no authentication type", { auth: {} }, [["auth.type", "must have a type"]]],
  ["an unheard-of type", { auth: { type: "bearer", token: "hunter2" } }, [["auth.type", "none, basic, header"]]],
  ["no password", { auth: { type: "basic", username: "user" } }, [["auth.password", "is required"]]],
  ["no headers", { auth: { type: "header" } }, [["auth.headers", "must be an object of strings"]]],
  ["an empty object of headers", { auth: { type: "header", headers: {} } }, [["auth.headers", "at least one"]]],
  [
    "a header that is no text",
    { auth: { type: "header", headers: { "X-Tenant": "acme", Authorization: ["hunter2"] } } },
    [["auth.headers.Authorization", "must be a string"]],
  ],
  ["an empty parameter", { auth: { type: "query", params: { key: "" } } }, [["auth.params.key", "must not be empty"]]],
  ["a token endpoint without TLS", { auth: { ...oauth2, tokenUrl: "http://a.com" } }, [["auth.tokenUrl", "https URL"]]],
  [
    "credentials in a place that is none",
    { auth: { ...oauth2, credentialsIn: "query" } },
    [["auth.credentialsIn", '"basic" or "body"']],
  ],
  ["a key of another form than text", { tls: { clientKey: { pem: "hunter2" } } }, [["tls.clientKey", "string"]]],
])("%s is reported at its path", (_, changes, problems) => {
  expectProblems(check({ ...plain, ...changes }).problems, problems);
});

test("all mistakes are reported in one list", () => {
  const wrong = {
    name: "",
    baseUrl: "acme",
    auth: { ...oauth2, tokenUrl: "acme", clientSecret: 5 },
    tls: { caCertificate: 5 },
    folderId: "x",
    nmae: "Okta",
  };
  expect(
    check(wrong)
      .problems.map(({ property }) => property)
      .sort(),
  ).toEqual(["auth.clientSecret", "auth.tokenUrl", "baseUrl", "folderId", "name", "nmae.*", "tls.caCertificate"]);
});

test.each<[string, Properties]>([
  ["auth that is a text", { auth: "hunter2" }],
  ["auth that is a list", { auth: ["hunter2"] }],
  ["no auth", { auth: undefined }],
  ["a property of another type of auth", { auth: { ...basic, headers: { Authorization: "hunter2" } } }],
  ["tls that is a text", { tls: "hunter2" }],
  ["a misspelt property of tls", { tls: { clientKye: "hunter2" } }],
])("%s is not reported as the property alone, since the engine would print its value", (_, changes) => {
  const { problems } = check({ ...plain, ...changes });
  expect(problems).not.toEqual([]);
  for (const { property } of problems) expect(property).toMatch(/^(auth|tls)\../);
});

test("whatever is wrong in a secret, no reason shows its value and no path is the property alone", () => {
  const secret = fc.stringMatching(/^hunter2[a-z0-9]{6}$/);
  const wrong = secret.chain((text) => {
    const value = fc.constantFrom<unknown>(text, [text], { x: text }, { type: text }, [{ password: text }]);
    const type = fc.constantFrom("none", "basic", "header", "query", "oauth2ClientCredentials", text);
    const keys = fc.constantFrom(
      "username",
      "password",
      "headers",
      "params",
      "tokenUrl",
      "clientSecret",
      "credentialsIn",
    );
    const auth = fc.oneof(
      value,
      fc.tuple(type, fc.dictionary(keys, value)).map(([type, rest]) => ({ ...rest, type })),
    );
    const tls = fc.oneof(value, fc.dictionary(fc.constantFrom("clientKey", "caCertificate", "clientKye"), value));
    return fc.record({ auth, tls });
  });
  fc.assert(
    fc.property(wrong, (wrong) => {
      for (const { property, reason } of check({ ...plain, ...wrong }).problems) {
        expect(["auth", "tls"]).not.toContain(property);
        expect(`${property} ${reason}`).not.toContain("hunter2");
      }
    }),
    { numRuns: 500 },
  );
});
