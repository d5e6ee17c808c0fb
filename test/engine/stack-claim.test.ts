import * as workato from "pulumi-workato-dcr";
import { callers, serviceClient } from "../sandbox/http";
import { callWith, errorsOf, NOTHING_LEFT, oidcProvider, outputsOf, startOver, useEngine } from "./support";

const engine = useEngine({ sandbox: { storeEndpoints: "off" } });
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const EXPRESSION = "app.profile.workatoApiKey";

function program(provider: Partial<workato.DcrProviderArgs> = {}) {
  const { info } = engine.sandbox;
  return async () => {
    const dcrProvider = oidcProvider(info, provider);
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider, verify: true });
  };
}

/** A claim that somebody else has made at the authorization server. */
async function foreignClaim(value: string) {
  const claim = { name: "workato_sub", claimType: "RESOURCE", valueType: "EXPRESSION", value };
  const made = await callers(engine.sandbox.info).okta("POST", "/api/v1/authorizationServers/default/claims", claim);
  expect(made.status).toBe(201);
}

/** A client of somebody else whose tokens need the claim. */
async function foreignClient() {
  const { okta } = callers(engine.sandbox.info);
  const { client_id } = (await okta("POST", "/oauth2/v1/clients", serviceClient("of another stack"))).body;
  const app = (await okta("GET", `/api/v1/apps/${client_id}`)).body;
  const profile = { workatoApiKey: "key-of-another-stack" };
  expect(await okta("PUT", `/api/v1/apps/${client_id}`, { ...app, profile })).toMatchObject({ status: 200 });
}

test("with manageClaim: false there is no claim, and verify says which one is missing and how to add it", async () => {
  const { sandbox, workspace } = engine;
  const { printed } = await workspace.up(program({ manageClaim: false }));
  expect((await sandbox.state()).okta.claims).toEqual([]);
  expect(printed).toContain(
    `ApiClient "Orders": The gateway would refuse its tokens: it lacks "workato_sub", the claim with the API key: add it in Okta with the expression ${EXPRESSION}`,
  );
  expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(401);
});

test("with a claim of the owner's own making, and manageClaim: false, there is nothing to warn of", async () => {
  const { sandbox, workspace } = engine;
  await foreignClaim(EXPRESSION);
  const { printed } = await workspace.up(program({ manageClaim: false }));
  expect(printed).not.toContain("warning");
  expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
  await workspace.destroy();
  expect((await sandbox.state()).okta.claims).toHaveLength(1);
});

test("a claim with the same expression, which others use, is shared, and stays as it is", async () => {
  const { sandbox, workspace } = engine;
  await foreignClaim(EXPRESSION);
  await foreignClient();
  const { okta: before } = await sandbox.state();
  await workspace.up(program());
  expect((await sandbox.state()).okta.claims).toEqual(before.claims);
  expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);

  await workspace.destroy();
  expect((await sandbox.state()).okta).toEqual(before);
});

test("the provider's own claim stays for as long as others use it, and destroy says so", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(program());
  await foreignClient();
  const { claims } = (await sandbox.state()).okta;
  const { printed } = await workspace.destroy();
  expect(printed).toMatch(/warning: .*claim \S+ stays at Okta/);
  expect((await sandbox.state()).okta.claims).toEqual(claims);
});

test("where apiKeyClaim becomes a name that is there already, the claim before it goes, or a warning tells that it stays", async () => {
  const { sandbox, workspace } = engine;
  const names = async () => (await sandbox.state()).okta.claims.map(({ name }) => name);
  const alone = (apiKeyClaim: string) => async () => void oidcProvider(sandbox.info, { apiKeyClaim });
  await foreignClaim(EXPRESSION);
  await workspace.up(alone("first"));
  expect(await names()).toEqual(["workato_sub", "first"]);
  await workspace.up(alone("workato_sub"));
  expect(await names()).toEqual(["workato_sub"]);

  await startOver(sandbox, workspace);
  await foreignClaim(EXPRESSION);
  await workspace.up(program({ apiKeyClaim: "first" }));
  const { printed } = await workspace.up(program({ apiKeyClaim: "workato_sub" }));
  expect(printed).toMatch(/warning: .*claim \S+ stays at Okta/);
  expect(await names()).toEqual(["workato_sub", "first"]);
});

const POLICIES = "/authorizationServers/default/policies$";
const noPolicies = async () =>
  engine.sandbox.fault({ side: "okta", path: POLICIES, times: 9, fault: { kind: "status", status: 200, body: [] } });

