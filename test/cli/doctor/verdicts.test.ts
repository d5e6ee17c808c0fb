import type { Verdict } from "../../../cli/doctor/check";
import { accessVerdict } from "../../../cli/doctor/verdicts/access";
import { claimVerdict } from "../../../cli/doctor/verdicts/claim";
import { clockVerdict } from "../../../cli/doctor/verdicts/clock";
import { connectionsVerdict } from "../../../cli/doctor/verdicts/connections";
import { keysVerdict } from "../../../cli/doctor/verdicts/keys";
import { limitsVerdict } from "../../../cli/doctor/verdicts/limits";
import { regionVerdict } from "../../../cli/doctor/verdicts/region";
import { registrationVerdict } from "../../../cli/doctor/verdicts/registration";
import { scopesVerdict } from "../../../cli/doctor/verdicts/scopes";
import { storeVerdict } from "../../../cli/doctor/verdicts/store";

describe("the clock", () => {
  it.each<[number[], Verdict["status"], string]>([
    [[], "skip", "no answer"],
    [[0], "ok", "the same time"],
    [[-1_400], "ok", "the same time"],
    [[2_000], "ok", "2 s ahead of Okta"],
    [[60_000], "ok", "60 s ahead"],
    [[-61_000], "warn", "61 s behind Okta"],
    [[300_000], "warn", "300 s ahead"],
    [[-301_000], "fail", "301 s behind"],
    [[90_000, -20_000, 400_000], "ok", "20 s behind"],
  ])("%j ms ahead is %s", (aheadMs, status, seen) => {
    const verdict = clockVerdict("Okta", aheadMs);
    expect(verdict).toMatchObject({ status, seen: expect.stringContaining(seen) });
    expect(verdict.next !== undefined).toBe(status === "warn" || status === "fail");
  });
});

describe("limits", () => {
  const answer = (endpoint: string, limit?: number, remaining = 7) => ({
    endpoint,
    allowance: limit === undefined ? undefined : { limit, remaining },
  });
  it.each<[string, ReturnType<typeof answer>[], Verdict]>([
    ["no answer", [], { status: "skip", seen: "key is 100; there was no answer to hold it against" }],
    ["answers without headers", [answer("GET /a")], { status: "ok", seen: "key is 100; the answers name no limit" }],
    [
      "an announced limit that is as high",
      [answer("GET /a", 100)],
      { status: "ok", seen: "key is 100; GET /a allows 100 a minute, with 7 left" },
    ],
    [
      "the strictest of several",
      [answer("GET /a", 600), answer("GET /b", 50), answer("GET /b", 50, 3), answer("GET /c")],
      {
        status: "warn",
        seen: "key is 100; GET /b allows 50 a minute, with 3 left",
        next: "Run: pulumi config set key 50",
      },
    ],
  ])("%s", (_, answers, verdict) => {
    expect(limitsVerdict("key", 100, answers)).toEqual(verdict);
  });

  it("that is announced is fine where none is set", () => {
    const answers = [{ endpoint: "GET /x", allowance: { limit: 25, remaining: 7 } }];
    const seen = "key is not set; GET /x allows 25 a minute, with 7 left";
    expect(limitsVerdict("key", undefined, answers)).toEqual({ status: "ok", seen });
  });
});

describe("the region", () => {
  it.each<[string, boolean, Verdict["status"], string]>([
    ["https://www.workato.com", true, "ok", "us (https://www.workato.com) knows the token"],
    ["https://app.eu.workato.com", false, "warn", "eu (https://app.eu.workato.com) was asked"],
    ["https://workato.example", false, "warn", "https://workato.example (workato-dcr:baseUrl) was asked"],
  ])("%s, token known: %s", (baseUrl, known, status, seen) => {
    const verdict = regionVerdict(baseUrl, known);
    expect(verdict).toMatchObject({ status, seen: expect.stringContaining(seen) });
    if (!known) expect(verdict.next).toMatch(/pulumi config set workato-dcr:region <us\|eu\|.*\|trial>/);
  });
});

describe("the store", () => {
  it.each([
    ["stack", "there", "ok", undefined],
    ["stack", "absent", "ok", undefined],
    ["stack", "closed", "ok", undefined],
    ["workato", "there", "ok", undefined],
    ["workato", "absent", "fail", /^Run: pulumi config set workato-dcr:dcrProviderStore stack$/],
    ["workato", "closed", "fail", /permission.*pulumi config set workato-dcr:dcrProviderStore stack$/],
  ] as const)("%s with endpoints %s is %s", (store, endpoints, status, next) => {
    const verdict = storeVerdict(store, endpoints);
    expect(verdict.status).toBe(status);
    expect(verdict.next ?? "").toMatch(next ?? /^$/);
  });
});

describe("HTTP connections", () => {
  const connection = (id: string, changes: object = {}) => ({
    id,
    name: `C${id}`,
    provider: "rest",
    folderId: undefined,
    authorizationStatus: "success",
    authorizationError: undefined,
    externalId: undefined,
    ...changes,
  });
  it.each([
    ["none", [], "ok", "none yet"],
    ["others than HTTP alone", [connection("1", { provider: "salesforce" })], "ok", "none yet"],
    ["all authorised", [connection("1"), connection("2")], "ok", "2 of 2 authorised"],
    [
      "one that failed, in Workato's words",
      [connection("1"), connection("2", { authorizationStatus: "failed", authorizationError: "token expired" })],
      "warn",
      '1 of 2 authorised; connection 2 ("C2") is not authorised: token expired',
    ],
  ] as const)("%s", (_, connections, status, seen) => {
    expect(connectionsVerdict(connections)).toMatchObject({ status, seen: expect.stringContaining(seen) });
  });
});

