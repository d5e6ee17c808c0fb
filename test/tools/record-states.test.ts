import { randomBytes, randomUUID } from "node:crypto";
import { version } from "../../package.json";
import { recordsOf } from "../../tools/record-states/record";
import { STACKS } from "../../tools/record-states/stacks";
import { steady } from "../../tools/record-states/steady";

const text = (length: number) => `0${randomBytes(length).toString("hex").slice(1, length)}`;

/** What a run leaves, with what is another in each run. */
function run() {
  const [clientId, secret, uuid] = [`0oa${text(17)}`, text(64), randomUUID()];
  const mark = `01234567.0123456789ab.${randomBytes(3).toString("hex")}`;
  const created = new Date(Date.now() * Math.random()).toISOString().replace(/^\d{4}/, "2031");
  return {
    state: { id: mark, clientId, boundTo: `stack:${clientId}`, clientSecret: { plaintext: JSON.stringify(secret) } },
    store: {
      description: `Orders (pulumi:${mark})`,
      uuid,
      secret,
      created,
      iat: Math.floor(1.7e9 + Math.random() * 1e8),
    },
    lasting: {
      name: "Orders",
      id: "1004",
      clientSecretExpiresAt: 0,
      token_endpoint_auth_method: "client_secret_basic",
    },
  };
}

test("each stack is recorded as this version leaves it", () => {
  expect(Object.keys(recordsOf(version)).sort()).toEqual(Object.keys(STACKS).sort());
});

test("what differs from run to run is the same in two records", () => {
  expect(steady(run())).toEqual(steady(run()));
});

test("what is one value stays one, what are two stay two, and all else stays as it is", () => {
  const [first, second] = [run(), run()];
  const { state, store, lasting } = steady({ ...first, others: second }) as ReturnType<typeof run>;
  expect(lasting).toEqual(first.lasting);
  expect(state.boundTo).toBe(`stack:${state.clientId}`);
  expect(store.description).toBe(`Orders (pulumi:${state.id})`);
  expect(JSON.parse(state.clientSecret.plaintext)).toBe(store.secret);
  const { others } = steady({ ...first, others: second });
  expect([others.state.id, others.state.clientId, others.store.secret]).not.toEqual(
    expect.arrayContaining([state.id, state.clientId, store.secret]),
  );
  expect(store.secret).toHaveLength(64);
});
