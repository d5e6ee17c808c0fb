import { registrationDrift } from "../../../provider/lifecycle/drift";

type Declared = Parameters<typeof registrationDrift>[0];
type Registered = Parameters<typeof registrationDrift>[1];

const registered: Registered = {
  name: "Orders",
  grantTypes: ["client_credentials"],
  tokenEndpointAuthMethod: "client_secret_basic",
};
const declared: Declared = { name: "Orders" };
const post = { tokenEndpointAuthMethod: "client_secret_post" };

test.each<[string, Declared, Registered]>([
  ["has the defaults", declared, registered],
  [
    "is as declared",
    { ...declared, logoUri: "https://acme.com/logo.png", registration: post },
    { ...registered, logoUri: "https://acme.com/logo.png", tokenEndpointAuthMethod: "client_secret_post" },
  ],
  [
    "has what was taken over and is not declared",
    { ...declared, adoptedDefaults: { logoUri: "https://acme.com/l.png", registration: post } },
    { ...registered, logoUri: "https://acme.com/l.png", tokenEndpointAuthMethod: "client_secret_post" },
  ],
  [
    "has its logo in another form",
    { ...declared, logoUri: "https://acme.com" },
    { ...registered, logoUri: "https://acme.com/" },
  ],
  ["has no name, grants and method to see", declared, {}],
  [
    "has its grants in another order",
    { ...declared, registration: { grantTypes: ["client_credentials", "password"] } },
    { ...registered, grantTypes: ["password", "client_credentials"] },
  ],
  [
    "has its grants in order where they were declared in another",
    { ...declared, registration: { grantTypes: ["password", "client_credentials"] } },
    { ...registered, grantTypes: ["client_credentials", "password"] },
  ],
  [
    "has the defaults although parts are declared as undefined",
    { ...declared, registration: { grantTypes: undefined } },
    registered,
  ],
])("there is no drift where the registration %s", (_, state, seen) => {
  expect(registrationDrift(state, seen)).toStrictEqual({});
});

test.each<[string, Declared, Registered, Declared]>([
  ["the name", declared, { name: "Bills" }, { name: "Bills" }],
  [
    "a logo that nobody declared",
    declared,
    { logoUri: "https://evil.com/x.png" },
    { logoUri: "https://evil.com/x.png" },
  ],
  [
    "a default that nobody declared",
    declared,
    { tokenEndpointAuthMethod: "client_secret_post" },
    { registration: post },
  ],
  [
    "one of two declared values",
    { ...declared, registration: { ...post, grantTypes: ["client_credentials"] } },
    { grantTypes: ["password"], tokenEndpointAuthMethod: "client_secret_post" },
    { registration: { ...post, grantTypes: ["password"] } },
  ],
  [
    "what was taken over",
    { ...declared, adoptedDefaults: { logoUri: "https://acme.com/l.png", registration: post } },
    { tokenEndpointAuthMethod: "client_secret_basic", logoUri: null },
    { logoUri: undefined, registration: { tokenEndpointAuthMethod: "client_secret_basic" } },
  ],
  [
    "a declared value to the default",
    { ...declared, registration: post },
    { tokenEndpointAuthMethod: "client_secret_basic" },
    { registration: { tokenEndpointAuthMethod: "client_secret_basic" } },
  ],
])("somebody changed by hand %s", (_, state, changes, seen) => {
  expect(registrationDrift(state, { ...registered, ...changes })).toEqual(seen);
});

test("a logo that was removed by hand is seen as removed", () => {
  const seen = registrationDrift(
    { ...declared, logoUri: "https://acme.com/logo.png" },
    { ...registered, logoUri: null },
  );
  // Present and undefined: spread over a state, it takes the logo out of it.
  expect(Object.keys(seen)).toEqual(["logoUri"]);
  expect(seen.logoUri).toBeUndefined();
});

test("a logo of which the identity provider does not tell is as it was applied", () => {
  expect(Object.keys(registrationDrift({ ...declared, logoUri: "https://acme.com/logo.png" }, registered))).toEqual([]);
});
