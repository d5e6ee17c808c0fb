import { endpoints } from "../../demo/endpoints";
import { factLines, paint, wrap } from "../../demo/format";

const PLAIN = { colour: false, width: 80 };

test.each([
  [
    "a fact as told",
    { what: "the gateway", ok: true, actual: "200", wanted: "200", remark: "as Orders" },
    "✔ the gateway: 200 – as Orders",
  ],
  [
    "another value",
    { what: "the gateway", ok: false, actual: "401", wanted: "200" },
    "✘ the gateway: 401 (expected: 200)",
  ],
  ["what does not hold", { what: "it is new", ok: false, actual: "no" }, "✘ it is new: no (expected: yes)"],
  ["what holds", { what: "it is new", ok: true }, "✔ it is new"],
])("%s", (_what, fact, line) => {
  expect(factLines(fact, PLAIN).map((each) => each.trim())).toEqual([line]);
});

test("there is colour only where it is wanted", () => {
  expect(paint("text", "red", { ...PLAIN, colour: true })).toBe("\u001b[31mtext\u001b[39m");
  expect(paint("text", "red", PLAIN)).toBe("text");
});

test.each([
  ["at the width", "one two three", 7, "", ["one two", "three"]],
  ["with an indent", "one two three four", 8, "  ", ["one two", "  three", "  four"]],
  ["not inside of a word", "a averylongword b", 5, "", ["a", "averylongword", "b"]],
  ["not at all what fits", "one", 80, "  ", ["one"]],
])("text is wrapped %s", (_what, text, width, indent, lines) => {
  expect(wrap(text, width, indent)).toEqual(lines);
});

test("endpoints are shown once, with their methods and without ids", () => {
  const request = (side: "okta" | "workato", method: string, path: string) => ({
    side,
    method,
    path,
    query: {},
    status: 200,
    at: "",
  });
  const sent = [
    request("workato", "POST", "/api/v2/api_clients/1002/api_keys"),
    request("okta", "GET", "/api/v1/apps/0oaAbc"),
    request("okta", "PUT", "/api/v1/apps/0oaDef"),
    request("okta", "POST", "/oauth2/default/v1/token"),
  ];
  expect(endpoints(sent)).toEqual([
    "okta /api/v1/apps/:id (GET, PUT)",
    "okta /oauth2/default/v1/token (POST)",
    "workato /api/v2/api_clients/:id/api_keys (POST)",
  ]);
});
