import { metadataUrls } from "../../../provider/api/discovery";

test.each([
  [
    "a custom authorization server, where Okta serves its metadata first",
    "https://acme.okta.com/oauth2/default",
    [
      "https://acme.okta.com/oauth2/default/.well-known/oauth-authorization-server",
      "https://acme.okta.com/oauth2/default/.well-known/openid-configuration",
      "https://acme.okta.com/.well-known/oauth-authorization-server/oauth2/default",
    ],
  ],
  [
    "an issuer without a path, each address once",
    "https://acme.okta.com",
    [
      "https://acme.okta.com/.well-known/oauth-authorization-server",
      "https://acme.okta.com/.well-known/openid-configuration",
    ],
  ],
  [
    "an issuer with a slash at its end",
    "https://acme.okta.com/",
    [
      "https://acme.okta.com/.well-known/oauth-authorization-server",
      "https://acme.okta.com/.well-known/openid-configuration",
    ],
  ],
  [
    "a realm with a port and a slash at its end",
    "http://localhost:8080/realms/main/",
    [
      "http://localhost:8080/realms/main/.well-known/oauth-authorization-server",
      "http://localhost:8080/realms/main/.well-known/openid-configuration",
      "http://localhost:8080/.well-known/oauth-authorization-server/realms/main",
    ],
  ],
])("the metadata of %s", (_, issuer, urls) => {
  expect(metadataUrls(issuer)).toEqual(urls);
});
