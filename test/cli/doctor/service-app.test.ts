import { generateKeyPairSync } from "node:crypto";
import { type Sandbox, startSandbox } from "../../../sandbox/client";
import { callers, serviceClient } from "../../sandbox/http";
import { those } from "../program";
import { examine } from "./examine";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.stop());
beforeEach(() => sandbox.reset());

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const NEEDED = ["clients.register", "clients.manage", "apps.manage", "authorizationServers.manage"];
const READS = ["clients.read", "apps.read", "authorizationServers.read"];
const scopes = (names: string[]) => names.map((name) => `okta.${name}`).join(",");

async function serviceApp(granted: string): Promise<Record<string, string>> {
  const { okta } = callers(sandbox.info);
  const app = {
    ...serviceClient("doctor"),
    token_endpoint_auth_method: "private_key_jwt",
    jwks: { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig" }] },
  };
  const { body } = await okta("POST", "/oauth2/v1/clients", app);
  return {
    OKTA_API_TOKEN: "",
    OKTA_CLIENT_ID: body.client_id,
    OKTA_PRIVATE_KEY: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    OKTA_PRIVATE_KEY_ID: "one",
    OKTA_SCOPES: granted,
  };
}

test("a service app is known by its client id and its scopes, for the price of one token request", async () => {
  const app = await serviceApp(scopes([...NEEDED, ...READS]));
  const examined = await examine(sandbox, app);
  expect(those(examined, "fail")).toEqual([]);
  expect(examined.checks["Okta token"]?.seen).toBe(`service app ${app.OKTA_CLIENT_ID}`);
  expect(examined.checks["client registration"]?.seen).toContain("okta.clients.register is granted");
  const posts = (await sandbox.requests()).filter(({ method }) => method === "POST");
  expect(posts.map(({ path }) => path)).toEqual(["/oauth2/v1/token"]);
});

test("a service app with too few scopes fails for those that are missing, and the rest is still looked at", async () => {
  const examined = await examine(sandbox, await serviceApp(scopes([...READS, "clients.manage", "apps.manage"])));
  expect(those(examined, "fail")).toEqual(["Okta scopes", "client registration"]);
  expect(examined.checks["Okta scopes"]?.seen).toMatch(
    /; missing: okta\.clients\.register, okta\.authorizationServers\.manage$/,
  );
});

test("a service app that has to prove possession fails with where to turn that off", async () => {
  const app = await serviceApp(scopes(NEEDED));
  const body = { error: "invalid_dpop_proof", error_description: "The DPoP proof JWT header is missing." };
  await sandbox.fault({ path: "^/oauth2/v1/token$", times: 9, fault: { kind: "status", status: 400, body } });
  const examined = await examine(sandbox, app);
  expect(those(examined, "fail")).toEqual(["Okta token"]);
  expect(examined.checks["Okta token"]).toMatchObject({
    seen: expect.stringContaining("DPoP proof JWT header is missing"),
    next: expect.stringContaining("Turn DPoP off in Okta (Applications, the service app, General"),
  });
});

test("a private key that is none fails with the setting, and without the key", async () => {
  const app = await serviceApp(scopes(NEEDED));
  const examined = await examine(sandbox, { ...app, OKTA_PRIVATE_KEY: "-----BEGIN NOTHING-----" });
  expect(those(examined, "fail")).toEqual(["Okta configuration"]);
  expect(examined.checks["Okta configuration"]?.next).toContain("workato-dcr:oktaPrivateKey");
});
