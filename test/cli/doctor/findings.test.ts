import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../../cli/doctor/check";
import { type Sandbox, startSandbox } from "../../../sandbox/client";
import { callers, httpConnection } from "../../sandbox/http";
import { NOWHERE, those } from "../program";
import { examine } from "./examine";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox?.stop());
beforeEach(() => sandbox.reset());

const answer = (path: string, status: number, body?: unknown) =>
  sandbox.fault({ path, times: 9, fault: { kind: "status", status, body } });

test("a good token whose role may not ask whose it is", async () => {
  await answer("^/api/users/me$", 403);
  const { ok, checks } = await examine(sandbox);
  expect(ok).toBe(true);
  expect(checks["Workato token"]?.seen).toMatch(/^valid;/);
});

test("an answer that cannot be read fails its own check alone", async () => {
  await sandbox.fault({ path: "^/api/connections$", times: 9, fault: { kind: "malformed" } });
  expect(those(await examine(sandbox), "fail")).toEqual(["HTTP connections"]);
});

test("a vendor that echoes the token does not get it printed", async () => {
  await answer("^/api/api_collections$", 400, { message: `no such token: ${sandbox.info.workatoToken}` });
  const { checks } = await examine(sandbox);
  expect(checks["API collections"]?.seen).toContain("no such token: [secret]");
});

test("a connection that Workato could not use is a warning with Workato's words", async () => {
  const { workato } = callers(sandbox.info);
  for (const token of [sandbox.info.oktaToken, "wrong"]) {
    const body = { ...httpConnection(sandbox.info.oktaOrgUrl, `SSWS ${token}`), name: `with ${token.length}` };
    expect((await workato("POST", "/api/connections", body)).status).toBe(200);
  }
  const examined = await examine(sandbox);
  expect(examined.code).toBe(0);
  expect(those(examined, "warn")).toEqual(["HTTP connections"]);
  expect(examined.checks["HTTP connections"]?.seen).toMatch(
    /^1 of 2 authorised; connection \d+ \("with 5"\) .*: the base URL answered 401$/,
  );
});

test.each([
  ["E0000006", 403, "Okta apps", "^/api/v1/apps$", "admin role besides its scopes"],
  ["E0000015", 401, "authorization server", "^/api/v1/authorizationServers/", "API Access Management"],
])("Okta's %s has the hint that an apply would give", async (errorCode, status, check, path, hint) => {
  await answer(path, status, { errorCode, errorSummary: "No" });
  const { checks } = await examine(sandbox);
  expect(checks[check]).toMatchObject({ status: "fail", next: expect.stringContaining(hint) });
});

test("the strictest limit of Okta's buckets is told", async () => {
  await sandbox.limits({ oktaPerMinute: 50 });
  const { checks } = await examine(sandbox);
  expect(checks["Okta limits"]).toMatchObject({
    status: "ok",
    seen: expect.stringMatching(
      /^workato-dcr:oktaRequestsPerMinute is not set; GET \S+ allows 50 a minute, with \d+ left$/,
    ),
  });
});

it.each<[number, Finding["status"], string]>([
  [-120, "warn", "behind"],
  [3600, "fail", "ahead of"],
])("a clock that is %i s off", async (seconds, status, how) => {
  const shim = join(NOWHERE, `clock${seconds}.js`);
  writeFileSync(shim, `const now = Date.now; Date.now = () => now() + ${seconds} * 1000;\n`);
  const examined = await examine(sandbox, { NODE_OPTIONS: `--require ${shim}` });
  expect(those(examined, status)).toEqual(["Workato clock", "Okta clock"]);
  for (const vendor of ["Workato", "Okta"]) {
    const [, off, where] = /^this machine is (\d+) s (\D+)$/.exec(examined.checks[`${vendor} clock`]?.seen ?? "") ?? [];
    expect(Math.abs(Number(off) - Math.abs(seconds))).toBeLessThanOrEqual(2);
    expect(where).toBe(`${how} ${vendor}`);
  }
});
