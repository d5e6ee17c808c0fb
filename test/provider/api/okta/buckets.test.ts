import { bucket } from "../../../../provider/api/okta/buckets";

test.each([
  ["/oauth2/v1/clients", "clients", 12],
  ["/oauth2/v1/clients/0oa1/lifecycle/newSecret", "clients", 12],
  ["/api/v1/apps", "apps", 10],
  ["/api/v1/apps/0oa1", "app", 50],
  ["/api/v1/apps/0oa1/credentials/secrets", "apps", 10],
  ["/api/v1/apps/0oa1/lifecycle/deactivate", "apps", 10],
  ["/api/v1/authorizationServers/default/claims", "management", 50],
  ["/api/v1/authorizationServers/default", "management", 50],
  ["/api/v1/users/me", "management", 50],
  ["/oauth2/v1/token", "others", 50],
  ["/oauth2/default/.well-known/openid-configuration", "others", 50],
  ["/oauth2/v1/clientsOfAnotherKind", "others", 50],
])("%s is of the bucket %s, of which %i a minute are safe", (path, name, perMinute) => {
  expect(bucket(path)).toEqual({ name, perMinute });
});