test.each<[string, () => Promise<void>, Partial<workato.DcrProviderArgs>, RegExp]>([
  [
    "a claim of that name with another expression",
    () => foreignClaim("app.clientId"),
    {},
    /apiKeyClaim: .* claim "workato_sub" already, with the expression app.clientId. Choose another claim with apiKeyClaim/,
  ],
  [
    "no such scope",
    async () => {},
    { scopes: ["sandbox.call", "nope"] },
    /^scopes\[1\]: there is no scope "nope" on .*\. Add it there, or choose another: .*"sandbox\.call"/,
  ],
  [
    "no access rule for client_credentials",
    noPolicies,
    {},
    /scopes: .*: no access rule lets all clients get "sandbox.call" by client_credentials. Add/,
  ],
  [
    "a scope that requires consent",
    async () => {
      const { okta } = callers(engine.sandbox.info);
      const scope = { name: "orders.read", consent: "REQUIRED" };
      expect(await okta("POST", "/api/v1/authorizationServers/default/scopes", scope)).toMatchObject({ status: 201 });
    },
    { scopes: ["sandbox.call", "orders.read"] },
    /scopes: .*: a user has to consent to "orders.read", and with client_credentials there is none. Add/,
  ],
  [
    "no such connection",
    async () => {},
    { connection: { id: 4711 } },
    /connection.id: there is no connection 4711 in this workspace. Check the id/,
  ],
])("%s is one error of up, and nothing is left", async (_, arrange, provider, message) => {
  const { sandbox, workspace } = engine;
  await arrange();
  const { claims } = (await sandbox.state()).okta;
  const errors = await errorsOf(workspace.up(program(provider)));
  expect(errors).toEqual([expect.stringMatching(message)]);
  await sandbox.clearFaults();
  expect(await sandbox.state()).toEqual({ ...NOTHING_LEFT, okta: { clients: [], claims } });
  expect(await outputsOf(workspace, "oidc")).toBeUndefined();
});

function secondProvider(more: Partial<workato.DcrProviderArgs> = {}) {
  const scopes = [engine.sandbox.info.scope];
  return new workato.DcrProvider("second", { name: "Second", authenticationMethod: "oidc", scopes, ...more });
}

test("of two providers with one claim, one owns it: the other gets a claim of its own without a change for the first", async () => {
  const { sandbox, workspace } = engine;
  const both = (apiKeyClaim?: string) => async () => {
    const { info } = sandbox;
    const first = oidcProvider(info);
    const second = secondProvider(apiKeyClaim === undefined ? {} : { apiKeyClaim });
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider: first });
    new workato.ApiClient("invoices", { name: "Invoices", apiCollectionIds: [1], dcrProvider: second });
  };
  const answers = async () => [
    await callWith(sandbox, await outputsOf(workspace, "orders")),
    await callWith(sandbox, await outputsOf(workspace, "invoices")),
  ];
  const names = async () => (await sandbox.state()).okta.claims.map(({ name }) => name).sort();
  await workspace.up(both());
  expect([await names(), await answers()]).toEqual([["workato_sub"], [200, 200]]);

  // Which of the two owns it is chance; the one that does takes it along, and the other makes its own again.
  for (const claim of ["second_key", "third_key"]) {
    await workspace.up(both(claim));
    await workspace.refresh();
    await workspace.up(both(claim));
    expect(await answers()).toEqual([200, 200]);
    await workspace.refresh();
    expect((await workspace.up(both(claim))).steps).toEqual([
      "same invoices",
      "same oidc",
      "same orders",
      "same second",
    ]);
  }
  expect(await names()).toEqual(["third_key", "workato_sub"]);
  await workspace.destroy();
  expect(await names()).toEqual([]);
});

test("a claim that two providers share is repaired by either, and goes with the last of them", async () => {
  const { sandbox, workspace } = engine;
  const { info } = sandbox;
  const only = (name: "second" | "both") => async () => {
    const first = name === "second" ? undefined : oidcProvider(info);
    const second = secondProvider();
    const dcrProvider = first ?? second;
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  };
  await workspace.up(only("both"));
  const [claim] = (await sandbox.state()).okta.claims;
  for (const patch of [{ value: "app.id" }, { claimType: "IDENTITY" }, { status: "INACTIVE" }]) {
    await sandbox.drift({ op: "patch", side: "okta", kind: "claim", id: String(claim?.id), patch });
    await workspace.refresh();
    await workspace.up(only("both"));
    expect((await sandbox.state()).okta.claims).toEqual([claim]);
  }
  await workspace.up(only("second"));
  expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);
  await workspace.destroy();
  expect((await sandbox.state()).okta.claims).toEqual([]);
});
