import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";
import { callers, httpConnection } from "../sandbox/http";
import { callWith, oidcProvider, outputsOf, startOver, useEngine, WORKATO_STORE, watched } from "./support";

const engine = useEngine({ config: WORKATO_STORE });

/** What somebody has made at Workato by hand: the ids by name. */
let byHand: Record<"okta" | "twin" | "otherTwin" | "provider", number>;

async function arrange() {
  const { sandbox, workspace } = engine;
  await startOver(sandbox, workspace);
  const { info } = sandbox;
  const { workato } = callers(info);
  const make = async (body: object) => (await workato("POST", "/api/connections", body)).body.id as number;
  const http = httpConnection(info.oktaOrgUrl, `SSWS ${info.oktaToken}`);
  const [okta, twin, otherTwin] = [
    await make({ ...http, name: "Okta" }),
    await make({ ...http, name: "Twin" }),
    await make({ ...http, name: "Twin" }),
    await make({ name: "CRM", provider: "salesforce" }),
  ];
  const settings = {
    name: "By hand",
    connection_id: okta,
    auth_method: "oidc",
    required_claims: ["aud"],
    scopes: [info.scope],
  };
  const provider = (await workato("POST", "/api/v2/dcr_providers", settings)).body.data.id as number;
  byHand = { okta, twin, otherTwin, provider };
}

test("by name and by id, a look-up gives what is there, and asks for each list once", async () => {
  await arrange();
  const { sandbox, workspace } = engine;
  const { outputs, requests } = await watched(sandbox, () =>
    workspace.up(async () => ({
      connections: [
        await workato.getHttpConnection({ name: "Okta" }),
        workato.getHttpConnectionOutput({ id: pulumi.output(byHand.twin) }),
      ],
      collections: [
        workato.getApiCollection({ name: "Inventory" }),
        workato.getApiCollectionOutput({ id: pulumi.output("1") }),
      ],
      allCollections: workato.getApiCollections(),
      allCollectionsOutput: workato.getApiCollectionsOutput(),
      providers: [
        workato.getDcrProvider({ name: "By hand" }),
        workato.getDcrProviderOutput({ id: pulumi.output(byHand.provider) }),
      ],
      allProviders: workato.getDcrProviders(),
      allProvidersOutput: workato.getDcrProvidersOutput(),
    })),
  );
  const folderId = `${sandbox.info.folderId}`;
  const connection = (id: number, name: string) => ({
    id: `${id}`,
    connectionId: `${id}`,
    name,
    folderId,
    authorizationStatus: "success",
  });
  expect(outputs.connections?.value).toEqual([connection(byHand.okta, "Okta"), connection(byHand.twin, "Twin")]);
  const [inventory, orders] = outputs.collections?.value ?? [];
  expect([inventory, orders]).toMatchObject([
    { id: "2", name: "Inventory" },
    { id: "1", name: "Orders" },
  ]);
  for (const all of [outputs.allCollections, outputs.allCollectionsOutput]) {
    expect(all?.value).toEqual([orders, inventory]);
  }

  const id = `${byHand.provider}`;
  const [provider] = outputs.providers?.value ?? [];
  expect(provider).toMatchObject({
    id,
    dcrProviderId: id,
    name: "By hand",
    authenticationMethod: "oidc",
    connection: { id: `${byHand.okta}` },
    requiredClaims: ["aud"],
    scopes: [sandbox.info.scope],
    createdAt: (await sandbox.state()).workato.dcrProviders[0]?.created_at,
  });
  expect(outputs.providers?.value).toEqual([provider, provider]);
  for (const all of [outputs.allProviders, outputs.allProvidersOutput]) expect(all?.value).toEqual([provider]);
  expect(requests.sort()).toEqual([
    "workato GET 200 /api/api_collections",
    "workato GET 200 /api/connections",
    "workato GET 200 /api/v2/dcr_providers",
  ]);
});

describe("what is not to be had fails the preview, and says what there is", () => {
  let shown: Record<string, string>;
  beforeAll(async () => {
    await arrange();
    const { sandbox } = engine;
    // Those that nobody uses, after the first of this kind: longer than a program takes that does not wait for them.
    await sandbox.fault({ path: "/dcr_providers$", after: 1, times: 2, fault: { kind: "delay", ms: 5000 } });
    const program = ["-r", "ts-node/register", "test/engine/lookups/failures.ts", JSON.stringify(sandbox.info)];
    const { stdout } = await promisify(execFile)(process.execPath, program, { cwd: resolve(__dirname, "../..") });
    shown = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  });

  const connections = () => `"Okta" (id ${byHand.okta}), "Twin" (id ${byHand.twin}), "Twin" (id ${byHand.otherTwin})`;
  const noList = "There is no list of DCR providers with workato-dcr:dcrProviderStore = stack";
  test.each<[string, () => string]>([
    ["no match", () => `There is no HTTP connection named "CRM". Those that the token sees: ${connections()}`],
    [
      "several matches",
      () => `2 HTTP connections are named "Twin". Look it up by id: ${connections().replace(/^"Okta".*?, /, "")}`,
    ],
    [
      "no such id",
      () => 'no API collection with id 99. Those that the token sees: "Inventory" (id 2), "Orders" (id 1)',
    ],
    ["another case", () => `named "BY HAND". Those that the token sees: "By hand" (id ${byHand.provider})`],
    ["a promise that nobody awaits", () => 'There is no DCR provider named "Unused"'],
    ["an output that nobody uses", () => 'There is no DCR provider named "Unused"'],
    ["a promise that the program awaits", () => 'There is no HTTP connection named "Awaited"'],
    ["an output of an output", () => 'There is no API collection named "1"'],
    [
      "neither id nor name",
      () => "The look-up of one HTTP connection takes either id or name, and got nmae. Give it {",
    ],
    ["an output as a plain argument", () => "takes a plain value as name. Give it { name: … }"],
    ["one provider with the store stack", () => noList],
    ["all providers with the store stack", () => "or run: pulumi config set workato-dcr:dcrProviderStore workato"],
  ])("%s", (name, message) => {
    expect(shown[name]).toContain(message());
    expect(shown[name]).not.toMatch(/Unhandled| {4}at /);
  });
});

test("a client works with the ref of a provider that was looked up, and a provider with a connection", async () => {
  await arrange();
  const { sandbox, workspace } = engine;
  const program = async () => {
    const args = { apiCollectionIds: [workato.getApiCollectionOutput({ name: "Orders" }).id] };
    const foreign = await workato.getDcrProvider({ name: "By hand" });
    new workato.ApiClient("orders", { name: "Orders", dcrProvider: foreign.ref, ...args });
    const connection = { id: (await workato.getHttpConnection({ name: "Okta" })).id };
    new workato.ApiClient("billing", {
      name: "Billing",
      dcrProvider: oidcProvider(sandbox.info, { connection }),
      ...args,
    });
  };
  await workspace.up(program);
  for (const name of ["orders", "billing"]) expect(await callWith(sandbox, await outputsOf(workspace, name))).toBe(200);
  const lacking = await sandbox.token({
    clientId: String((await outputsOf(workspace, "orders"))?.clientId),
    omit: ["aud"],
  });
  expect(await sandbox.gateway(1, lacking)).toMatchObject({
    status: 401,
    body: { reason: "the token lacks the claim aud" },
  });
  expect((await workspace.up(program)).steps).toEqual(["same billing", "same oidc", "same orders"]);

  await workspace.destroy();
  const { workato: left } = await sandbox.state();
  expect(left.dcrProviders).toMatchObject([{ id: byHand.provider }]);
  expect(left.connections).toHaveLength(4);
});
