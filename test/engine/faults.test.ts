import type * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";
import * as undici from "undici";
import * as zod from "zod";
import type { FaultRule, LoggedRequest, Sandbox } from "../../sandbox/client";
import { callers, serviceClient } from "../sandbox/http";
import { callWith, emptyStack, errorsOf, oidcProvider, outputsOf, useEngine } from "./support";

/*
 * A sample of what may go wrong at each request of a create. Most cases drive the provider as the engine does, in a process of
 * its own for each command; a few run the engine itself. `npm run faults` has all of them.
 */

const FAST = {
  "workato-dcr:retryTotalSeconds": "2",
  "workato-dcr:requestTimeoutSeconds": "2",
  "workato-dcr:requestsPerMinute": "6000",
  "workato-dcr:oktaRequestsPerMinute": "6000",
};
const MARK = "0123456789abcdef";
const engine = useEngine({ config: FAST });
beforeEach(async () => {
  await engine.sandbox.reset();
  await addForeign(engine.sandbox);
});

type Fault = FaultRule["fault"];
const FAULTS: Record<string, { fault: Fault; times?: number; only?: RegExp }> = {
  "is cut before it is done": { fault: { kind: "reset-before" } },
  "is cut after it is done": { fault: { kind: "reset-after" } },
  "fails for long": { fault: { kind: "status", status: 500, body: {} }, times: 10 },
  "comes too early": { fault: { kind: "status", status: 429, headers: { "retry-after": "1" }, body: {} } },
  "has a broken answer": { fault: { kind: "malformed" } },
  "has an answer without a secret, for nothing that is there": {
    fault: { kind: "status", status: 201, body: { client_id: "0oaOfNobody", client_name: `Orders (pulumi:${MARK})` } },
    only: /clients$/,
  },
};

const REQUESTS = {
  stack: [
    "okta GET /oauth2/default/.well-known/oauth-authorization-server",
    "okta POST /oauth2/v1/clients",
    "workato POST /api/v2/api_clients",
    "workato POST /api/v2/api_clients/:id/api_keys",
    "okta GET /api/v1/apps/:id",
    "okta PUT /api/v1/apps/:id",
  ],
  workato: [
    "okta GET /oauth2/default/.well-known/oauth-authorization-server",
    "okta POST /oauth2/v1/clients",
    "workato POST /api/v2/api_clients",
    "workato POST /api/v2/api_clients/:id/api_keys",
  ],
};

describe.each(["stack", "workato"] as const)("a create with the store %s", (store) => {
  const requests = REQUESTS[store];

  test("sends these requests, and no other", async () => {
    const inputs = await inputsFor(store);
    await engine.sandbox.clearRequests();
    await apply(store, inputs, undefined);
    expect((await engine.sandbox.requests()).map(named)).toEqual(requests);
  });

  const cells = requests.flatMap((request) =>
    Object.entries(FAULTS)
      .filter(([, { only }]) => only === undefined || (only.test(request) && request.startsWith("okta")))
      .map(([name, { fault, times = 1 }]) => ({ request, name, fault, times })),
  );
  test.each(cells)("converges when $request $name", async ({ request, fault, times }) => {
    const { sandbox } = engine;
    const inputs = await inputsFor(store);
    const [side, method, path = ""] = request.split(" ");
    const pattern = `^${path.replace(":id", "[^/]+").replaceAll(".", "\\.")}$`;
    await sandbox.fault({ side: side as "okta" | "workato", method: method ?? "", path: pattern, times, fault });
    const first = await apply(store, inputs, undefined);
    await sandbox.clearFaults();
    const second = await apply(store, inputs, first.recorded);

    expect(second.error).toBeUndefined();
    await expectOneOfEach(sandbox, second.recorded?.state ?? {});
  });
});

describe("on the engine", () => {
  it.each<[string, FaultRule[], RegExp]>([
    [
      "what was made is taken back when a later request fails",
      [{ method: "POST", path: "/api_keys$", times: 10, fault: { kind: "status", status: 500, body: {} } }],
      /^Workato failed on POST \/api\/v2\/api_clients\/\d+\/api_keys/,
    ],
    [
      "what may have been made is gone on with",
      [
        { method: "POST", path: "/clients$", fault: { kind: "reset-after" } },
        { method: "GET", path: "/clients$", times: 10, fault: { kind: "reset-before" } },
      ],
      /^The connection to Okta was cut during POST \/oauth2\/v1\/clients/,
    ],
    [
      "a secret whose answer was lost is renewed",
      [
        { method: "POST", path: "/v1/clients$", fault: { kind: "malformed" } },
        { method: "PUT", path: "/v1/clients/", fault: { kind: "rewrite", remove: ["client_secret"] } },
        { method: "POST", path: "/newSecret$", times: 10, fault: { kind: "status", status: 503, body: {} } },
      ],
      /newSecret/,
    ],
  ])("%s", async (_, faults, error) => {
    const { sandbox, workspace } = engine;
    const program = async () => {
      const dcrProvider = oidcProvider(sandbox.info);
      new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    };
    await emptyStack(workspace);
    // First alone, so that every fault meets the client.
    await workspace.up(async () => void oidcProvider(sandbox.info));
    for (const fault of faults) await sandbox.fault(fault);
    expect(await errorsOf(workspace.up(program))).toEqual([expect.stringMatching(error)]);
    await sandbox.clearFaults();
    await workspace.up(program);
    const outputs = (await outputsOf(workspace, "orders")) ?? {};
    await expectOneOfEach(sandbox, outputs);
    expect((await workspace.up(program)).steps).toEqual(["same oidc", "same orders"]);
  });
});

