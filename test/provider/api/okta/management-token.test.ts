import { generateKeyPairSync, verify } from "node:crypto";
import { clientAssertion } from "../../../../provider/api/okta/management-token";
import { ConfigurationError } from "../../../../provider/errors";
import { complaint } from "../../support";

const AUDIENCE = "https://acme.okta.com/oauth2/v1/token";
const NOW = 1_800_000_000.75;

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = (type: "pkcs1" | "pkcs8") => privateKey.export({ type, format: "pem" }).toString();
const app = (privateKey: string, privateKeyId?: string) => ({
  clientId: "0oa1",
  privateKey,
  scopes: ["okta.clients.read"],
  ...(privateKeyId !== undefined && { privateKeyId }),
});
const part = (jwt: string, index: number) => Buffer.from(jwt.split(".")[index] ?? "", "base64url");
const json = (jwt: string, index: number) => JSON.parse(part(jwt, index).toString()) as Record<string, unknown>;

test.each([
  ["as PKCS #8", pem("pkcs8")],
  ["as PKCS #1", pem("pkcs1")],
  ["as a JWK", JSON.stringify(privateKey.export({ format: "jwk" }))],
  ["on one line, with its line ends written out", pem("pkcs8").replaceAll("\n", "\\n")],
])("an assertion is signed with a key %s", (_, key) => {
  const jwt = clientAssertion(app(key), AUDIENCE, NOW);
  expect(jwt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const signed = Buffer.from(jwt.split(".").slice(0, 2).join("."));
  expect(verify("sha256", signed, publicKey, part(jwt, 2))).toBe(true);
});

test("its claims name the client to the token endpoint, for five minutes, in whole seconds", () => {
  expect(json(clientAssertion(app(pem("pkcs8")), AUDIENCE, NOW), 1)).toEqual({
    iss: "0oa1",
    sub: "0oa1",
    aud: AUDIENCE,
    iat: 1_800_000_000,
    exp: 1_800_000_300,
    jti: expect.any(String),
  });
});

test("no two assertions are the same, since each may be used once", () => {
  const [a, b] = [1, 2].map(() => json(clientAssertion(app(pem("pkcs8")), AUDIENCE, NOW), 1).jti);
  expect(a).not.toBe(b);
});

test.each([
  [undefined, { alg: "RS256", typ: "JWT" }],
  ["kid-1", { alg: "RS256", typ: "JWT", kid: "kid-1" }],
])("its header with the key id %j", (privateKeyId, header) => {
  expect(json(clientAssertion(app(pem("pkcs8"), privateKeyId), AUDIENCE, NOW), 0)).toEqual(header);
});

test.each([
  ["no key", ""],
  ["some other text", "hunter2"],
  ["a key that is cut off", pem("pkcs8").slice(0, 400)],
  [
    "a key that is not RSA, which cannot sign RS256,",
    generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  ],
  ["a public key", publicKey.export({ type: "spki", format: "pem" }).toString()],
  [
    "an encrypted key",
    privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
  ],
])("%s is a mistake of the configuration, and is not shown", (_, key) => {
  const work = () => clientAssertion(app(key), AUDIENCE, NOW);
  expect(work).toThrow(ConfigurationError);
  const message = complaint(work);
  expect(message).toContain("pulumi config set --secret");
  for (const line of key.split("\n").filter((line) => line !== "")) expect(message).not.toContain(line);
});