describe("scopes and access rules", () => {
  const policy = (include: string[], clients = "ALL_CLIENTS", grant = "client_credentials") => ({
    name: "p",
    status: "ACTIVE",
    conditions: { clients: { include: [clients] } },
    rules: [{ status: "ACTIVE", conditions: { grantTypes: { include: [grant] }, scopes: { include: [...include] } } }],
  });
  it.each([
    ["only what every server has", ["openid", "profile", "device_sso"], [policy(["*"])], "fail", "no custom scope"],
    ["no policy", ["openid", "orders.read"], [], "fail", 'no access rule lets all clients get "orders.read"'],
    ["a policy for other clients", ["orders.read"], [policy(["*"], "0oa1")], "fail", "no access rule"],
    ["another grant", ["orders.read"], [policy(["*"], "ALL_CLIENTS", "password")], "fail", "no access rule"],
    ["any scope", ["orders.read", "x"], [policy(["*"])], "ok", "new clients get orders.read, x by"],
    [
      "one of two",
      ["orders.read", "x"],
      [policy(["x"])],
      "ok",
      'new clients get x by client_credentials; no access rule lets all clients get "orders.read"',
    ],
    [
      "a rule for each",
      ["orders.read", "x"],
      [policy(["x"]), policy(["orders.read"])],
      "ok",
      'no access rule has all of "orders.read", "x"',
    ],
    ["one that asks for consent", ["asks"], [policy(["*"])], "fail", 'a user has to consent to "asks"'],
    [
      "another one besides",
      ["asks", "x"],
      [policy(["*"])],
      "ok",
      'get x by client_credentials; a user has to consent to "asks"',
    ],
  ] as const)("%s", (_, names, policies, status, seen) => {
    const scopes = names.map((name) => ({ name, consent: name === "asks" ? "REQUIRED" : "IMPLICIT" }));
    expect(accessVerdict({ scopes, policies })).toMatchObject({ status, seen: expect.stringContaining(seen) });
  });
});

describe("the claim for API keys", () => {
  const claim = (name: string, value: string) => ({ id: "1", name, value, status: "ACTIVE", claimType: "RESOURCE" });
  it.each([
    ["free", [claim("other", "user.email")], "ok", "is free"],
    ["ours", [claim("workato_sub", "app.profile.workatoApiKey")], "ok", "carries API keys"],
    ["somebody else's", [claim("workato_sub", "user.login")], "warn", "another expression, user.login"],
  ] as const)("%s", (_, claims, status, seen) => {
    expect(claimVerdict(claims)).toMatchObject({ status, seen: expect.stringContaining(seen) });
  });
});

describe("granted scopes", () => {
  const clients = ["okta.clients.register", "okta.clients.manage", "okta.apps.manage"];
  it.each([
    ["stack", [...clients, "okta.authorizationServers.manage"], undefined],
    ["stack", clients, "missing: okta.authorizationServers.manage"],
    ["workato", clients, undefined],
    ["workato", ["okta.clients.register"], "missing: okta.clients.manage, okta.apps.manage"],
  ] as const)("with the store %s: %j", (store, granted, missing) => {
    const verdict = scopesVerdict(granted, store);
    expect(verdict).toMatchObject({ status: missing ? "fail" : "ok", seen: expect.stringContaining(missing ?? "") });
    expect(verdict.seen.includes("missing")).toBe(missing !== undefined);
  });
});

describe("signing keys", () => {
  it.each([
    ["none at all", [], "fail", "0 of 0"],
    ["for encryption alone", [{ kty: "RSA", use: "enc" }], "fail", "0 of 1"],
    ["a symmetric one", [{ kty: "oct", use: "sig" }], "fail", "0 of 1"],
    ["one without a use, beside one for encryption", [{ kty: "EC" }, { kty: "RSA", use: "enc" }], "ok", "1 of 2"],
  ] as const)("%s", (_, keys, status, seen) => {
    expect(keysVerdict("https://idp/keys", keys)).toMatchObject({ status, seen: expect.stringContaining(seen) });
  });
});

describe("registration", () => {
  const orgUrl = "https://acme.okta.com";
  it.each([
    [
      "an API token",
      { endpoint: "https://acme.okta.com/x" },
      "ok",
      "at https://acme.okta.com/x; the token reads clients",
    ],
    ["no endpoint in the metadata", {}, "ok", "Okta's is https://acme.okta.com/oauth2/v1/clients"],
    ["the scope granted", { granted: ["okta.clients.register"] }, "ok", "okta.clients.register is granted"],
    ["the scope not granted", { granted: ["okta.clients.read"] }, "fail", "okta.clients.register is not granted"],
  ] as const)("%s", (_, registration, status, seen) => {
    const verdict = registrationVerdict({ orgUrl, ...registration });
    expect(verdict).toMatchObject({ status, seen: expect.stringContaining(seen) });
  });
});
