import { pair } from "../../cli/import-file/pair";

const client = (id: string, name: string, ...clientIds: (string | undefined)[]) => ({
  id,
  name,
  keys: clientIds.map((clientId, index) => ({ id: `${id}${index}`, clientId })),
});

test("each client is paired with what its first key binds, and each further key is a credential", () => {
  const { resources, unpaired } = pair([
    client("1", "Orders portal", "0oaA", "0oaB"),
    client("2", "orders PORTAL", "kc:x"),
    client("3", "Nobody knows", undefined),
    client("4", "No key"),
    client("5", "…", undefined, "0oaC"),
  ]);
  const type = "workato-dcr:index:ApiClient";
  expect(resources).toEqual([
    { type, name: "orders-portal", id: "1/0oaA" },
    { type: `${type}Credential`, name: "orders-portal-11", id: "1/11/0oaB" },
    { type, name: "orders-portal-2", id: "2/kc:x" },
    { type, name: "client", id: "5/0oaC" },
  ]);
  expect(unpaired.map(({ id }) => id)).toEqual(["3", "4"]);
});
