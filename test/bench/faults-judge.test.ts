import { createHash } from "node:crypto";
import { judge } from "../../bench/faults/judge";
import { leaksIn } from "../../bench/faults/leaks";
import type { Declared, Held } from "../../bench/faults/program";
import type { SandboxState } from "../../sandbox/client";

const MARK = "aaaaaaaaaaaaaaaa";
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
  inputs: { ownershipMark: MARK },
  outputs: { apiClientId: "11", apiKeyId: "12", clientId: "0oa1", clientSecret: "s3cret", apiKey: "k3y" },
  unfinished: false,
};

interface World {
  apiClients: object[];
  apiKeys: object[];
  clients: object[];
}
const foreign = { id: 1, name: "Orders", description: "Of the shop", api_collection_ids: [1] };
const client = { id: 11, name: "Orders", description: `Of the shop (pulumi:${MARK})`, api_collection_ids: [1] };
const key = { id: 12, name: `pulumi:${MARK}`, auth_token: sha256("k3y") };
const registered = { client_id: "0oa1", client_name: `Orders (pulumi:${MARK})`, client_secret: sha256("s3cret") };
const good: World = { apiClients: [foreign, client], apiKeys: [key], clients: [registered] };

const state = ({ apiClients, apiKeys, clients }: World) =>
  ({
    workato: { connections: [], dcrProviders: [], apiClients, apiKeys },
    okta: { clients, claims: [] },
  }) as unknown as SandboxState;
const before = state({ apiClients: [foreign], apiKeys: [], clients: [] });

test("what is there as it is declared, and nothing else, is a convergence", () => {
  expect(judge([declared], [held], state(good), before)).toEqual([]);
});

test.each<[string, Partial<World>, string[]]>([
  ["an object that the stack does not hold", { apiKeys: [key, { id: 13, name: "pulumi:bbbb" }] }, ["orphan"]],
  ["a second object of the same mark", { apiKeys: [key, { ...key, id: 13 }] }, ["duplicate"]],
  ["a foreign object that was changed", { apiClients: [{ ...foreign, name: "Ours" }, client] }, ["foreign"]],
  ["a foreign object that is gone", { apiClients: [client] }, ["foreign"]],
  ["an object that is gone", { apiKeys: [] }, ["missing", "lost secret"]],
  ["another name", { apiClients: [foreign, { ...client, name: "Other" }] }, ["different"]],
  ["a description without its mark", { apiClients: [foreign, { ...client, description: "Of" }] }, ["different"]],
  ["another secret", { clients: [{ ...registered, client_secret: sha256("other") }] }, ["lost secret"]],
  ["another API key", { apiKeys: [{ ...key, auth_token: sha256("other") }] }, ["lost secret"]],
])("%s is found", (_, change, troubles) => {
  const found = judge([declared], [held], state({ ...good, ...change }), before);
  expect(found.map(({ trouble }) => trouble)).toEqual(troubles);
});

test.each<[string, Declared[], Held[], string[]]>([
  ["a resource that was not made", [declared, { ...declared, name: "eu" }], [held], ["missing"]],
  ["a resource that was not deleted", [], [held], ["missing"]],
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
