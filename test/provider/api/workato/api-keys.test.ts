import { ApiKeys } from "../../../../provider/api/workato/api-keys";
import { json } from "../../http/local-server";
import { hastily, useServers } from "../wire";

const serve = useServers();
const keys = (first: number, count: number) =>
  json({ data: Array.from({ length: count }, (_, n) => ({ id: first + n, name: `key ${first + n}` })) });

async function keysOf(...replies: Parameters<typeof serve>) {
  const server = await serve(...replies);
  const found = await new ApiKeys(hastily(server.url).http).of("7");
  return { found, asked: server.seen.map(({ url }) => url) };
}

test("the keys of a client are all of its keys", async () => {
  const { found, asked } = await keysOf(keys(0, 100), keys(100, 2));
  expect(found).toHaveLength(102);
  expect(found[101]).toMatchObject({ id: "101", name: "key 101", active: true });
  expect(asked).toEqual([1, 2].map((page) => `/api/v2/api_clients/7/api_keys?page=${page}&per_page=100`));
});

test.each([
  ["before its keys are asked for", [json({}, 404)]],
  ["while they are paged", [keys(0, 100), json({}, 404)]],
])("a client that is gone %s has none", async (_, replies) => {
  await expect(keysOf(...replies)).resolves.toMatchObject({ found: [] });
});

test("a failure is no sign that there are no keys", async () => {
  await expect(keysOf(json({}, 403))).rejects.toMatchObject({ status: 403 });
});
