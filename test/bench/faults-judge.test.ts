import { createHash } from "node:crypto";
import { judge, leaksIn, picture, withLeft } from "../../bench/faults/judge";
import { type Declared, type Held, ownerIn } from "../../bench/faults/program";
import type { SandboxState } from "../../sandbox/client";

const OWNER = ownerIn("ours", { kind: "ApiClient", name: "orders" });
const MARK = `${OWNER}.a1b2c3`;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const declared: Declared = {
  kind: "ApiClient",
  name: "orders",
  args: { name: "Orders", description: "Of the shop", apiCollectionIds: [1] },
};
const held: Held = {
  kind: "ApiClient",
  name: "orders",
  id: MARK,
  inputs: { owner: OWNER },
  outputs: { apiClientId: "11", apiKeyId: "12", clientId: "0oa1", clientSecret: "s3cret", apiKey: "k3y" },
};

interface World {
  apiClients: object[];
  apiKeys: object[];
  clients: object[];
}
const foreign = { id: 1, name: "Orders", description: "Of the shop", api_collection_ids: [1] };
const client = { id: 11, name: "Orders", description: `Of the shop (pulumi:${MARK})`, created_at: "2026-01-01" };
const key = { id: 12, name: `pulumi:${MARK}`, api_client_id: 11, auth_token: sha256("k3y") };
const registered = { client_id: "0oa1", client_name: `Orders (pulumi:${MARK})`, client_secret: sha256("s3cret") };
const good: World = { apiClients: [foreign, client], apiKeys: [key], clients: [registered] };

const state = ({ apiClients, apiKeys, clients }: World) =>
  ({
    workato: { connections: [], dcrProviders: [], apiClients, apiKeys },
    okta: { clients, claims: [] },
  }) as unknown as SandboxState;
const before = state({ apiClients: [foreign], apiKeys: [], clients: [] });
const wanted = picture([held], state(good));

test("what is there as without a fault, and nothing else, is a convergence", () => {
  expect(judge([declared], [held], state(good), before, wanted)).toEqual([]);
});

test("ids, times, marks and secrets of another run are no difference", () => {
  const other: World = {
    apiClients: [
      foreign,
      { ...client, id: 21, description: "Of the shop (pulumi:1a.2b.3c)", created_at: "2027-01-01" },
    ],
    apiKeys: [{ ...key, id: 22, name: "pulumi:1a.2b.3c", api_client_id: 21, auth_token: sha256("other") }],
    clients: [{ ...registered, client_name: "Orders (pulumi:1a.2b.3c)", client_id: "0oa2" }],
  };
  const outputs = { ...held.outputs, apiClientId: "21", apiKeyId: "22", clientId: "0oa2", apiKey: "other" };
  expect(judge([declared], [{ ...held, id: "1a.2b.3c", outputs }], state(other), before, wanted)).toEqual([]);
});

test.each<[string, Partial<World>, string[]]>([
  ["an object that the stack does not hold", { apiKeys: [key, { id: 13, name: "pulumi:bbbb" }] }, ["orphan"]],
  ["a second object of the same mark", { apiKeys: [key, { ...key, id: 13 }] }, ["duplicate"]],
  ["a foreign object that was changed", { apiClients: [{ ...foreign, name: "Ours" }, client] }, ["foreign"]],
  ["a foreign object that is gone", { apiClients: [client] }, ["foreign"]],
  ["an object that is gone", { apiKeys: [] }, ["missing", "lost secret"]],
  ["another name", { apiClients: [foreign, { ...client, name: "Other" }] }, ["different"]],
  [
    "a description without its mark",
    { apiClients: [foreign, { ...client, description: "Of the shop" }] },
    ["different"],
  ],
  [
    "the mark of another create",
    { clients: [{ ...registered, client_name: `Orders (pulumi:${OWNER}.ffffff)` }] },
    ["different"],
  ],
  ["a property that was added", { apiClients: [foreign, { ...client, email: "a@example.com" }] }, ["different"]],
  ["a reference to another object", { apiKeys: [{ ...key, api_client_id: 1 }] }, ["different"]],
  ["another secret", { clients: [{ ...registered, client_secret: sha256("other") }] }, ["lost secret"]],
  ["another API key", { apiKeys: [{ ...key, auth_token: sha256("other") }] }, ["lost secret"]],
])("%s is found", (_, change, troubles) => {
  const found = judge([declared], [held], state({ ...good, ...change }), before, wanted);
  expect(found.map(({ trouble }) => trouble)).toEqual(troubles);
});

const left = { client_id: "dyn7", client_name: `Orders (pulumi:${OWNER}.ffffff)` };

test.each([
  ["its name was told", `a client "${left.client_name}" may be there`, false, []],
  ["its id was told", "Client dyn7 at IdP acme cannot be managed", false, []],
  ["its id was only in an address", "PUT /connect/register/dyn7 failed", false, ["duplicate"]],
  ["another one was told", `a client "${registered.client_name}" may be there`, false, ["duplicate"]],
  ["nothing was told", "", false, ["duplicate"]],
  ["nothing was told, since the process was dead", "", true, []],
])("of a registration that nobody holds, where %s", (_, said, untold, troubles) => {
  const now = state({ ...good, clients: [registered, left] });
  const found = judge([declared], [held], now, withLeft(before, now, [held], [held], said, untold), wanted);
  expect(found.map(({ trouble }) => trouble)).toEqual(troubles);
});

test("of the dead, one registration is left and no more, and none that the stack held before", () => {
  const second = { ...left, client_id: "dyn8" };
  const two = state({ ...good, clients: [registered, left, second] });
  expect(withLeft(before, two, [held], [held], "", true)).toBe(before);
  const one = state({ ...good, clients: [registered] });
  expect(withLeft(before, one, [held], [], "", true)).toBe(before);
});

test("what the stack holds is never taken for somebody else's, whatever was said of it", () => {
  const said = `Client 0oa1, "${registered.client_name}"`;
  expect(withLeft(before, state(good), [held], [held], said, true)).toBe(before);
});

test.each<[string, Declared[], Held[], string[]]>([
  ["a resource that was not made", [declared, { ...declared, name: "eu" }], [held], ["missing"]],
  ["a resource that was not deleted", [], [held], ["missing"]],
  ["a replaced resource that was not deleted", [declared], [held, { ...held, replaced: true }], ["missing"]],
  ["a secret that the stack has not", [declared], [without("clientSecret")], ["lost secret"]],
  ["an id that the stack has not", [declared], [without("apiKeyId")], ["orphan", "lost secret"]],
])("%s is found", (_, program, inState, troubles) => {
  expect(judge(program, inState, state(good), before).map(({ trouble }) => trouble)).toEqual(
    expect.arrayContaining(troubles),
  );
});

function without(output: string): Held {
  return { ...held, outputs: { ...held.outputs, [output]: undefined } };
}

test.each([
  ["plain", 'it is a+b/c"d', true],
  ["in a URL", `?key=${encodeURIComponent('a+b/c"d')}`, true],
  ["in JSON", JSON.stringify({ key: 'a+b/c"d' }), true],
  ["in base64", Buffer.from('a+b/c"d').toString("base64"), true],
  ["not at all", "it is [secret]", false],
])("a secret that was printed %s is found", (_, text, found) => {
  expect(leaksIn(text, ['a+b/c"d'])).toHaveLength(found ? 1 : 0);
});
