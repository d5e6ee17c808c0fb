import { keycloakConfig } from "../../../../provider/idp/keycloak/config";
import { complaint } from "../../support";

const whole = {
  type: "keycloak",
  issuer: "https://sso.acme.com/realms/api",
  clientId: "pulumi",
  clientSecret: "hunter22",
};

const read = (settings: object, more: Record<string, string> = {}) =>
  keycloakConfig(
    (key) => (key === "workato-dcr:identityProviders" ? JSON.stringify({ kc: settings }) : more[key]),
    {},
    "kc",
  );

test.each([
  ["beside the issuer", {}, "https://sso.acme.com/admin/realms/api"],
  ["below a path", { issuer: "https://acme.com/auth/realms/api" }, "https://acme.com/auth/admin/realms/api"],
  ["at an address of its own", { adminUrl: "https://admin.acme.com/" }, "https://admin.acme.com/admin/realms/api"],
  ["on loopback", { issuer: "http://127.0.0.1:8080/realms/a%20b" }, "http://127.0.0.1:8080/admin/realms/a%20b"],
])("the admin API is found %s", (_, changes, adminUrl) => {
  expect(read({ ...whole, ...changes }).adminUrl).toBe(adminUrl);
});

test("the issuer is taken to the letter", () => {
  expect(read({ ...whole, issuer: "https://SSO.acme.com/realms/api" }).issuer).toBe("https://SSO.acme.com/realms/api");
});

const PATH = "workato-dcr:identityProviders.kc";

test.each<[string, object, RegExp[]]>([
  [
    "nothing",
    { type: "keycloak" },
    [/kc\.issuer is not the issuer/, /kc\.clientId is missing/, /kc\.clientSecret is missing/],
  ],
  ["an empty secret", { ...whole, clientSecret: "" }, [/kc\.clientSecret is missing/]],
  [
    "an issuer that is no realm's",
    { ...whole, issuer: "https://sso.acme.com" },
    [/kc\.issuer is not the issuer of a realm/],
  ],
  ["an issuer with a slash at its end", { ...whole, issuer: `${whole.issuer}/` }, [/kc\.issuer is not the issuer/]],
  [
    "an issuer over plain http",
    { ...whole, issuer: "http://sso.acme.com/realms/api" },
    [/kc\.issuer is not the issuer/],
  ],
  [
    "the admin API with its path",
    { ...whole, adminUrl: "https://sso.acme.com/admin/realms/api" },
    [/kc\.adminUrl is not the address/],
  ],
  [
    "a setting of another type",
    { ...whole, orgUrl: "https://acme.okta.com" },
    [/kc\.orgUrl is no setting of this type/],
  ],
  ["an audience that is no text", { ...whole, audience: ["a"] }, [/kc\.audience must be a text/]],
])("%s is refused, with where it is and the command that mends it", (_, settings, reasons) => {
  const text = complaint(() => read(settings));
  for (const reason of reasons) expect(text).toMatch(reason);
  expect(text).toContain(`pulumi config set --path '${PATH}.`);
  expect(text).not.toContain("hunter22");
});

test("time-outs are those of all vendors", () => {
  expect(read(whole, { "workato-dcr:requestTimeoutSeconds": "7" }).limits.timeoutSeconds).toBe(7);
});
