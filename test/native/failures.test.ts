import { callWith } from "../engine/support";
import { failureOf, oidcAndOrders, outputsOf, resource, useNative } from "./support";

const native = useNative({
  config: { "workato-dcr:retryTotalSeconds": "1", "workato-dcr:requestTimeoutSeconds": "2" },
});

test.each([
  [
    "a create whose key got no answer",
    { side: "workato", method: "POST", path: "/api_keys$", fault: { kind: "hang" } },
  ],
  ["a create whose app got no answer", { side: "okta", method: "PUT", path: "/apps/", fault: { kind: "hang" } }],
] as const)("%s is completed by the next up, and nothing is left behind", async (_, fault) => {
  const { stack, sandbox } = native;
  await stack.program(oidcAndOrders(sandbox.info.scope));
  await sandbox.fault({ ...fault, times: 9 });
  const failed = await failureOf(stack.pulumi("up", "--yes"));
  expect(failed).toMatch(/ApiClient.*orders/);
  await sandbox.clearFaults();

  await stack.pulumi("up", "--yes");
  const outputs = await outputsOf(stack, "orders");
  expect(await callWith(sandbox, outputs)).toBe(200);
  const { workato, okta } = await sandbox.state();
  expect([workato.apiClients, workato.apiKeys, okta.clients].map(({ length }) => length)).toEqual([1, 1, 1]);
  expect((await stack.pulumi("preview")).steps).toEqual(["same okta", "same orders"]);
});

test("an update that failed halfway is recorded, and the next up goes on from there", async () => {
  const { stack, sandbox } = native;
  const program = (name: string, quarter: string) =>
    oidcAndOrders(sandbox.info.scope, {}, { name, rotationTriggers: { quarter } });
  await stack.program(program("Orders", "Q3"));
  await stack.pulumi("up", "--yes");

  await stack.program(program("Orders 2", "Q4"));
  const refusal = { kind: "status", status: 500, body: {} } as const;
  await sandbox.fault({ side: "workato", method: "PUT", path: "/api_clients/", fault: refusal, times: 9 });
  expect(await failureOf(stack.pulumi("up", "--yes"))).toContain("500");
  await sandbox.clearFaults();
  const renewed = (await outputsOf(stack, "orders")).clientSecret;

  await stack.pulumi("up", "--yes");
  const outputs = await outputsOf(stack, "orders");
  expect(outputs).toMatchObject({ name: "Orders 2", clientSecret: renewed });
  expect(await callWith(sandbox, outputs)).toBe(200);
});

test("what a failed run has left open, a refresh does not take for done", async () => {
  const { stack, sandbox } = native;
  await stack.program(oidcAndOrders(sandbox.info.scope));
  await sandbox.fault({ side: "okta", method: "PUT", path: "/apps/", fault: { kind: "hang" }, times: 9 });
  expect(await failureOf(stack.pulumi("up", "--yes"))).toMatch(/ApiClient.*orders/);
  await sandbox.clearFaults();
  await stack.pulumi("refresh", "--yes");

  const up = await stack.pulumi("up", "--yes");
  expect(up.steps).toEqual(["same okta", "update orders"]);
  expect(await callWith(sandbox, await outputsOf(stack, "orders"))).toBe(200);
});

test("no secret is printed or kept in plain text, whatever fails", async () => {
  const { stack, sandbox } = native;
  const secret = "hunter2-hunter2-hunter2";
  const idp = (auth: object) => ({
    resources: { idp: resource("HttpConnection", { name: "IdP", baseUrl: sandbox.info.oktaOrgUrl, auth }) },
  });
  // A mistake in what the program alone says is secret, one in credentials, and a refusal that repeats them.
  await stack.program(oidcAndOrders(sandbox.info.scope, {}, { email: { "fn::secret": secret } }));
  expect(await failureOf(stack.pulumi("preview", "--diff"))).toContain("must be an e-mail address");
  await stack.program(idp({ type: "header", headers: { "Bad name": secret } }));
  expect(await failureOf(stack.pulumi("preview", "--diff"))).toContain("auth.headers");
  const repeats = { kind: "status", status: 422, body: { message: `no ${secret}` } } as const;
  await sandbox.fault({ side: "workato", method: "POST", path: "/connections$", fault: repeats });
  await stack.program(idp({ type: "header", headers: { Authorization: `SSWS ${secret}` } }));
  expect(await failureOf(stack.pulumi("up", "--yes", "--diff"))).toContain("[secret]");
  await stack.pulumi("up", "--yes", "--diff");

  await stack.program(oidcAndOrders(sandbox.info.scope));
  await stack.pulumi("up", "--yes", "--diff");
  const { clientSecret, apiKey } = await outputsOf(stack, "orders");
  await stack.pulumi("refresh", "--yes", "--diff");
  for (const each of [secret, clientSecret, apiKey, sandbox.info.oktaToken, sandbox.info.workatoToken]) {
    expect(stack.printed()).not.toContain(each);
    expect(await stack.stored()).not.toContain(each);
  }
});

test("a method that is permanent is refused by the preview, with the way on", async () => {
  const { stack, sandbox } = native;
  await stack.program(oidcAndOrders(sandbox.info.scope));
  await stack.pulumi("up", "--yes");
  await stack.program(oidcAndOrders(sandbox.info.scope, { authenticationMethod: "introspection" }));
  expect(await failureOf(stack.pulumi("preview"))).toContain("is permanent");
});

/** Makes each request take a while. */
const slow = () => native.sandbox.fault({ fault: { kind: "delay", ms: 700 }, times: 1000 });

const becomesWhole = async () => {
  const { stack, sandbox } = native;
  await sandbox.clearFaults();
  await stack.pulumi("up", "--yes");
  expect(await callWith(sandbox, await outputsOf(stack, "orders"))).toBe(200);
  const { workato, okta } = await sandbox.state();
  expect([workato.apiClients, workato.apiKeys, okta.clients].map(({ length }) => length)).toEqual([1, 1, 1]);
};

test("a create that takes longer than its customTimeouts ends in order, and the next up goes on from there", async () => {
  const { stack, sandbox } = native;
  const program = oidcAndOrders(sandbox.info.scope);
  const options = { customTimeouts: { create: "2s" } };
  await stack.program({
    ...program,
    resources: { ...program.resources, orders: { ...program.resources.orders, options } },
  });
  await slow();
  expect(await failureOf(stack.pulumi("up", "--yes"))).toContain("the 2 s of its customTimeouts are over");
  await stack.program(program);
  await becomesWhole();
});

test("a run that is cancelled ends in order, and the next up goes on from there", async () => {
  const { stack, sandbox } = native;
  await stack.program(oidcAndOrders(sandbox.info.scope));
  await slow();
  const up = stack.start("up", "--yes", "--skip-preview");
  while (!(await sandbox.requests()).some(({ path }) => path.endsWith("/oauth2/v1/clients"))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  up.interrupt();
  expect(await failureOf(up.done)).toContain("the run was cancelled");
  await becomesWhole();
});
