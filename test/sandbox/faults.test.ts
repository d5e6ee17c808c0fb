import type { FaultRule, Sandbox } from "../../sandbox/client";
import { type Call, serviceClient, useSandbox } from "./http";

let sandbox: Sandbox;
let workato: Call;
let okta: Call;

useSandbox((started, calls) => {
  sandbox = started;
  ({ workato, okta } = calls);
});

const CLIENTS = "/oauth2/v1/clients";
const register = (name: string) => okta("POST", CLIENTS, serviceClient(name));
const registered = async () => (await sandbox.state()).okta.clients.map((client) => client.client_name);
const whoAmI = () => workato("GET", "/api/users/me");

it.each<[FaultRule["fault"], string[], number]>([
  [{ kind: "reset-before" }, [], 0],
  [{ kind: "reset-after" }, ["a"], 201],
  [{ kind: "malformed" }, ["a"], 201],
])("%j: the call fails, and what is done is %j, logged as %d", async (fault, done, status) => {
  await sandbox.fault({ side: "okta", method: "post", path: "^/oauth2/v1/clients$", fault });
  await expect(register("a")).rejects.toThrow();
  expect(await registered()).toEqual(done);
  expect(await sandbox.requests()).toMatchObject([{ side: "okta", method: "POST", path: CLIENTS, status }]);
  expect((await register("b")).status).toBe(201);
});

test("hang: nothing is done and no answer comes", async () => {
  await sandbox.fault({ fault: { kind: "hang" } });
  const outcome = await Promise.race([register("a"), new Promise((resolve) => setTimeout(resolve, 300, "no answer"))]);
  expect(outcome).toBe("no answer");
  expect(await registered()).toEqual([]);
});

test("delay: done at once, answered later", async () => {
  await sandbox.fault({ fault: { kind: "delay", ms: 2000 } });
  const start = Date.now();
  let answered = false;
  const pending = register("a").finally(() => (answered = true));
  while (!answered && (await registered()).length === 0);
  expect(answered).toBe(false);
  expect((await pending).status).toBe(201);
  expect(await registered()).toEqual(["a"]);
  expect(Date.now() - start).toBeGreaterThanOrEqual(1995);
});

test("rewrite: done, and the answer lacks members or has other ones", async () => {
  await sandbox.fault({ fault: { kind: "rewrite", remove: ["client_secret"], set: { client_name: "b" } } });
  const { status, body } = await register("a");
  expect(status).toBe(201);
  expect(body).toMatchObject({ client_id: expect.any(String), client_name: "b" });
  expect(body).not.toHaveProperty("client_secret");
  expect(await registered()).toEqual(["a"]);
});

test.each([
  ["the same side", "workato", whoAmI, () => whoAmI()],
  ["the other side", "okta", whoAmI, () => register("a")],
] as const)(
  "refuse: after an answer, %s takes no connection until faults are disarmed",
  async (_, side, first, then) => {
    await register("warm-up");
    await sandbox.fault({ side: "workato", fault: { kind: "refuse", side, ms: 60_000 } });
    expect((await first()).status).toBe(200);
    await expect(then()).rejects.toThrow(/ECONNREFUSED/);
    await sandbox.clearFaults();
    expect((await then()).status).toBeLessThan(300);
  },
);

test("a checkpoint brings back what was held, and nothing else", async () => {
  await register("a");
  await sandbox.save("one");
  await register("b");
  await sandbox.fault({ fault: { kind: "hang" } });
  await sandbox.restore("one");
  expect(await registered()).toEqual(["a"]);
  expect((await register("b")).status).toBe(201);
  await sandbox.restore("one");
  expect(await registered()).toEqual(["a"]);
  await expect(sandbox.restore("two")).rejects.toThrow(/404/);
});

test("status: the answer is as armed", async () => {
  await sandbox.fault({
    fault: { kind: "status", status: 503, headers: { "retry-after": "7" }, body: { message: "later" } },
  });
  const answer = await whoAmI();
  expect(answer).toMatchObject({ status: 503, body: { message: "later" } });
  expect(answer.headers["retry-after"]).toBe("7");
});

it.each<[string, Partial<FaultRule>, number[]]>([
  ["once", {}, [500, 200, 200, 200]],
  ["after two", { after: 2 }, [200, 200, 500, 200]],
  ["twice after one", { after: 1, times: 2 }, [200, 500, 500, 200]],
  ["on the other side", { side: "okta" }, [200, 200, 200, 200]],
  ["on another method", { method: "POST" }, [200, 200, 200, 200]],
  ["on another path", { path: "/api/connections" }, [200, 200, 200, 200]],
  ["on a part of the path", { path: "users", times: 4 }, [500, 500, 500, 500]],
])("a fault armed %s hits as told", async (_, rule, expected) => {
  await sandbox.fault({ ...rule, fault: { kind: "status", status: 500 } });
  const statuses: number[] = [];
  for (const _call of expected) statuses.push((await whoAmI()).status);
  expect(statuses).toEqual(expected);
});

