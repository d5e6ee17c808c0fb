import * as workato from "pulumi-workato-dcr";
import type { FaultRule, Sandbox } from "../../sandbox/client";
import { callers, serviceClient } from "../sandbox/http";
import { callWith, emptyStack, errorsOf, oidcProvider, outputsOf, useEngine } from "./support";

/* What the engine makes of failures that the provider cannot mend; `npm run faults` has a fault at every request. */

const FAST = {
  "workato-dcr:retryTotalSeconds": "2",
  "workato-dcr:requestsPerMinute": "6000",
  "workato-dcr:oktaRequestsPerMinute": "6000",
};
const engine = useEngine({ config: FAST });
beforeEach(async () => {
  await engine.sandbox.reset();
  await addForeign(engine.sandbox);
});

test.each<[string, FaultRule[], RegExp]>([
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
    "a secret whose answer was lost is read",
    [
      { method: "POST", path: "/v1/clients$", fault: { kind: "malformed" } },
      { path: "/credentials/secrets$", times: 10, fault: { kind: "status", status: 503, body: {} } },
    ],
    /GET .*credentials\/secrets/,
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

/** The resource's own objects, and no other than these and those of somebody else. */
async function expectOneOfEach(sandbox: Sandbox, outputs: Record<string, unknown>) {
  const { workato, okta } = await sandbox.state();
  expect(okta.clients.map(({ client_id }) => client_id)).toEqual([expect.anything(), outputs.clientId]);
  expect(okta.clients[0]?.client_name).toBe("Orders");
  expect(workato.apiClients.map(({ id, description }) => [String(id), description])).toEqual([
    [expect.anything(), "Somebody else's"],
    [outputs.apiClientId, expect.stringMatching(/^\(pulumi:/)],
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
