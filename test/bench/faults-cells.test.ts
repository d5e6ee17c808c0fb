import { deriveCells, patternOf, planOf, type Seen, sample } from "../../bench/faults/faults";

const register: Seen = { side: "okta", method: "POST", path: "/oauth2/v1/clients", step: "create orders" };
const key: Seen = { side: "workato", method: "POST", path: "/api/v2/api_clients/1007/api_keys", step: "create orders" };
const remove: Seen = { side: "workato", method: "DELETE", path: "/api/v2/api_clients/1007", step: "delete eu" };

test("a request that a clean run sends has cells, whatever it is", () => {
  const unheard: Seen = { side: "okta", method: "PUT", path: "/never/heard/of", step: "update orders" };
  const faults = deriveCells([unheard]).map(({ fault }) => fault);
  expect(faults).toEqual(
    expect.arrayContaining(["refused", "reset before", "reset after", "hang", "429", "429 reset"]),
  );
  expect(faults).toEqual(expect.arrayContaining(["500, on", "502, on", "503, on", "401, on", "403, on", "malformed"]));
  expect(faults).toEqual(expect.arrayContaining(["kill -9 before", "kill -9 after", "kill -9 of the engine"]));
});

test.each([
  ["no client_secret", [true, false, false]],
  ["429 reset", [true, false, false]],
  // Once a step: after its last request.
  ["kill -9 of the engine", [false, true, true]],
  ["refused", [true, true, true]],
])("%s is tried where it can happen", (fault, where) => {
  const log = [register, key, remove];
  expect(log.map((_, at) => deriveCells(log).some((cell) => cell.at === at && cell.fault === fault))).toEqual(where);
});

test("a fault hits the request by its kind and its place among those, whatever the ids of the run", () => {
  const log = [register, key, { ...key, path: "/api/v2/api_clients/2007/api_keys" }];
  const cell = deriveCells(log).find(({ at, fault }) => at === 2 && fault === "reset after");
  expect(cell && planOf(cell, log, 0).rules).toEqual([
    {
      side: "workato",
      method: "POST",
      path: "^/api/v2/api_clients/[^/]+/api_keys$",
      after: 1,
      times: 1,
      fault: { kind: "reset-after" },
    },
  ]);
});

test.each([
  ["reset after, then nothing", [{ after: 0 }, { after: 1, fault: { kind: "reset-before" } }]],
  ["refused", [{ after: 0, fault: { kind: "refuse", side: "okta" } }]],
  ["429 reset", [{ fault: { headers: { "x-rate-limit-reset": "1000.3" } } }]],
  ["kill -9 of the engine", [{ after: 0, fault: { kind: "delay" } }]],
])("%s is armed as it says", (fault, rules) => {
  const cell = deriveCells([register]).find((it) => it.fault === fault);
  expect(cell && planOf(cell, [register], 1000).rules).toMatchObject(rules);
});

test.each([
  ["/api/v1/apps/0oaxhvg7SeVSfa3L0CW0", "/api/v1/apps/0oaABCDEFGHIJKLMN017", true],
  ["/api/connections/1001", "/api/connections/7", true],
  ["/api/connections/1001", "/api/connections/7/disconnect", false],
  ["/oauth2/v1/clients", "/oauth2/v2/clients", false],
  ["/oauth2/default/.well-known/openid-configuration", "/oauth2/default/.well-known/openid-configuration", true],
])("%s of one run is %s of another one: %p", (path, other, same) => {
  expect(new RegExp(patternOf(path)).test(other)).toBe(same);
});

test("a sample is evenly spread, and another seed takes another one", () => {
  const list = Array.from({ length: 100 }, (_, index) => index);
  expect(sample(list, 4, 0)).toEqual([0, 25, 50, 75]);
  expect(sample(list, 4, 1)).toEqual([15, 40, 65, 90]);
  expect(sample(list, 200, 1)).toEqual(list);
  expect(sample(list, 0, 1)).toEqual([]);
});
