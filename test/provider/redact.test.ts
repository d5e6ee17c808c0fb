import { redact, rememberSecrets } from "../../provider/redact";

test.each([
  ["plain", "plain-hunter2", "refused: plain-hunter2!", "refused: [secret]!"],
  ["every time", "twice-hunter2", "twice-hunter2 and twice-hunter2", "[secret] and [secret]"],
  ["URL-encoded", "url hunter2/+&", "POST /x?key=url%20hunter2%2F%2B%26&a=1", "POST /x?key=[secret]&a=1"],
  ["JSON-escaped", 'json "hunter2"\n', '{"password":"json \\"hunter2\\"\\n"}', '{"password":"[secret]"}'],
  ["with the characters of patterns", "(hunter2.*$&", "got (hunter2.*$& here", "got [secret] here"],
])("a secret is taken out %s", (_, secret, text, clean) => {
  rememberSecrets(secret);
  expect(redact(text)).toBe(clean);
});

test("secrets are found in objects and lists, at any depth", () => {
  rememberSecrets({
    type: "header",
    headers: { "X-Key": "header-hunter2" },
    more: [{ deep: "list-hunter2" }],
    none: null,
    folder: 12345678,
  });
  expect(redact("header-hunter2 list-hunter2 X-Key 12345678")).toBe("[secret] [secret] X-Key 12345678");
});

test("each item of a list is a secret as it would be alone", () => {
  rememberSecrets([["nested-hunter2"], { type: "header", username: "somebody", password: "item-hunter2" }]);
  const joined = Buffer.from("somebody:item-hunter2").toString("base64");
  const text = `nested-hunter2 item-hunter2 ${joined} by somebody in a header`;
  expect(redact(text)).toBe("[secret] [secret] [secret] by somebody in a header");
});

test("the parts of a secret that say how it is used are no secrets", () => {
  rememberSecrets({
    type: "oauth2ClientCredentials",
    tokenUrl: "https://acme.okta.com/token",
    credentialsIn: "headers",
  });
  const text = "oauth2ClientCredentials at https://acme.okta.com/token, in headers";
  expect(redact(text)).toBe(text);
});

test.each([
  ["the shorter one is remembered first", ["prefix-one", "prefix-one-and-more"]],
  ["the longer one is remembered first", ["prefix-two-and-more", "prefix-two"]],
])("a secret that begins with another one leaves nothing behind, when %s", (_, secrets) => {
  rememberSecrets(...secrets);
  expect(redact(`<${secrets[0]}> <${secrets[1]}>`)).toBe("<[secret]> <[secret]>");
});

test.each([
  [
    "one begins within the other",
    ["overlap-hunter2", "hunter2-laps-over"],
    "<overlap-hunter2-laps-over>",
    "<[secret]>",
  ],
  [
    "one is within the other",
    ["around-inner2-around", "inner2"],
    "<around-inner2-around> <inner2>",
    "<[secret]> <[secret]>",
  ],
  ["one follows the other", ["beside-hunter2", "next-hunter2"], "beside-hunter2next-hunter2", "[secret][secret]"],
])("nothing is left of two secrets where %s", (_, secrets, text, clean) => {
  rememberSecrets(...secrets);
  expect(redact(text)).toBe(clean);
});

test.each([
  ["authorization: Bearer eyJh.eyJz.c2ln", "authorization: Bearer [secret]"],
  ["Authorization: SSWS 00abc-DEF_ghi", "Authorization: SSWS [secret]"],
  ['{"authorization":"Basic dXNlcjpwYXNz=="}', '{"authorization":"Basic [secret]"}'],
  ["authorization: bearer eyJh.eyJz.c2ln", "authorization: bearer [secret]"],
])("the value of an authorization header is taken out although nobody remembered it: %s", (text, clean) => {
  expect(redact(text)).toBe(clean);
});

test.each([undefined, null, "", "a", "none", 7, true, [], {}])(
  "words are kept although %j is given as a secret",
  (value) => {
    rememberSecrets(value);
    const text = "none of a, 7 or true is a secret";
    expect(redact(text)).toBe(text);
  },
);

test("a text without secrets is kept as it is", () => {
  const text =
    'Okta: POST /oauth2/v1/clients answered 400 (request id xyz): client_name: "Orders" is taken. 100 % sure \\n';
  expect(redact(text)).toBe(text);
});

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

const base64 = (text: string) => Buffer.from(text).toString("base64");

test.each([
  ["in base64", base64("base-hunter2")],
  ["in base64 with padding", base64("base-hunter2+1")],
  ["in base64 without its padding", base64("base-hunter2+1").replaceAll("=", "")],
  ["in base64 as a URL has it", Buffer.from("\u00ff\u00fe>?base-hunter2").toString("base64url")],
  ["in base64 that is encoded once more", encodeURIComponent(base64("\u00ff\u00fe>?base-hunter2"))],
])("a secret is taken out %s", (_, text) => {
  rememberSecrets("base-hunter2", "base-hunter2+1", "\u00ff\u00fe>?base-hunter2");
  expect(redact(`echo ${text}!`)).toBe("echo [secret]!");
});

test.each([
  ["HTTP Basic", { type: "basic", username: "pair-user", password: "pw1" }, "pair-user:pw1"],
  ["OAuth", { type: "oauth2ClientCredentials", clientId: "0oaPair", clientSecret: "pw2" }, "0oaPair:pw2"],
  ["OAuth, encoded first", { clientId: "a:b", clientSecret: "c/d" }, "a%3Ab:c%2Fd"],
])("the pair that a connection sends by %s is taken out in base64, with no scheme in front", (_, auth, pair) => {
  rememberSecrets(auth);
  expect(redact(`got ${base64(pair)}`)).toBe("got [secret]");
  expect(redact(`got ${Buffer.from(pair).toString("base64url")}`)).toBe("got [secret]");
});

test("who a connection signs in as is no secret", () => {
  rememberSecrets({ type: "basic", username: "workato", password: "password-hunter2" });
  rememberSecrets({ type: "basic", username: "workato", password: "" });
  rememberSecrets({ type: "oauth2ClientCredentials", clientId: "0oaOfWorkato", clientSecret: "secret-hunter2" });
  const text = "Run: pulumi config set --secret workato-dcr:apiToken. The client is 0oaOfWorkato";
  expect(redact(text)).toBe(text);
  expect(redact("password-hunter2 secret-hunter2")).toBe("[secret] [secret]");
});

test("a header that happens to be called username holds a secret like any other", () => {
  rememberSecrets({ type: "header", headers: { username: "hunter2-in-username" } });
  expect(redact("hunter2-in-username")).toBe("[secret]");
});

test("of a former client, the token and the secret are secret, and not where it is", () => {
  const former = {
    clientId: "0oa-former",
    registeredAt: "https://acme.okta.com",
    tokenEndpointAuthMethod: "client_secret_basic",
  };
  rememberSecrets([{ ...former, clientSecret: "former-hunter2", registrationAccessToken: "rat-hunter2" }]);
  expect(
    redact("client 0oa-former stays at https://acme.okta.com (client_secret_basic, former-hunter2, rat-hunter2)"),
  ).toBe("client 0oa-former stays at https://acme.okta.com (client_secret_basic, [secret], [secret])");
});
