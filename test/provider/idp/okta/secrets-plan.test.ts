import { inForce, toMakeRoom } from "../../../../provider/idp/okta/secrets-plan";

const secret = (client_secret: string, created: string, status = "ACTIVE") => ({
  client_secret,
  created: `2026-${created}T00:00:00.000Z`,
  status,
});
const first = secret("a", "01-01");
const second = secret("b", "04-01");
const third = secret("c", "07-01");

type Secrets = ReturnType<typeof secret>[];

test.each<[string, Secrets, string | undefined, string[]]>([
  ["there is none", [], undefined, []],
  ["there is room", [first], "a", []],
  ["the current one is the newer one", [first, second], "b", ["a"]],
  ["the current one is the older one, and the answer with the newer one was lost", [first, second], "a", ["b"]],
  ["nobody knows which one is current, so that it is the newest", [first, second], undefined, ["a"]],
  ["the current one was removed by hand", [second, first], "x", ["a"]],
  ["the newest is not in force", [first, secret("b", "04-01", "INACTIVE")], undefined, ["b"]],
  ["none is in force", [secret("a", "01-01", "INACTIVE"), secret("b", "04-01", "INACTIVE")], undefined, ["b"]],
  ["there are more than there should be", [third, first, second], "b", ["c", "a"]],
])("room is made for a new secret where %s", (_, secrets, current, dropped) => {
  expect(toMakeRoom(secrets, current).map(({ client_secret }) => client_secret)).toEqual(dropped);
});

test.each<[string, Secrets, string | undefined, string | undefined]>([
  ["there is none", [], "a", undefined],
  ["there are two, and none is held", [second, first], undefined, "b"],
  ["there are two, and the older one is held", [first, second], "a", "a"],
  ["the one that is held was removed", [first, second], "x", "b"],
  ["the one that is held is not in force", [first, secret("b", "04-01", "INACTIVE")], "b", "a"],
  ["none is in force", [secret("a", "01-01", "INACTIVE")], "a", undefined],
])("the secret in force where %s", (_, secrets, held, expected) => {
  expect(inForce(secrets, held)?.client_secret).toBe(expected);
});
