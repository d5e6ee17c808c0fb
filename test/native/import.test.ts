import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { program } from "../cli/program";
import { callWith } from "../engine/support";
import { callers, httpConnection, serviceClient } from "../sandbox/http";
import { changes, failureOf, oidcAndOrders, outputsOf, resource, useNative } from "./support";

const FOREIGN_MARK = "01234567.0123456789ab.0a1b2c";
const API_CLIENT = "workato-dcr:index:ApiClient";
const native = useNative();

/** A client on both sides that somebody has made by hand. */
async function clientByHand(description = "Made by hand") {
  const { workato, okta } = callers(native.sandbox.info);
  const body = { name: "Orders", description, auth_type: "token", api_collection_ids: [1], email: "a@b.example" };
  const { id } = (await workato("POST", "/api/v2/api_clients", body)).body.data;
  const { client_id, client_secret } = (await okta("POST", "/oauth2/v1/clients", serviceClient("Orders"))).body;
  return {
    id: `${id}/${client_id}`,
    apiClientId: String(id),
    clientId: String(client_id),
    secret: String(client_secret),
  };
}

test("what was made by hand is imported as it is, and then becomes the stack's without being made anew", async () => {
  const { stack, sandbox } = native;
  const { scope } = sandbox.info;
  const made = await clientByHand();
  const before = await sandbox.state();

  const imported = await stack.pulumi("import", API_CLIENT, "orders", made.id, "--yes", "--protect=false");
  expect(imported.steps).toEqual(["import orders"]);
  expect(await sandbox.state()).toEqual(before);
  expect(imported.printed).toContain("a@b.example");
  expect(imported.printed).not.toContain(made.secret);
  expect(await stack.stored()).not.toContain(made.secret);

  await stack.program(oidcAndOrders(scope, {}, { description: "Made by hand", email: "a@b.example" }));
  const preview = await stack.pulumi("preview", "--diff");
  expect(preview.steps).toEqual(["create okta", "update orders"]);
  // What cannot be read of a client, the mark, and the key that it gets.
  expect(changes(preview.printed).filter((line) => !line.startsWith("+ client"))).toEqual([
    "+ apiKeyId     : [unknown]",
    "+ boundTo      : [unknown]",
    "+ dcrProvider  : [unknown]",
    "+ ownershipMark: [unknown]",
  ]);

  await stack.pulumi("up", "--yes");
  const outputs = await outputsOf(stack, "orders");
  expect(outputs).toMatchObject({ apiClientId: made.apiClientId, clientId: made.clientId, clientSecret: made.secret });
  expect(await callWith(sandbox, outputs)).toBe(200);
  expect((await stack.pulumi("preview")).steps).toEqual(["same okta", "same orders"]);
});

test.each([
  ["of another form", async () => "1234", "<apiClientId>/<clientId>"],
  ["that there is not", async () => "999/0oaNone", "there is no API client 999"],
  ["of another stack's client", async () => (await clientByHand(`x (pulumi:${FOREIGN_MARK})`)).id, FOREIGN_MARK],
])("an id %s is refused with the reason, and nothing changes", async (_, make, reason) => {
  const { stack, sandbox } = native;
  const id = await make();
  const before = await sandbox.state();
  expect(await failureOf(stack.pulumi("import", API_CLIENT, "orders", id, "--yes"))).toContain(reason);
  expect(await sandbox.state()).toEqual(before);
  expect(await stack.files.resources()).toEqual([]);
});

test("with the store stack there is no DCR provider to import", async () => {
  const failed = failureOf(native.stack.pulumi("import", "workato-dcr:index:DcrProvider", "okta", "7", "--yes"));
  expect(await failed).toContain("dcrProviderStore = stack");
});

test("several are imported by a file, a connection with them, whose credentials the program has to give", async () => {
  const { stack, sandbox } = native;
  const { workato } = callers(sandbox.info);
  const made = await clientByHand();
  const connection = httpConnection(sandbox.info.oktaOrgUrl, "SSWS old-token");
  const { id } = (await workato("POST", "/api/connections", connection)).body;
  const resources = [
    { type: API_CLIENT, name: "orders", id: made.id },
    { type: "workato-dcr:index:HttpConnection", name: "idp", id: String(id) },
  ];
  const file = join(stack.folder, "import.json");
  await writeFile(file, JSON.stringify({ resources }));
  const imported = await stack.pulumi("import", "--file", file, "--yes", "--protect=false");
  expect(imported.steps).toEqual(["import idp", "import orders"]);
  expect(imported.printed).not.toContain("old-token");

  const auth = { type: "header", headers: { Authorization: `SSWS ${sandbox.info.oktaToken}` } };
  const idp = resource("HttpConnection", { name: "IdP", baseUrl: sandbox.info.oktaOrgUrl, auth, folderId: 1 });
  await stack.program({ resources: { idp } });
  const preview = await stack.pulumi("preview", "--diff", "--target", "**::idp");
  expect(preview.printed).not.toContain(sandbox.info.oktaToken);
  expect(changes(preview.printed)).toEqual([
    "+ auth         : [secret]",
    `+ baseUrl      : "${sandbox.info.oktaOrgUrl}"`,
    "+ ownershipMark: [unknown]",
  ]);
  await stack.pulumi("up", "--yes", "--target", "**::idp");
  expect((await sandbox.state()).workato.connections).toMatchObject([{ id, authorization_status: "success" }]);
});

test("all clients of a workspace are imported by the file that import-file prints", async () => {
  const { stack, sandbox } = native;
  const { workatoBaseUrl, workatoToken, oktaOrgUrl, oktaToken } = sandbox.info;
  const made = await clientByHand();
  const key = { name: "By hand", active: true, external_client_id: made.clientId };
  await callers(sandbox.info).workato("POST", `/api/v2/api_clients/${made.apiClientId}/api_keys`, key);
  const unknown = await clientByHand();
  await clientByHand(`x (pulumi:${FOREIGN_MARK})`);

  const env = { WORKATO_BASE_URL: workatoBaseUrl, WORKATO_API_TOKEN: workatoToken };
  const ran = await program(["import-file"], { env: { ...env, OKTA_ORG_URL: oktaOrgUrl, OKTA_API_TOKEN: oktaToken } });
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.out)).toEqual({ resources: [{ type: API_CLIENT, name: "orders", id: made.id }] });
  expect(ran.err).toContain(`API client ${unknown.apiClientId} ("Orders")`);

  const file = join(stack.folder, "import.json");
  await writeFile(file, ran.out);
  expect((await stack.pulumi("import", "--file", file, "--yes")).steps).toEqual(["import orders"]);
});
