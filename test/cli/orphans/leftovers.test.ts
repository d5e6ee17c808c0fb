import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as workato from "pulumi-workato-dcr";
import { allOutputs, oidcProvider, oktaConnection, useEngine } from "../../engine/support";
import { callers, httpConnection, serviceClient } from "../../sandbox/http";
import { program, sandboxEnv } from "../program";
import { shellOf } from "./stacks";

const engine = useEngine();
const folder = mkdtempSync(join(tmpdir(), "exports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what carries an owner's mark in place of what the owner has is listed, deleted, and all else works on", async () => {
  const { sandbox, workspace } = engine;
  const declare = async () => {
    oktaConnection(sandbox.info);
    const dcrProvider = oidcProvider(sandbox.info);
    const apiClient = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
    new workato.ApiClientCredential("orders-eu", { name: "EU", apiClient });
  };
  await workspace.up(declare);
  const exported = await workspace.export();
  const path = join(folder, "stack.json");
  writeFileSync(path, JSON.stringify(exported));
  const env = { ...(await shellOf(workspace)), ...sandboxEnv(sandbox.info) };
  const orphans = async (...args: string[]) => {
    const { code, out } = await program(["orphans", "--export", path, "--json", ...args], { env });
    const { orphans: list, claims } = JSON.parse(out) as Record<"orphans" | "claims", { kind?: string; id: string }[]>;
    return { code, list: list.map(({ kind, id }) => `${kind} ${id}`), claims: claims.map(({ id }) => id) };
  };
  expect(await orphans()).toEqual({ code: 0, list: [], claims: [] });

  // As runs leave them whose answers were lost, and whose state then took other objects.
  const { workato: askWorkato, okta: askOkta } = callers(sandbox.info);
  const { okta, orders } = await allOutputs(workspace);
  const idOf = async (name: string) => (await workspace.state()).find(({ urn }) => urn.endsWith(`::${name}`))?.id;
  const [ofOrders, ofEu] = [await idOf("orders"), await idOf("orders-eu")];
  const keysPath = `/api/v2/api_clients/${orders?.apiClientId}/api_keys`;
  const key = async (mark: unknown) =>
    (await askWorkato("POST", keysPath, { name: `pulumi:${mark}`, active: true })).body.data.id;
  const keys = [await key(ofOrders), await key(ofEu)];
  const description = `(pulumi:${ofOrders})`;
  const second = { name: "Orders", description, api_collection_ids: [1], auth_type: "token" };
  const client = (await askWorkato("POST", "/api/v2/api_clients", second)).body.data.id;
  const named = (name: string, mark: unknown) => serviceClient(`${name} (pulumi:${mark})`);
  const register = async (name: string, mark: unknown) =>
    (await askOkta("POST", "/oauth2/v1/clients", named(name, mark))).body.client_id;
  const registered = [await register("Old", ofOrders), await register("Old EU", ofEu)];
  const body = { ...httpConnection(sandbox.info.oktaOrgUrl, "SSWS old"), external_id: `pulumi:${okta?.ownershipMark}` };
  const connection = (await askWorkato("POST", "/api/connections", body)).body.id;

  const list = [
    ...keys.map((id) => `API key ${id}`),
    `API client ${client}`,
    ...registered.map((id) => `OAuth client ${id}`),
    `connection ${connection}`,
  ];
  // That of the stack is held by it.
  const claim = { name: "left", claimType: "RESOURCE", valueType: "EXPRESSION", value: "app.profile.workatoApiKey" };
  const claims = [(await askOkta("POST", "/api/v1/authorizationServers/default/claims", claim)).body.id];
  expect(await orphans()).toEqual({ code: 3, list, claims });
  expect(await orphans("--delete", "--yes", String(list.length))).toEqual({ code: 0, list, claims });
  expect(await orphans()).toEqual({ code: 0, list: [], claims });
  expect((await workspace.refresh()).printed).not.toContain("warning");
  expect((await workspace.preview(declare)).steps.filter((step) => !step.startsWith("same"))).toEqual([]);
});
