import { type Sandbox, startSandbox } from "../../../sandbox/client";
import { doctor, those } from "../program";
import { examine } from "./examine";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.stop());
beforeEach(() => sandbox.reset());

const OF_WORKATO = [
  "DCR-provider endpoints",
  "HTTP connections",
  "API collections",
  "API clients",
  "Workato limits",
  "Workato clock",
];
const OF_OKTA_TOKEN = [
  "Okta scopes",
  "Okta clients",
  "client registration",
  "Okta apps",
  "authorization server",
  "scopes and access rules",
  "API key claim",
];

describe("what is wrong at one vendor leaves the other's checks as they are", () => {
  test("no configuration at all", async () => {
    const examined = await doctor({});
    expect(examined).toMatchObject({ code: 1, ok: false });
    expect(those(examined, "fail")).toEqual(["Workato configuration", "Okta configuration"]);
    expect(examined.checks["Workato configuration"]?.next).toContain("pulumi config set --secret workato-dcr:apiToken");
    expect(examined.checks["Okta configuration"]?.next).toContain("pulumi config set workato-dcr:oktaOrgUrl");
    expect(those(examined, "ok")).toEqual(["configuration source"]);
  });

  test("a wrong Workato token: the region asked is named, since the token may be of another one", async () => {
    const examined = await examine(sandbox, { WORKATO_API_TOKEN: "wrkaus-not-the-one" });
    expect(those(examined, "fail")).toEqual(["Workato token"]);
    expect(examined.checks["Workato token"]).toMatchObject({
      seen: expect.stringContaining("401 Unauthorized"),
      next: expect.stringContaining("pulumi config set --secret workato-dcr:apiToken"),
    });
    expect(examined.checks["Workato region"]).toMatchObject({
      status: "warn",
      seen: expect.stringContaining(sandbox.info.workatoBaseUrl),
      next: expect.stringContaining("pulumi config set workato-dcr:region"),
    });
    expect(those(examined, "skip")).toEqual(OF_WORKATO);
  });

  test("a wrong Okta token", async () => {
    const examined = await examine(sandbox, { OKTA_API_TOKEN: "00not-the-one" });
    expect(those(examined, "fail")).toEqual(["Okta token"]);
    expect(examined.checks["Okta token"]?.next).toContain("pulumi config set --secret workato-dcr:oktaApiToken");
    expect(those(examined, "skip")).toEqual(OF_OKTA_TOKEN);
    expect(those(examined, "warn")).toEqual([]);
  });

  test("a host that cannot be reached", async () => {
    const examined = await examine(sandbox, { WORKATO_BASE_URL: "http://127.0.0.1:1" });
    expect(those(examined, "fail")).toEqual(["Workato token"]);
    expect(examined.checks["Workato token"]).toMatchObject({
      seen: expect.stringMatching(/cannot be reached.*ECONNREFUSED/),
      next: expect.stringContaining("workato-dcr:region or workato-dcr:baseUrl"),
    });
    expect(those(examined, "skip")).toEqual(["Workato region", ...OF_WORKATO]);
  });

  test("an issuer that does not exist", async () => {
    const examined = await examine(sandbox, { OKTA_AUTHORIZATION_SERVER_ID: "nope" });
    expect(those(examined, "fail")).toEqual(["authorization server", "discovery"]);
    expect(examined.checks.discovery?.next).toContain("workato-dcr:oktaAuthorizationServerId");
    expect(those(examined, "skip")).toEqual(["scopes and access rules", "API key claim", "signing keys"]);
  });

  test("the store workato leaves the authorization server to others, so that not seeing it is a warning", async () => {
    await sandbox.fault({
      side: "okta",
      path: "^/api/v1/authorizationServers",
      times: 9,
      fault: { kind: "status", status: 403 },
    });
    const examined = await examine(sandbox, { WORKATO_DCR_PROVIDER_STORE: "workato" });
    expect(examined.code).toBe(0);
    expect(those(examined, "warn")).toEqual(["authorization server"]);
    expect(those(examined, "skip")).toEqual(["scopes and access rules", "API key claim"]);
  });
});
