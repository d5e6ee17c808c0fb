import type { Sandbox } from "../../sandbox/client";
import { type Call, serviceClient, useSandbox } from "./http";

let sandbox: Sandbox;
let okta: Call;

useSandbox((started, calls) => {
  sandbox = started;
  ({ okta } = calls);
});

const BASE = "/api/v1/authorizationServers/default";
const made = async (path: string, body: object) => {
  const answer = await okta("POST", `${BASE}/${path}`, body);
  expect(answer.status).toBe(201);
  return answer.body;
};
const scope = (name: string, changes: object = {}) => made("scopes", { name, ...changes });
const policyBody = (name: string, include = ["ALL_CLIENTS"], changes: object = {}) => ({
  type: "OAUTH_AUTHORIZATION_POLICY",
  name,
  description: name,
  conditions: { clients: { include } },
  ...changes,
});
const ruleBody = (name: string, scopes: string[], changes: object = {}, conditions: object = {}) => ({
  type: "RESOURCE_ACCESS",
  name,
  conditions: { grantTypes: { include: ["client_credentials"] }, scopes: { include: scopes }, ...conditions },
  ...changes,
});
const lasting = (minutes: number) => ({ actions: { token: { accessTokenLifetimeMinutes: minutes } } });

/** The client that asks; the access policies that are there from the start are gone. */
async function asker(): Promise<{ id: string; ask(...scopes: string[]): Promise<object> }> {
  for (const { id } of (await okta("GET", `${BASE}/policies`)).body) await okta("DELETE", `${BASE}/policies/${id}`);
  const { client_id, client_secret } = (await okta("POST", "/oauth2/v1/clients", serviceClient("orders"))).body;
  const ask = async (...scopes: string[]) => {
    const named = scopes.length > 0 && { scope: scopes.join(" ") };
    const { body } = await sandbox.idpToken({ clientId: client_id, clientSecret: client_secret, ...named });
    const { error, scope, expires_in } = body as { error?: string; scope?: string; expires_in?: number };
    return error === undefined ? { scope, minutes: Number(expires_in) / 60 } : { error };
  };
  return { id: client_id, ask };
}

const DENIED = { error: "access_denied" };
const INVALID = { error: "invalid_scope" };

test("a scope that requires consent is for no client credentials, alone or beside another one", async () => {
  const { ask } = await asker();
  await scope("asks", { consent: "REQUIRED" });
  await scope("may-ask", { consent: "FLEXIBLE" });
  await scope("silent");
  const policy = await made("policies", policyBody("all"));
  await made(`policies/${policy.id}/rules`, ruleBody("any", ["*"]));
  expect(await ask("asks")).toEqual(INVALID);
  expect(await ask("silent", "asks")).toEqual(INVALID);
  expect(await ask("may-ask", "silent")).toMatchObject({ scope: "may-ask silent" });
});

test("a default scope is for who names none", async () => {
  const { ask } = await asker();
  const policy = await made("policies", policyBody("all"));
  await made(`policies/${policy.id}/rules`, ruleBody("any", ["*"]));
  expect(await ask()).toEqual(INVALID);
  await scope("usual", { default: true });
  expect(await ask()).toMatchObject({ scope: "usual" });
});

