import { configured, marked, registeredClient } from "../../../../provider/idp/okta/client-metadata";

const MARK = "01234567.0123456789ab.0a1b2c";

type App = Parameters<typeof registeredClient>[0];

/** An app as Okta shows it, of a service client that is complete. */
const app = (changes: Partial<App> = {}): App => ({
  id: "0oa1",
  label: "Orders",
  status: "ACTIVE",
  created: "2026-01-01T00:00:00.000Z",
  profile: { pulumiMark: MARK, workatoApiKey: "key", team: "orders" },
  credentials: { oauthClient: { token_endpoint_auth_method: "client_secret_basic" } },
  settings: {
    oauthClient: {
      application_type: "service",
      grant_types: ["client_credentials"],
      response_types: ["token"],
      logo_uri: undefined,
      jwks: undefined,
      jwks_uri: undefined,
    },
  },
  ...changes,
});
const web = { oauthClient: { ...app().settings?.oauthClient, application_type: "web" } } as App["settings"];

test.each<[string, App, object]>([
  ["is complete", app(), { name: "Orders", mark: MARK, apiKey: "key", active: true, asRegistered: true }],
  ["was renamed by hand", app({ label: "By hand" }), { name: "By hand", mark: MARK, asRegistered: true }],
  ["lost its profile", app({ profile: {} }), { name: "Orders", mark: undefined, apiKey: undefined }],
  ["has what is no mark in its place", app({ profile: { pulumiMark: "by hand" } }), { mark: undefined }],
  [
    "was registered by a run that was interrupted, which has cut its name",
    app({ label: `Ord (pulumi:${MARK})`, profile: {} }),
    { name: undefined, mark: MARK, asRegistered: false },
  ],
  [
    "carries another mark in its name than in its profile",
    app({ label: "Orders (pulumi:fedcba98.76543210fedc.ba9876)" }),
    { mark: MARK, name: undefined, asRegistered: false },
  ],
  ["is deactivated", app({ status: "INACTIVE" }), { active: false }],
  ["is of another kind", app({ settings: web }), { otherKind: "web" }],
  ["is no client at all", app({ settings: undefined }), { otherKind: "no OAuth client" }],
])("a client that %s", (_, held, expected) => {
  expect(registeredClient(held)).toMatchObject(expected);
});

test.each<[string, App, string[]]>([
  ["of this package", app(), [MARK]],
  ["that was registered and not completed", app({ label: `Orders (pulumi:${MARK})`, profile: {} }), [MARK]],
  ["without a mark", app({ profile: {} }), []],
  ["of another kind, to which somebody has copied a mark", app({ settings: web }), []],
])("the mark of an app %s", (_, held, expected) => {
  expect(marked(held).map(({ mark }) => mark)).toEqual(expected);
});

const wanted = {
  name: "Orders EU",
  grantTypes: ["client_credentials"],
  tokenEndpointAuthMethod: "client_secret_post",
  logoUri: undefined,
};
const held = {
  label: "Orders (pulumi:…)",
  name: "oidc_client",
  profile: { team: "orders", workatoApiKey: "key" },
  visibility: { hide: true },
  credentials: { userNameTemplate: {}, oauthClient: { client_id: "0oa1", token_endpoint_auth_method: "basic" } },
  settings: { app: {}, oauthClient: { logo_uri: "https://example.com/l.png", consent_method: "TRUSTED" } },
};

test.each<[string, string | null | undefined, string | undefined, object, object]>([
  ["leaves logo and key that it is not given", undefined, undefined, { logo_uri: "https://example.com/l.png" }, {}],
  ["takes a logo away", null, undefined, {}, {}],
  [
    "changes both",
    "https://example.com/n.png",
    "new",
    { logo_uri: "https://example.com/n.png" },
    { workatoApiKey: "new" },
  ],
])("a write %s, and what this package does not set stays", (_, logoUri, apiKey, logo, profile) => {
  expect(configured(held, { ...wanted, logoUri }, MARK, apiKey)).toEqual({
    ...held,
    label: "Orders EU",
    profile: { ...held.profile, pulumiMark: MARK, ...profile },
    credentials: {
      ...held.credentials,
      oauthClient: { client_id: "0oa1", token_endpoint_auth_method: "client_secret_post" },
    },
    settings: {
      app: {},
      oauthClient: {
        consent_method: "TRUSTED",
        grant_types: ["client_credentials"],
        response_types: ["token"],
        ...logo,
      },
    },
  });
});
