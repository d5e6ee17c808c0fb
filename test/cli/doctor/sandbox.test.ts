import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../../sandbox/client";
import { toldAndSeen } from "../../request-log";
import { NOWHERE, program, sandboxEnv, those } from "../program";
import { examine } from "./examine";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.stop());
beforeEach(() => sandbox.reset());

describe("where all is fine", () => {
  it.each(["stack", "workato"])("with the store %s, every check says what it saw", async (store) => {
    const examined = await examine(sandbox, { WORKATO_DCR_PROVIDER_STORE: store });
    expect(examined).toMatchObject({ code: 0, ok: true, err: "" });
    const found = Object.values(examined.checks);
    expect(those(examined, "ok")).toHaveLength(found.length);
    for (const { seen, next } of found) {
      expect(seen).not.toBe("");
      expect(next).toBeUndefined();
    }
    const { info } = sandbox;
    expect(examined.checks).toMatchObject({
      "configuration source": {
        seen: `environment variables, since there is no Pulumi project in or above ${NOWHERE}`,
      },
      "Workato token": { seen: "Sandbox, sandbox@example.com, Example" },
      "API collections": { seen: "2 seen: Orders, Inventory" },
      "Okta token": { seen: "sandbox@example.com" },
      "scopes and access rules": { seen: `new clients get ${info.scope} by client_credentials` },
      discovery: { seen: expect.stringContaining(info.issuer) },
      "signing keys": { seen: expect.stringContaining(info.jwksUri) },
    });
    expect(new Set((await sandbox.requests()).map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  test("asked at its custom domain, the org's issuer is the one that its authorization server names", async () => {
    const { issuer, jwksUri, oktaCustomUrl } = sandbox.info;
    const examined = await examine(sandbox, { OKTA_ORG_URL: oktaCustomUrl });
    expect(examined).toMatchObject({ code: 0, ok: true });
    expect(examined.checks).toMatchObject({
      discovery: {
        status: "ok",
        seen: expect.stringMatching(`^${issuer} names .*set to another domain of the org, .*${issuer}/v1/token$`),
      },
      "signing keys": { status: "ok", seen: expect.stringContaining(jwksUri) },
    });
  });

  test("where WORKATO_DCR_LOG names a file, each request is a line of it, without a secret", async () => {
    await sandbox.clearRequests();
    const file = join(mkdtempSync(join(tmpdir(), "doctor-")), "requests.log");
    expect(await examine(sandbox, { WORKATO_DCR_LOG: file })).toMatchObject({ code: 0, ok: true, err: "" });
    const { text, told, seen } = await toldAndSeen(file, sandbox);
    expect(told).toEqual(seen);
    const { workatoToken, oktaToken } = sandbox.info;
    for (const token of [workatoToken, oktaToken]) expect(text).not.toContain(token);
  });

  test("for a reader, each check is a line with a mark, and the last line counts", async () => {
    const { code, out } = await program(["doctor"], {
      env: { ...sandboxEnv(sandbox.info), OKTA_AUTHORIZATION_SERVER_ID: "nope" },
    });
    expect(code).toBe(1);
    const lines = out.trimEnd().split("\n");
    const last = lines.pop();
    for (const line of lines) expect(line).toMatch(/^[✓!✗-] \S.{23} \S/);
    expect(lines).toContain("✓ API collections          2 seen: Orders, Inventory");
    expect(lines).toContain('- signing keys             needs "discovery"');
    const count = (mark: string) => lines.filter((line) => line.startsWith(mark)).length;
    expect(last).toBe(`${count("✓")} fine, ${count("!")} warnings, ${count("✗")} failed, ${count("-")} skipped`);
    expect([count("✗"), count("-")]).toEqual([2, 3]);
  });
});

describe("a workspace without DCR-provider endpoints", () => {
  let today: Sandbox;
  beforeAll(async () => {
    today = await startSandbox({ storeEndpoints: "off" });
  });
  afterAll(() => today?.stop());

  test("is fine with the store stack", async () => {
    const { ok, checks } = await examine(today);
    expect(ok).toBe(true);
    expect(checks["DCR-provider endpoints"]?.seen).toBe(
      "this workspace has none; workato-dcr:dcrProviderStore is stack, which needs none",
    );
  });

  test("fails with the store workato, with the command that mends it", async () => {
    const examined = await examine(today, { WORKATO_DCR_PROVIDER_STORE: "workato" });
    expect(examined.code).toBe(1);
    expect(those(examined, "fail")).toEqual(["DCR-provider endpoints"]);
    expect(examined.checks["DCR-provider endpoints"]?.next).toBe(
      "Run: pulumi config set workato-dcr:dcrProviderStore stack",
    );
  });
});
