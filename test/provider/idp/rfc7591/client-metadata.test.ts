import {
  registeredClient,
  registrationMetadata,
  reissued,
  updatedMetadata,
} from "../../../../provider/idp/rfc7591/client-metadata";
import { clientRules } from "../../../../provider/idp/rfc7591/rules";
import { withMark } from "../../../../provider/mark";
import { MARK } from "../../support";

const WANTED = {
  name: "orders",
  grantTypes: ["client_credentials"],
  tokenEndpointAuthMethod: "client_secret_basic",
  logoUri: undefined,
};
const NAME = `orders (pulumi:${MARK})`;
const SENT = {
  client_name: NAME,
  grant_types: ["client_credentials"],
  response_types: [],
  token_endpoint_auth_method: "client_secret_basic",
};
const JWKS = { keys: [{ kty: "EC", crv: "P-256", x: "x", y: "y" }] };
const BY_KEY = { ...WANTED, tokenEndpointAuthMethod: "private_key_jwt" };

describe("a registration sends", () => {
  test.each<[string, Parameters<typeof registrationMetadata>[0], Record<string, unknown>, Record<string, unknown>]>([
    ["what RFC 7591 has for a client without users, and no more", WANTED, {}, SENT],
    ["a logo", { ...WANTED, logoUri: "https://a.com/l.png" }, {}, { ...SENT, logo_uri: "https://a.com/l.png" }],
    ["no logo where there is to be none", { ...WANTED, logoUri: null }, {}, SENT],
    ["keys", { ...BY_KEY, jwks: JWKS }, {}, { ...SENT, token_endpoint_auth_method: "private_key_jwt", jwks: JWKS }],
    [
      "where keys are",
      { ...BY_KEY, jwksUri: "https://a.com/jwks" },
      {},
      { ...SENT, token_endpoint_auth_method: "private_key_jwt", jwks_uri: "https://a.com/jwks" },
    ],
    [
      "what the configuration adds",
      WANTED,
      { application_type: "service", scope: "a b" },
      { ...SENT, application_type: "service", scope: "a b" },
    ],
    ["what the configuration changes", WANTED, { response_types: ["none"] }, { ...SENT, response_types: ["none"] }],
  ])("%s", (_, wanted, overlay, sent) => {
    expect(registrationMetadata(wanted, MARK, overlay)).toEqual(sent);
  });

  test("nothing of a field that the configuration leaves out", () => {
    expect(Object.keys(registrationMetadata(WANTED, MARK, { response_types: null }))).toEqual([
      "client_name",
      "grant_types",
      "token_endpoint_auth_method",
    ]);
  });
});

describe("an update", () => {
  const HELD = {
    ...SENT,
    client_id: "c1",
    client_name: "by hand",
    contacts: ["ops@acme.com"],
    response_types: ["none"],
    logo_uri: "https://a.com/l.png",
    client_secret: "shown",
    client_secret_expires_at: 0,
    client_id_issued_at: 1,
    registration_access_token: "t",
    registration_client_uri: "https://a.com/reg/c1",
  };
  const sent = (
    wanted = WANTED as Parameters<typeof updatedMetadata>[1],
    overlay = {},
    held: object | undefined = HELD,
  ) => updatedMetadata("c1", wanted, MARK, overlay, held as Record<string, unknown>);

  test("keeps what is not ours, and sends neither the secret nor what only the server sets", () => {
    expect(sent()).toEqual({
      ...SENT,
      client_id: "c1",
      contacts: ["ops@acme.com"],
      response_types: ["none"],
      logo_uri: "https://a.com/l.png",
    });
  });

  test("takes a logo away", () => {
    expect(sent({ ...WANTED, logoUri: null })).not.toHaveProperty("logo_uri");
  });

  test("puts one set of keys in the place of the other", () => {
    const body = sent({ ...BY_KEY, jwksUri: "https://a.com/jwks" }, {}, { ...HELD, jwks: JWKS });
    expect(body).toMatchObject({ jwks_uri: "https://a.com/jwks" });
    expect(body).not.toHaveProperty("jwks");
  });

  test("lays the configuration over what is there", () => {
    const body = sent(WANTED, { contacts: null, scope: "a" });
    expect(body).toMatchObject({ scope: "a" });
    expect(body).not.toHaveProperty("contacts");
  });

  test("sends what is wanted where nothing can be read", () => {
    expect(updatedMetadata("c1", WANTED, MARK)).toEqual({ ...SENT, client_id: "c1" });
  });
});

describe("of an answer", () => {
  const ANSWER = {
    client_id: "c1",
    client_secret: "s",
    client_secret_expires_at: 1_900_000_000,
    registration_access_token: "t2",
    registration_client_uri: "https://a.com/reg/c1",
    client_name: NAME,
    grant_types: ["client_credentials"],
    token_endpoint_auth_method: "client_secret_post",
    logo_uri: undefined,
    jwks: undefined,
    jwks_uri: undefined,
  };
  const AGAIN = { registrationAccessToken: "t2", registrationClientUri: "https://a.com/reg/c1" };

  test("a read tells the metadata and how it is managed, and no secret", () => {
    const client = registeredClient(ANSWER);
    expect(client).toMatchObject({
      name: "orders",
      mark: MARK,
      tokenEndpointAuthMethod: "client_secret_post",
      management: AGAIN,
    });
    expect(JSON.stringify(client)).not.toContain('"s"');
  });

  test("what the configuration sets is no drift of a property", () => {
    expect(
      registeredClient(ANSWER, { token_endpoint_auth_method: "client_secret_post" }).tokenEndpointAuthMethod,
    ).toBeUndefined();
  });

  test.each<[string, Parameters<typeof reissued>[0], object]>([
    ["all of it", ANSWER, { ...AGAIN, clientSecret: "s", clientSecretExpiresAt: 1_900_000_000 }],
    ["a secret without an end", { client_secret: "s" }, { clientSecret: "s", clientSecretExpiresAt: 0 }],
    ["nothing anew", {}, {}],
  ])("to a write, what is new is kept: %s", (_, answer, kept) => {
    expect(reissued(answer)).toEqual(kept);
  });
});

test("a name is as long as 255 characters allow with the mark behind it", () => {
  const longest = "x".repeat(217);
  expect(withMark(longest, MARK)).toHaveLength(255);
  expect(clientRules({ name: longest })).toEqual([]);
  expect(clientRules({ name: `${longest}x` })).toEqual([
    { property: "name", reason: expect.stringContaining("at most 217 characters") },
  ]);
});
