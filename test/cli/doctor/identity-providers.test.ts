import { type Sandbox, startSandbox } from "../../../sandbox/client";
import { doctor, sandboxEnv, those } from "../program";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.stop());
beforeEach(() => sandbox.reset());

/** Workato's side, and a realm under the name `kc`. */
function env(changes: object = {}): Record<string, string> {
  const { info } = sandbox;
  const { WORKATO_BASE_URL = "", WORKATO_API_TOKEN = "" } = sandboxEnv(info);
  const { keycloakIssuer: issuer, keycloakClientId: clientId, keycloakClientSecret: clientSecret } = info;
  const kc = { type: "keycloak", issuer, clientId, clientSecret, ...changes };
  const WORKATO_DCR_IDENTITY_PROVIDERS = JSON.stringify({ kc });
  return { WORKATO_BASE_URL, WORKATO_API_TOKEN, WORKATO_DCR_IDENTITY_PROVIDERS };
}

test("a stack whose clients are at another identity provider is examined there, and Okta is not asked for", async () => {
  const examined = await doctor({ env: env() });
  expect(examined).toMatchObject({ code: 0, ok: true });
  const { keycloakIssuer, keycloakClientSecret } = sandbox.info;
  expect(examined.checks).toMatchObject({
    "kc configuration": { status: "ok", seen: keycloakIssuer },
    "kc rights": { status: "ok" },
    "kc discovery": { status: "ok", seen: expect.stringContaining(keycloakIssuer) },
    "kc signing keys": { status: "ok" },
  });
  expect(Object.keys(examined.checks).filter((name) => name.includes("Okta"))).toEqual([]);
  expect(examined.out).not.toContain(keycloakClientSecret);
  const methods = (await sandbox.requests()).map(({ method, path }) => `${method} ${path}`);
  expect(methods.filter((it) => !it.startsWith("GET ") && !it.endsWith("/token"))).toEqual([]);
});

test("credentials that it refuses are told at the right check, without them", async () => {
  const examined = await doctor({ env: env({ clientSecret: "not-the-secret-at-all" }) });
  expect(examined.code).toBe(1);
  expect(those(examined, "fail")).toEqual(["kc rights"]);
  expect(`${examined.out}${examined.err}`).not.toContain("not-the-secret-at-all");
});

test("settings that are wrong are one failure, and the rest is not looked at", async () => {
  const examined = await doctor({ env: env({ issuer: "https://sso.example.com" }) });
  expect(those(examined, "fail")).toEqual(["kc configuration"]);
  expect(those(examined, "skip")).toEqual(["kc rights", "kc discovery", "kc signing keys"]);
});
