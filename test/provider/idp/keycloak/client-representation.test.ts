import type { ClientRepresentation } from "../../../../provider/api/keycloak/clients";
import type { WantedClient } from "../../../../provider/idp/identity-provider";
import {
  clientIdOf,
  configured,
  isAsWanted,
  marked,
  registeredClient,
} from "../../../../provider/idp/keycloak/client-representation";
import { audienceMapper, keyMapper } from "../../../../provider/idp/keycloak/key-mapper";

const MARK = "01234567.0123456789ab.0a1b2c";
const KEY = { claim: "workato_sub", apiKey: "the-api-key" };
const JWKS = { keys: [{ kty: "RSA", n: "n", e: "AQAB", kid: "one" }] };

const wanted = (changes: Partial<WantedClient> = {}): WantedClient => ({
  name: "Orders",
  grantTypes: ["client_credentials"],
  tokenEndpointAuthMethod: "client_secret_basic",
  logoUri: undefined,
  ...changes,
});

/** As Keycloak shows a client that is complete. */
const held = (changes: Partial<ClientRepresentation> = {}): ClientRepresentation => {
  const { attributes, protocolMappers = [], ...flat } = configured(undefined, wanted(), MARK, KEY, undefined);
  return {
    id: "5481da69-85c8-41f1-8acb-b960d7972c91",
    clientId: clientIdOf(MARK),
    enabled: true,
    secret: "the-secret",
    // Keycloak removes what is empty, and adds of its own.
    attributes: { ...withoutEmpty(attributes), realm_client: "false" },
    protocolMappers: protocolMappers.map((it) => ({ ...it, id: "1023464c", consentRequired: false })),
    access: { manage: true },
    ...flat,
    ...changes,
  } as ClientRepresentation;
};
const withoutEmpty = (attributes: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ""));
const attributes = (changes: Record<string, string>) => withoutEmpty({ ...held().attributes, ...changes });

describe("what is seen of a client that", () => {
  test.each<[string, ClientRepresentation, object]>([
    [
      "is complete",
      held(),
      {
        name: "Orders",
        mark: MARK,
        grantTypes: ["client_credentials"],
        tokenEndpointAuthMethod: "client_secret_basic",
        active: true,
        asRegistered: true,
        apiKey: KEY.apiKey,
        apiKeyClaim: KEY.claim,
        otherKind: undefined,
      },
    ],
    ["was disabled", held({ enabled: false }), { active: false }],
    ["was made public", held({ publicClient: true }), { asRegistered: false }],
    ["authenticates by a certificate", held({ clientAuthenticatorType: "client-x509" }), { asRegistered: false }],
    [
      "got another grant",
      held({ standardFlowEnabled: true }),
      { grantTypes: ["client_credentials", "authorization_code"], otherKind: "a client that users log in to" },
    ],
    ["lost its service account", held({ serviceAccountsEnabled: false }), { grantTypes: [] }],
    ["lost its mark", held({ attributes: attributes({ "pulumi.mark": "" }) }), { mark: undefined }],
    [
      "has what is no mark in its place",
      held({ attributes: attributes({ "pulumi.mark": "mine" }) }),
      { mark: undefined },
    ],
    ["takes its secret either way", held({ attributes: {} }), { tokenEndpointAuthMethod: undefined }],
    ["has a logo", held({ attributes: attributes({ logoUri: "https://a" }) }), { logoUri: "https://a" }],
    ["lost its mapper", held({ protocolMappers: [] }), { apiKey: undefined, apiKeyClaim: undefined }],
    [
      "has another claim",
      held({ protocolMappers: [keyMapper({ ...KEY, claim: "acme.key" })] }),
      { apiKeyClaim: "acme.key" },
    ],
    [
      "has its mapper turned off",
      held({
        protocolMappers: [{ ...keyMapper(KEY), config: { ...keyMapper(KEY).config, "access.token.claim": "false" } }],
      }),
      { apiKey: undefined },
    ],
    [
      "shows its key to users",
      held({
        protocolMappers: [{ ...keyMapper(KEY), config: { ...keyMapper(KEY).config, "id.token.claim": "true" } }],
      }),
      { apiKey: undefined },
    ],
    [
      "has keys",
      held({
        clientAuthenticatorType: "client-jwt",
        attributes: { "use.jwks.string": "true", "jwks.string": JSON.stringify(JWKS) },
      }),
      { tokenEndpointAuthMethod: "private_key_jwt", jwks: JWKS, jwksUri: undefined },
    ],
    [
      "has the address of its keys",
      held({ clientAuthenticatorType: "client-jwt", attributes: { "use.jwks.url": "true", "jwks.url": "https://a" } }),
      { jwks: undefined, jwksUri: "https://a" },
    ],
    [
      "has what are no keys",
      held({ clientAuthenticatorType: "client-jwt", attributes: { "use.jwks.string": "true", "jwks.string": "{" } }),
      { jwks: { keys: [] } },
    ],
    ["is for SAML", held({ protocol: "saml" }), { otherKind: "saml" }],
    [
      "authenticates by a certificate",
      held({ clientAuthenticatorType: "client-x509" }),
      { otherKind: "a client that authenticates by client-x509" },
    ],
  ])("%s", (_, client, seen) => {
    expect(registeredClient(client, undefined)).toMatchObject(seen);
  });

  test("lacks the audience that is configured, or has another one", () => {
    const seen = (...audiences: string[]) =>
      registeredClient(held({ protocolMappers: audiences.map(audienceMapper) }), "https://a").asRegistered;
    expect([seen(), seen("https://b"), seen("https://a")]).toEqual([false, false, true]);
  });
});

