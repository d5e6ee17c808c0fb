import * as workato from "pulumi-workato-dcr";
import { kinds, services } from "../provider/support";
import { configured, errorsOf, oidcProvider, startOver, useEngine, WORKATO_STORE } from "./support";

const engine = useEngine();
beforeEach(() => startOver(engine.sandbox, engine.workspace));

/** A ref as it comes from another stack. */
const ref = () => ({
  dcrProviderId: "0123456789abcdef",
  authenticationMethod: "oidc" as const,
  scopes: [engine.sandbox.info.scope],
});
/** Programs without types write what they like. */
const untyped = (args: object) => args as never;

describe("what can be known before apply fails at preview, all of it in one list", () => {
  const PATH = "must be relative, without a scheme, a host or a leading slash";
  it.each<[string, Record<string, string>, () => void, string[]]>([
    [
      "an API client",
      {},
      () =>
        new workato.ApiClient(
          "it",
          untyped({
            name: " ",
            portalId: 1,
            emial: "a@example.com",
            apiPolicyId: "standard",
            logoUri: "http://example.com/logo.png",
            dcrProvider: ref(),
            registration: { grantTypes: ["authorization_code"], tokenEndpointAuthMetod: "none" },
            rotationTriggers: { quarter: {} },
          }),
        ),
      [
        "apiCollectionIds: must be a list of ids; it may be empty",
        "apiPolicyId: must be an id: a number, or a string of digits",
        "email: is required with portalId: the portal invites the owner of this address",
        'emial.*: there is no such property as "emial"; did you mean "email"?',
        "logoUri: must be an absolute https URL without credentials: the address of a logo",
        "name: must not be empty: the name of the API client",
        'registration.grantTypes[0]: must be "client_credentials"',
        'registration.tokenEndpointAuthMetod: there is no such property as "tokenEndpointAuthMetod"; did you mean "tokenEndpointAuthMethod"?',
        "rotationTriggers.quarter: must be a string, a number or a boolean",
      ],
    ],
    [
      "a connection",
      {},
      () =>
        new workato.HttpConnection(
          "it",
          untyped({
            name: "Okta",
            baseUrl: "http://acme.okta.com",
            headers: { Authorization: "SSWS hunter2" },
            auth: { type: "basic", username: "hunter2", pasword: "hunter2" },
            tls: { clientKey: ["hunter2"] },
          }),
        ),
      [
        'auth.pasword: there is no such property as "pasword"; did you mean "password"?',
        "auth.password: is required: the password",
        "baseUrl: must be an absolute https URL without credentials: the base URL of the IdP",
        'headers.*: there is no such property as "headers"; check its spelling',
        "tls.clientKey: must be a string: a private key in PEM form",
      ],
    ],
    [
      "a header that Workato would take for two",
      {},
      () =>
        new workato.HttpConnection("it", {
          name: "Okta",
          baseUrl: "https://acme.okta.com",
          auth: { type: "header", headers: { Authorization: "SSWS hunter2\n", "X-Team": "a" } },
        }),
      [
        "auth.headers.Authorization: must hold no line break: Workato keeps one entry a line (what is read from a file often ends with one)",
      ],
    ],
    [
      "a header whose name is none, and may be a credential",
      {},
      () =>
        new workato.HttpConnection("it", {
          name: "Okta",
          baseUrl: "https://acme.okta.com",
          auth: { type: "header", headers: { "hunter2\nX-Team": "hunter2" } },
        }),
      ["auth.headers: has a name that cannot be one: header names with their values"],
    ],
    [
      "a query parameter that would end in its name",
      {},
      () =>
        new workato.HttpConnection("it", {
          name: "Okta",
          baseUrl: "https://acme.okta.com",
          auth: { type: "query", params: { "hunter2=": "hunter2" } },
        }),
      ["auth.params: has a name that cannot be one: query parameters with their values"],
    ],
    [
      "a DCR provider",
      {},
      () =>
        new workato.DcrProvider(
          "it",
          untyped({
            name: "Okta",
            authenticationMethod: "oidc",
            requiredClaims: ["iss", 5],
            introspection: {
              connection: { id: 1, baseUrl: "https://acme.okta.com" },
              endpointPath: "https://evil.example/x",
            },
          }),
        ),
      [
        'introspection: is for authenticationMethod "introspection" only; remove it',
        `introspection.endpointPath: ${PATH}: the path of the introspection endpoint, such as oauth2/introspect`,
        "requiredClaims[1]: must be a string: claims that a token must hold",
        "scopes: needs at least one custom scope of the authorization server: Okta issues no token without one",
      ],
    ],
    [
      "a DCR provider of the store workato",
      WORKATO_STORE,
      () => new workato.DcrProvider("it", untyped({ name: "Okta", authenticationMethod: "introspection" })),
      [
        "connection: is required with workato-dcr:dcrProviderStore = workato",
        'introspection: is required for authenticationMethod "introspection": { connection, endpointPath }',
      ],
    ],
    [
      "an introspection path that climbs",
      WORKATO_STORE,
      () =>
        new workato.DcrProvider("it", {
          name: "Okta",
          connection: { id: 1 },
          authenticationMethod: "introspection",
          introspection: { connection: { id: 1, baseUrl: "https://acme.okta.com" }, endpointPath: "oauth2/../admin" },
        }),
      ["introspection.endpointPath: must not contain `..`"],
    ],
    [
      "the method introspection with the store stack",
      {},
      () => oidcProvider(engine.sandbox.info, { authenticationMethod: "introspection" }),
      [
        'authenticationMethod: "introspection" needs workato-dcr:dcrProviderStore = workato; with the store "stack", "oidc" is the ' +
          "only method, since Workato publishes no auth_type by which an API client could use another",
      ],
    ],
    [
      "two DCR providers of one name",
      {},
      () => {
        const first = oidcProvider(engine.sandbox.info, { name: "Okta" });
        new workato.DcrProvider(
          "second",
          { name: "OKTA", authenticationMethod: "oidc", scopes: ["a"] },
          { dependsOn: first },
        );
      },
      [
        'name: is the name of another DcrProvider of this program, DcrProvider "Okta"; upper and lower case are the same',
      ],
    ],
  ])("%s", async (_, config, declare, expected) => {
    const { sandbox, workspace } = engine;
    await configured(workspace, config, async () => {
      const errors = await errorsOf(workspace.preview(async () => void declare()));
      expect(errors.sort()).toEqual([...expected].sort());
    });
    expect(workspace.printed()).not.toContain("hunter2");
    // Of two providers of one name the first is right, and its scopes are looked up.
    expect(
      (await sandbox.requests()).filter(({ method, path }) => method !== "GET" || !path.endsWith("/scopes")),
    ).toEqual([]);
  });

  it.each([
    "https://evil.example/x",
    "//evil.example/x",
    "/oauth2/x",
    "../x",
    "a/../../x",
    "a/%2e%2E/x",
    "a\\..\\x",
    "a b",
    "a?b",
    "",
  ])("the introspection path %j", (endpointPath) => {
    const introspection = { connection: { id: "1" }, endpointPath };
    const given = { name: "Okta", connection: { id: "1" }, authenticationMethod: "introspection", introspection };
    const { problems } = kinds.DcrProvider.check(given, services({ store: "workato" }));
    expect(problems.length).toBeGreaterThan(0);
    expect(new Set(problems.map(({ property }) => property))).toEqual(new Set(["introspection.endpointPath"]));
  });

  it.each<[string, Record<string, string>, string[], RegExp]>([
    [
      "without a token",
      {},
      ["workato-dcr:apiToken"],
      /^The Workato configuration cannot be used: workato-dcr:apiToken is missing .* Run: pulumi config set --secret workato-dcr:apiToken <token>$/,
    ],
    [
      "that is wrong throughout",
      {
        "workato-dcr:dcrProviderStore": "okta",
        "workato-dcr:baseUrl": "http://workato.example",
        "workato-dcr:retryTotalSeconds": "long",
      },
      [],
      /workato-dcr:baseUrl is not an https URL .*; workato-dcr:dcrProviderStore is "okta", not "stack" or "workato"; .*retryTotalSeconds is "long"/,
    ],
    [
      "of an unknown region",
      { "workato-dcr:region": "mars" },
      ["workato-dcr:baseUrl"],
      /workato-dcr:region is "mars", not one of us, eu, .* Run: pulumi config set workato-dcr:region us$/,
    ],
    [
      "of the identity provider without a token",
      {},
      ["workato-dcr:oktaApiToken"],
      /workato-dcr:oktaApiToken is missing.* Run: pulumi config set --secret workato-dcr:oktaApiToken <token>$/,
    ],
    [
      "without either token, whose settings are in one error",
      {},
      ["workato-dcr:apiToken", "workato-dcr:oktaApiToken"],
      /workato-dcr:apiToken is missing.* workato-dcr:oktaApiToken is missing.* Run: .*--secret workato-dcr:apiToken <token> && .*--secret workato-dcr:oktaApiToken <token>$/,
    ],
    [
      "with a private key that is none",
      { "workato-dcr:oktaClientId": "0oa1", "workato-dcr:oktaPrivateKey": "hunter2" },
      ["workato-dcr:oktaApiToken"],
      /workato-dcr:oktaPrivateKey is not a private key.* Run: pulumi config set --secret workato-dcr:oktaPrivateKey < key\.pem$/,
    ],
    [
      "with the address of the Admin Console",
      { "workato-dcr:oktaOrgUrl": "https://acme-admin.okta.com" },
      [],
      /is the address of the Admin Console.* Run: pulumi config set workato-dcr:oktaOrgUrl https:\/\/acme\.okta\.com$/,
    ],
  ])("a configuration %s", async (_, config, removed, expected) => {
    const { sandbox, workspace } = engine;
    await configured(
      workspace,
      config,
      async () => {
        const before = workspace.printed().length;
        const errors = await errorsOf(workspace.preview(async () => void oidcProvider(sandbox.info)));
        expect(errors).toEqual([expect.stringMatching(expected)]);
        // The engine prints what a resource fails with while it works and at the end.
        expect(workspace.printed().slice(before).split(String(errors[0]))).toHaveLength(3);
        expect(workspace.printed()).not.toContain("hunter2");
        expect(await sandbox.requests()).toEqual([]);
      },
      removed,
    );
  });
});
