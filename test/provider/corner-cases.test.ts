import { generateKeyPairSync } from "node:crypto";
import { clientAssertion } from "../../provider/api/okta/management-token";
import { nextLink } from "../../provider/api/paging";
import { oktaConfig, workatoConfig } from "../../provider/config";
import { ConfigurationError } from "../../provider/errors";
import { UNKNOWN } from "../../provider/lifecycle/unknown";
import { redact, rememberSecrets } from "../../provider/redact";
import { previewAdoption } from "../../provider/resources/adoption";
import { apiClientCredential } from "../../provider/resources/api-client-credential";
import { complaint, kinds, MARK, type Properties, services } from "./support";

const connection = { name: "Okta", baseUrl: "https://acme.okta.com", auth: { type: "none" } };
const ref = { dcrProviderId: "42", authenticationMethod: "oidc" };
const client = { name: "Orders", apiCollectionIds: ["11"], dcrProvider: ref };
const credential = { name: "EU", apiClient: { ownershipMark: MARK, dcrProvider: ref } };
const provider = { name: "Okta", connection: { id: "12" }, authenticationMethod: "oidc", scopes: ["read"] };
const paths = (kind: keyof typeof kinds, inputs: Properties, on = services()) =>
  kinds[kind].check(inputs, on).problems.map(({ property }) => property);

describe("check.ts: a mistake in a union is told although something else of the property is unknown", () => {
  test("auth.type", () => {
    const auth = { type: "headers", headers: { Authorization: UNKNOWN } };
    expect(paths("HttpConnection", { ...connection, auth })).toEqual(["auth.type"]);
  });
  test("apiCollectionIds[1]", () => {
    expect(paths("ApiClient", { ...client, apiCollectionIds: [UNKNOWN, true] })).toEqual(["apiCollectionIds[1]"]);
  });
  test("rotationTriggers.b", () => {
    expect(paths("ApiClient", { ...client, rotationTriggers: { a: UNKNOWN, b: {} } })).toEqual(["rotationTriggers.b"]);
  });
});

test("api-client-credential.ts: null in place of a provider's ref is a mistake, no crash", () => {
  expect(
    paths("ApiClientCredential", { ...credential, apiClient: { ownershipMark: MARK, dcrProvider: null } }),
  ).toEqual(["apiClient.dcrProvider"]);
});

describe("relevant(): inputs hold no undefined, which the SDK's check fails on before it reports any problem", () => {
  test.each<[keyof typeof kinds, Properties]>([
    ["ApiClient", { ...client, dcrProvider: { dcrProviderId: "42" } }],
    [
      "ApiClientCredential",
      { ...credential, apiClient: { ownershipMark: MARK, dcrProvider: { dcrProviderId: "42" } } },
    ],
  ])("%s", (kind, inputs) => {
    const { inputs: checked, problems } = kinds[kind].check(inputs, services({ store: "workato" }));
    expect(problems).toHaveLength(1);
    expect(checked).toStrictEqual(JSON.parse(JSON.stringify(checked)));
  });
});

describe("unknown values never fail a preview", () => {
  test("a portal that may turn out to be none", () => {
    expect(paths("ApiClient", { ...client, portalId: UNKNOWN })).toEqual([]);
  });
  test("an adopt that may turn out to be none, store stack", () => {
    expect(paths("DcrProvider", { ...provider, adopt: UNKNOWN })).toEqual([]);
  });
  test("a credential adopted in the same `up` as its client, whose id is unknown until then", async () => {
    const on = services();
    on.apiClients.list = async () => [];
    const inputs = {
      ...credential,
      apiClient: {
        ownershipMark: UNKNOWN,
        dcrProvider: { dcrProviderId: "42", authenticationMethod: "oidc" as const },
      },
      adopt: { apiKeyId: "1", clientId: "0oa1" },
      ownershipMark: MARK,
    };
    await expect(previewAdoption(apiClientCredential, inputs, on)).resolves.toBeDefined();
  });
});

