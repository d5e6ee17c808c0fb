import { ProviderError } from "../../../../provider/errors";
import { type Published, registrationEndpoint } from "../../../../provider/idp/rfc7591/registration-endpoint";

const OAUTH = "https://sso.acme.com/.well-known/oauth-authorization-server";
const OIDC = "https://sso.acme.com/.well-known/openid-configuration";
const at = (url: string, endpoint?: string): Published => ({
  url,
  metadata: { registration_endpoint: endpoint },
});

const SETTING = "workato-dcr:identityProviders.acme.registrationEndpoint";

test.each<[string, Published[]]>([
  ["one document", [at(OAUTH, "https://sso.acme.com/reg")]],
  ["one of two", [at(OAUTH), at(OIDC, "https://sso.acme.com/reg")]],
  ["both, the same", [at(OAUTH, "https://sso.acme.com/reg"), at(OIDC, "https://sso.acme.com/reg")]],
])("the registration endpoint that %s names is taken", (_, published) => {
  expect(registrationEndpoint("acme", SETTING, published)).toBe("https://sso.acme.com/reg");
});

test.each<[string, Published[], string, string[]]>([
  ["none is named", [at(OAUTH), at(OIDC)], "registration_endpoint_missing", [OAUTH, OIDC]],
  [
    "two are named",
    [at(OAUTH, "https://sso.acme.com/reg"), at(OIDC, "https://sso.acme.com/register")],
    "registration_endpoint_ambiguous",
    [`https://sso.acme.com/reg at ${OAUTH}`, `https://sso.acme.com/register at ${OIDC}`],
  ],
])("where %s, the error says so, and what to set", (_, published, code, parts) => {
  const find = () => registrationEndpoint("acme", SETTING, published);
  expect(find).toThrow(ProviderError);
  expect(find).toThrow(expect.objectContaining({ code }));
  for (const part of [...parts, "Set workato-dcr:identityProviders.acme.registrationEndpoint"])
    expect(find).toThrow(part);
});