test("one rule must have all scopes of a request; the first one by priority counts, over the policies", async () => {
  const { ask } = await asker();
  for (const name of ["read", "write", "more"]) await scope(name);
  expect(await ask("read")).toEqual(DENIED);
  const first = await made("policies", policyBody("first"));
  await made(`policies/${first.id}/rules`, ruleBody("read", ["read"], lasting(10)));
  await made(`policies/${first.id}/rules`, ruleBody("write", ["write"], lasting(20)));
  expect(await ask("read")).toEqual({ scope: "read", minutes: 10 });
  expect(await ask("write")).toEqual({ scope: "write", minutes: 20 });
  expect(await ask("read", "write")).toEqual(DENIED);

  const second = await made("policies", policyBody("second"));
  expect(second.priority).toBe(2);
  const both = await made(`policies/${second.id}/rules`, ruleBody("both", ["read", "write"], lasting(30)));
  expect(await ask("read", "write")).toEqual({ scope: "read write", minutes: 30 });
  expect(await ask("read")).toEqual({ scope: "read", minutes: 10 });
  expect(await ask("read", "more")).toEqual(DENIED);

  const path = `${BASE}/policies/${second.id}`;
  expect((await okta("PUT", path, { ...second, priority: 1 })).body.priority).toBe(1);
  expect((await okta("GET", `${BASE}/policies/${first.id}`)).body.priority).toBe(2);
  expect(await ask("read")).toEqual({ scope: "read", minutes: 30 });
  await okta("PUT", `${path}/rules/${both.id}`, { ...both, status: "INACTIVE" });
  expect(await ask("read")).toEqual({ scope: "read", minutes: 10 });
});

test.each<[string, object, object, (id: string) => string[]]>([
  ["is inactive", { status: "INACTIVE" }, {}, () => ["ALL_CLIENTS"]],
  ["is for another grant", {}, { grantTypes: { include: ["authorization_code"] } }, () => ["ALL_CLIENTS"]],
  ["is for a group of people", {}, { people: { groups: { include: ["00g1"] } } }, () => ["ALL_CLIENTS"]],
  ["is in a policy for no client", {}, {}, () => []],
])("a rule that %s matches nothing, one for the client by its id does", async (_, changes, conditions, clients) => {
  const { ask, id } = await asker();
  const policy = await made("policies", policyBody("first", clients(id)));
  await made(`policies/${policy.id}/rules`, ruleBody("any", ["*"], changes, conditions));
  expect(await ask(sandbox.info.scope)).toEqual(DENIED);
  const own = await made("policies", policyBody("own", [id]));
  await made(`policies/${own.id}/rules`, ruleBody("any", ["*"]));
  expect(await ask(sandbox.info.scope)).toMatchObject({ scope: sandbox.info.scope });
});

test.each<[string, string, object]>([
  ["a scope of a name that is taken", "scopes", { name: "sandbox.call" }],
  ["a scope of Okta's own", "scopes", { name: "okta.users.read" }],
  ["a scope with a space", "scopes", { name: "a b" }],
  ["a consent that is none", "scopes", { name: "a", consent: "PERHAPS" }],
  ["a policy for a client that is not there", "policies", policyBody("p", ["0oa1"])],
  ["a policy of another type", "policies", policyBody("p", [], { type: "PASSWORD" })],
  ["a rule for a scope that is not there", "policies/00psandboxpolicy0000/rules", ruleBody("r", ["nope"])],
  ["a rule with an unknown field", "policies/00psandboxpolicy0000/rules", ruleBody("r", ["*"], { colour: "red" })],
])("%s is E0000001", async (_, path, body) => {
  expect(await okta("POST", `${BASE}/${path}`, body)).toMatchObject({ status: 400, body: { errorCode: "E0000001" } });
});

test("scopes, policies and rules are read, changed and deleted by their ids; a system scope stays", async () => {
  const orders = await scope("orders.read");
  const policy = await made("policies", policyBody("partners"));
  const rule = await made(`policies/${policy.id}/rules`, ruleBody("partners", ["orders.read"]));
  const paths = [`policies/${policy.id}/rules/${rule.id}`, `policies/${policy.id}`, `scopes/${orders.id}`];
  for (const path of paths.map((one) => `${BASE}/${one}`)) {
    const held = await okta("GET", path);
    expect(held.status).toBe(200);
    expect((await okta("PUT", path, { ...held.body, name: "renamed" })).body).toMatchObject({ name: "renamed" });
    expect((await okta("DELETE", path)).status).toBe(204);
    expect(await okta("GET", path)).toMatchObject({ status: 404, body: { errorCode: "E0000007" } });
  }
  const system = (await okta("GET", `${BASE}/scopes`)).body.find((one: { system: boolean }) => one.system);
  expect((await okta("DELETE", `${BASE}/scopes/${system.id}`)).status).toBe(400);
});