test("stack.ts: preview invents nothing: `introspection` is reported only where apply would report it, too", () => {
  const introspection = { connection: { id: "1" }, endpointPath: "oauth2/introspect" };
  const late = paths("DcrProvider", { ...provider, authenticationMethod: "introspection", introspection });
  const early = paths("DcrProvider", { ...provider, authenticationMethod: UNKNOWN, introspection });
  expect(late).toEqual(expect.arrayContaining(early));
});

describe("schema.ts", () => {
  test("a URL with a password alone has credentials in it", () => {
    expect(paths("HttpConnection", { ...connection, baseUrl: "https://:hunter2@acme.okta.com" })).toEqual(["baseUrl"]);
  });
  test("a secret keeps the white space that is part of it", () => {
    const auth = { type: "basic", username: "user", password: " hunter2 " };
    expect(kinds.HttpConnection.check({ ...connection, auth }, services()).inputs.auth).toEqual(auth);
  });
});

test.each(["constructor", "toString", "valueOf"])("check.ts: there is no property %s", (name) => {
  expect(paths("HttpConnection", { ...connection, [name]: "x" })).toEqual([`${name}.*`]);
});

describe("config.ts", () => {
  const workato = (settings: Record<string, string>, env: Record<string, string> = {}) =>
    workatoConfig((key) => settings[key], { WORKATO_API_TOKEN: "t", ...env });
  const okta = (settings: Record<string, string>, env: Record<string, string> = {}) =>
    oktaConfig((key) => settings[key], env);
  const org = { "workato:oktaOrgUrl": "https://acme.okta.com" };

  test("an empty token is a missing one", () => {
    expect(complaint(() => okta({ ...org, "okta:apiToken": "" }))).toContain("okta:apiToken");
  });
  test("an empty org name is a missing one", () => {
    expect(complaint(() => okta({ "okta:apiToken": "00a", "okta:orgName": "" }))).toContain("okta:orgName");
  });
  test("a region is one of the list", () => {
    expect(complaint(() => workato({ "workato:region": "toString" }))).toContain("workato:region us");
  });
  test.each(["https://:hunter2@x.com", "https://x.com/#a", " https://x.com"])(
    "%j is no base URL as it stands",
    (url) => {
      expect(complaint(() => workato({ "workato:baseUrl": url }))).toContain("workato:baseUrl");
    },
  );
});

test("management-token.ts: a key that is not RSA cannot sign RS256, and is a mistake of the configuration", () => {
  const pem = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
  const app = { clientId: "0oa1", privateKey: pem.toString(), scopes: [] };
  expect(() => clientAssertion(app, "https://acme.okta.com/oauth2/v1/token", 0)).toThrow(ConfigurationError);
});

test.each([
  ['<https://a.com/x>; rel="next-archive"', undefined],
  ['<https://a.com/x>; rel="prev"; title="a; rel=next"', undefined],
  ['<https://a.com/x>; rel = "next"', "https://a.com/x"],
])("paging.ts: %s (RFC 8288 section 3, RFC 5005)", (header, url) => {
  expect(nextLink(header)).toBe(url);
});

describe("redact.ts", () => {
  test.each(["HTTP basic authentication failed", "the bearer token-endpoint refused", "Bearer tokens are needed"])(
    "words are no credentials: %s",
    (text) => {
      expect(redact(text)).toBe(text);
    },
  );
  test("the credentials in an Authorization header that is remembered whole are a secret without their scheme", () => {
    rememberSecrets({ headers: { Authorization: "SSWS 00a-hunter2" } });
    expect(redact("invalid token 00a-hunter2")).not.toContain("hunter2");
  });
  test("a form encodes spaces as plus signs", () => {
    rememberSecrets("two words!");
    expect(redact(`x=${new URLSearchParams({ a: "two words!" })}`)).not.toContain("words");
  });
  test("a header that happens to be called type holds a secret like any other", () => {
    rememberSecrets({ type: "header", headers: { type: "hunter2-in-type" } });
    expect(redact("hunter2-in-type")).not.toContain("hunter2");
  });
});