test("faults can be disarmed, and a rule that is none is refused", async () => {
  await sandbox.fault({ times: 9, fault: { kind: "status", status: 500 } });
  await sandbox.clearFaults();
  expect((await whoAmI()).status).toBe(200);
  await expect(sandbox.fault({ path: "(", fault: { kind: "hang" } })).rejects.toThrow(/400/);
  await expect(sandbox.fault({ fault: { kind: "nothing" } } as never)).rejects.toThrow(/400/);
});

test("over Workato's limit is 429 with Retry-After, until the minute is over", async () => {
  // A minute of 6 s: with a shorter one, a machine that is busy answers the third call in the next.
  await sandbox.limits({ workatoPerMinute: 2, timeScale: 10 });
  const statuses = [await whoAmI(), await whoAmI(), await whoAmI()].map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 429]);
  const refused = await whoAmI();
  expect(refused.headers["retry-after"]).toMatch(/^[1-6]$/);
  await new Promise((resolve) => setTimeout(resolve, 6050));
  expect((await whoAmI()).status).toBe(200);
});

test("over Okta's limit is E0000047, and the headers count down to a reset in epoch seconds", async () => {
  await sandbox.limits({ oktaPerMinute: 2 });
  const answers = [await okta("GET", CLIENTS), await okta("GET", `${CLIENTS}/0oa1`), await okta("GET", CLIENTS)];
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 429]);
  expect(answers.map(({ headers }) => headers["x-rate-limit-remaining"])).toEqual(["1", "0", "0"]);
  expect(answers[2]?.body).toMatchObject({ errorCode: "E0000047" });
  const reset = Number(answers[2]?.headers["x-rate-limit-reset"]) - Date.now() / 1000;
  expect(reset).toBeGreaterThan(55);
  expect(reset).toBeLessThanOrEqual(61);
  // Each bucket of endpoints has a limit of its own.
  for (const path of ["/api/v1/org", "/api/v1/apps", "/api/v1/apps/0oa1"]) {
    expect((await okta("GET", path)).headers["x-rate-limit-remaining"]).toBe("1");
  }
  for (const path of [
    "/api/v1/authorizationServers/default",
    "/api/v1/apps/0oa1/credentials/secrets",
    "/api/v1/apps/0oa2",
  ]) {
    expect((await okta("GET", path)).headers["x-rate-limit-remaining"]).toBe("0");
  }
  expect((await whoAmI()).status).toBe(200);
});

test("more than Okta works on at a time is E0000047 with a limit of 0, and other requests are as before", async () => {
  await sandbox.limits({ oktaConcurrent: 1 });
  await sandbox.fault({ side: "okta", times: 2, fault: { kind: "delay", ms: 2000 } });
  const [first, second] = await Promise.all([okta("GET", CLIENTS), okta("GET", CLIENTS)]);
  const refused = first.status === 429 ? first : second;
  expect([first.status, second.status].sort()).toEqual([200, 429]);
  expect(refused.body).toMatchObject({ errorCode: "E0000047" });
  expect(refused.headers).toMatchObject({ "x-rate-limit-limit": "0", "x-rate-limit-remaining": "0" });
  expect((await okta("GET", CLIENTS)).status).toBe(200);
});

test("the log holds what comes from outside, and can be emptied", async () => {
  const { oktaOrgUrl, oktaToken } = sandbox.info;
  await okta("GET", "/oauth2/default/.well-known/openid-configuration");
  await okta("GET", `${CLIENTS}?limit=5&q=a`);
  await workato("POST", "/api/connections", {
    name: "c",
    provider: "rest",
    input: {
      auth_type: "headers",
      base_uri: oktaOrgUrl,
      header_pair: `Authorization: SSWS ${oktaToken}`,
    },
  });
  await sandbox.gateway(1, "token");
  expect(await sandbox.requests()).toEqual([
    {
      side: "okta",
      method: "GET",
      path: "/oauth2/default/.well-known/openid-configuration",
      query: {},
      status: 200,
      at: expect.any(String),
    },
    { side: "okta", method: "GET", path: CLIENTS, query: { limit: "5", q: "a" }, status: 200, at: expect.any(String) },
    { side: "workato", method: "POST", path: "/api/connections", query: {}, status: 200, at: expect.any(String) },
  ]);
  await sandbox.clearRequests();
  expect(await sandbox.requests()).toEqual([]);
});