describe("a write", () => {
  test("is none where everything is as wanted", () => {
    const change = configured(held(), wanted(), MARK, KEY, undefined);
    expect(isAsWanted(held(), change)).toBe(true);
  });

  test.each<[string, Partial<ClientRepresentation>]>([
    ["the name", { name: "By hand" }],
    ["a grant", { implicitFlowEnabled: true }],
    ["the mark", { attributes: attributes({ "pulumi.mark": "" }) }],
    ["keys that it had before", { attributes: attributes({ "jwks.string": "{}" }) }],
    ["the mapper", { protocolMappers: [keyMapper({ ...KEY, apiKey: "another" })] }],
    ["how it authenticates", { clientAuthenticatorType: "client-jwt" }],
  ])("is made for %s", (_, change) => {
    expect(isAsWanted(held(change), configured(held(change), wanted(), MARK, KEY, undefined))).toBe(false);
  });

  test("keeps the mappers of others, and the id of its own", () => {
    const foreign = { ...keyMapper(KEY), name: "team" };
    const own = { ...keyMapper({ ...KEY, apiKey: "old" }), id: "1023464c" };
    const { protocolMappers } = configured(held({ protocolMappers: [own, foreign] }), wanted(), MARK, KEY, "https://a");
    expect(protocolMappers).toEqual([foreign, { ...keyMapper(KEY), id: "1023464c" }, audienceMapper("https://a")]);
  });

  test("names no mappers where it has none, since an empty list takes all away", () => {
    expect(configured(held(), wanted(), MARK, undefined, undefined)).not.toHaveProperty("protocolMappers");
  });

  test("leaves a logo that nobody wants anything of, and takes away one that is to go", () => {
    const logo = (logoUri: string | null | undefined) =>
      configured(held(), wanted({ logoUri }), MARK, KEY, undefined).attributes?.logoUri;
    expect([logo(undefined), logo(null), logo("https://a")]).toEqual([undefined, "", "https://a"]);
  });

  test("gives a client its keys in place of a secret, or the other way round, and never both ways", () => {
    const keys = (changes: Partial<WantedClient>) => {
      const { clientAuthenticatorType, attributes: all = {} } = configured(
        held(),
        wanted(changes),
        MARK,
        KEY,
        undefined,
      );
      return [
        clientAuthenticatorType,
        all["use.jwks.string"],
        all["use.jwks.url"],
        all["jwks.string"],
        all["jwks.url"],
      ];
    };
    const method = { tokenEndpointAuthMethod: "private_key_jwt" };
    expect(keys({ ...method, jwks: JWKS })).toEqual(["client-jwt", "true", "", JSON.stringify(JWKS), ""]);
    expect(keys({ ...method, jwksUri: "https://a" })).toEqual(["client-jwt", "", "true", "", "https://a"]);
    expect(keys({ jwks: JWKS })).toEqual(["client-secret", "", "", "", ""]);
  });

  test("of a client that took its secret either way leaves that, unless the program says post", () => {
    const open = held({ attributes: {} });
    const said = (client: ClientRepresentation | undefined, method: string) =>
      configured(client, wanted({ tokenEndpointAuthMethod: method }), MARK, KEY, undefined).attributes?.[
        "client.secret.authentication.allowed.method"
      ];
    expect(said(undefined, "client_secret_basic")).toBe("client_secret_basic");
    expect(said(open, "client_secret_basic")).toBe("");
    expect(said(open, "client_secret_post")).toBe("client_secret_post");
    expect(said(held(), "client_secret_post")).toBe("client_secret_post");
  });
});

test("a claim whose name has dots is one claim, and not one within another", () => {
  expect(keyMapper({ ...KEY, claim: "https://acme.com/key" }).config?.["claim.name"]).toBe("https://acme\\.com/key");
});

test("what somebody has copied to another client id is not the resource's, whatever it carries", () => {
  expect(marked(held())).toEqual([{ id: clientIdOf(MARK), mark: MARK, name: "Orders" }]);
  expect(marked(held({ clientId: "pulumi-copy" }))).toEqual([]);
});