/** The resource's own objects, and no other than these and those of somebody else. */
async function expectOneOfEach(sandbox: Sandbox, outputs: Record<string, unknown>) {
  const { workato, okta } = await sandbox.state();
  expect(okta.clients.map(({ client_id }) => client_id)).toEqual([
    expect.not.stringMatching(/Nobody/),
    outputs.clientId,
  ]);
  expect(okta.clients[0]?.client_name).toBe("Orders");
  expect(workato.apiClients.map(({ id, description }) => [String(id), description])).toEqual([
    [expect.anything(), "Somebody else's"],
    [outputs.apiClientId, `(pulumi:${outputs.ownershipMark})`],
  ]);
  expect(workato.apiKeys.map(({ id, active }) => [String(id), active])).toEqual([[outputs.apiKeyId, true]]);
  expect(await callWith(sandbox, outputs)).toBe(200);
}

/** What others have made under the very name. */
async function addForeign({ info }: Sandbox) {
  const { workato: api, okta } = callers(info);
  const foreign = { name: "Orders", description: "Somebody else's", api_collection_ids: [1], auth_type: "token" };
  expect((await api("POST", "/api/v2/api_clients", foreign)).status).toBe(200);
  expect((await okta("POST", "/oauth2/v1/clients", serviceClient("Orders"))).status).toBe(201);
}

/** The inputs of an API client as they pass its check, and the provider that it needs. */
async function inputsFor(store: "stack" | "workato") {
  const { info } = engine.sandbox;
  const { workato: api, okta } = callers(info);
  const scopes = [info.scope];
  const common = { name: "Orders", apiCollectionIds: ["1"], ownershipMark: MARK };
  if (store === "stack") {
    const claim = { claimType: "RESOURCE", valueType: "EXPRESSION", value: "app.profile.workatoApiKey" };
    await okta("POST", "/api/v1/authorizationServers/default/claims", { name: "workato_sub", ...claim });
    return { ...common, dcrProvider: { dcrProviderId: "1".repeat(16), authenticationMethod: "oidc", scopes } };
  }
  const header_pair = [{ key: "Authorization", value: `SSWS ${info.oktaToken}` }];
  const input = { base_uri: info.oktaOrgUrl, auth_type: "headers", header_pair };
  const { id } = (await api("POST", "/api/connections", { name: "Okta", provider: "rest", input })).body;
  const body = { name: "Okta", connection_id: id, auth_method: "oidc" };
  const provider = (await api("POST", "/api/v2/dcr_providers", body)).body.data;
  return { ...common, dcrProvider: { dcrProviderId: String(provider.id), authenticationMethod: "oidc" } };
}

interface Recorded {
  id: string;
  state: Record<string, unknown>;
}

/** One command: the engine creates what is not recorded, updates what is, and records what an error tells it to. */
async function apply(
  store: string,
  inputs: object,
  before: Recorded | undefined,
): Promise<{ recorded?: Recorded; error?: Error }> {
  const provider = newProcess();
  const { info } = engine.sandbox;
  const config: Record<string, string> = {
    ...FAST,
    "workato-dcr:dcrProviderStore": store,
    "workato-dcr:baseUrl": info.workatoBaseUrl,
    "workato-dcr:apiToken": info.workatoToken,
    "workato-dcr:oktaOrgUrl": info.oktaOrgUrl,
    "workato-dcr:oktaApiToken": info.oktaToken,
  };
  await provider.configure?.({ config: { get: (key) => config[key], require: (key) => config[key] ?? "" } });
  try {
    if (!before) {
      const { id, outs } = await provider.create(inputs);
      return { recorded: { id, state: outs } };
    }
    const { changes } = (await provider.diff?.(before.id, before.state, inputs)) ?? {};
    if (!changes) return { recorded: before };
    const { outs } = (await provider.update?.(before.id, before.state, inputs)) ?? {};
    return { recorded: { id: before.id, state: outs } };
  } catch (error) {
    const { id, properties } = error as { id?: string; properties?: Record<string, unknown> };
    return { error: error as Error, ...(id !== undefined && { recorded: { id, state: properties ?? {} } }) };
  }
}

/** Every command has a provider process of its own, which knows nothing of the one before. */
function newProcess(): pulumi.dynamic.ResourceProvider {
  let provider: pulumi.dynamic.ResourceProvider | undefined;
  jest.isolateModules(() => {
    // Outside of the engine there is nobody to show a warning to. What holds no state need not be loaded anew.
    jest.doMock("@pulumi/pulumi", () => ({ log: { warn: async () => {} } }));
    jest.doMock("undici", () => undici);
    jest.doMock("zod", () => zod);
    provider = require("../../provider/dynamic/api-client");
  });
  if (!provider) throw new Error("no provider");
  return provider;
}

function named({ side, method, path }: LoggedRequest): string {
  return `${side} ${method} ${path.replace(/\/(\d+|0oa\w+)(?=\/|$)/, "/:id")}`;
}
