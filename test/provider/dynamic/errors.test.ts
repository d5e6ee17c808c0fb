import { inspect } from "node:util";
import { present } from "../../../provider/dynamic/errors";
import { ConfigurationError, ProviderError } from "../../../provider/errors";
import { rememberSecrets } from "../../../provider/redact";
import { PartialFailure } from "../../../provider/resources/failure";

const SECRET = "secret-hunter2";
rememberSecrets(SECRET);

const cause = new ProviderError("name_taken", `The name is taken (${SECRET})`, "Choose another one");

test.each<[string, unknown, string]>([
  ["an error of ours", cause, "The name is taken ([secret]). Choose another one"],
  ["a mistake of the configuration", new ConfigurationError("a is missing", "Run: b"), "a is missing. Run: b"],
  ["a partial failure", new PartialFailure("id", {}, cause), "The name is taken ([secret]). Choose another one"],
])("%s is shown by its own message", (_, error, message) => {
  expect(present(error).message).toBe(message);
});

test.each<[string, unknown, string]>([
  ["an error that nobody foresaw", new TypeError(`x of ${SECRET} is undefined`), "x of [secret] is undefined"],
  ["something else that was thrown", `no ${SECRET}`, "no [secret]"],
  ["nothing at all", undefined, "undefined"],
])("%s is shown as a mistake of this package, to be reported", (_, error, message) => {
  expect(present(error).message).toMatch(
    /^Unexpected: .*a bug in pulumi-workato-dcr, not in your program\. Run .* again, report this/,
  );
  expect(present(error).message).toContain(message);
});

test.each<[string, unknown, string]>([
  ["a configuration error", new ConfigurationError("a", "b"), "ConfigurationError"],
  ["an error of JavaScript", new TypeError("a"), "TypeError"],
  ["what is no error", "a", "Error"],
])("%s keeps its name", (_, error, name) => {
  expect(present(error).name).toBe(name);
});

test.each<[string, Error]>([
  ["an error", cause],
  ["an error with a cause", new Error("failed", { cause })],
  ["a partial failure", new PartialFailure("id", {}, cause)],
])("%s brings no stack and no secret along, however the engine prints it", (_, error) => {
  const shown = present(error);
  expect(shown.stack).toBe("");
  expect(inspect(shown, { depth: null })).not.toContain("hunter2");
  expect(inspect(shown, { depth: null })).not.toMatch(/^\s+at /m);
});

test("where the SDK prints an error besides, it says where the message is, once", () => {
  expect(`${present(cause)}`).not.toContain("The name is taken");
});

const seen = { name: "Orders", __provider: "exports.handler = …" };

test("what a partial failure has made is kept, with its secrets, which the state encrypts", () => {
  const state = { name: "Orders", clientId: "0oa1", clientSecret: SECRET, apiKeyId: undefined };
  const shown = present(new PartialFailure("0123456789abcdef", state, cause), seen);
  expect(shown).toMatchObject({ id: "0123456789abcdef", reasons: [shown.message] });
  const { properties } = shown as Error & { properties: object };
  // The engine's wire format knows no `undefined`, and finds the provider by its own entry.
  expect(Object.entries(properties)).toEqual([
    ["name", "Orders"],
    ["clientId", "0oa1"],
    ["clientSecret", SECRET],
    ["__provider", "exports.handler = …"],
  ]);
});

test("an error that made nothing leaves nothing in the state", () => {
  for (const key of ["id", "properties", "reasons"]) expect(present(cause, seen)).not.toHaveProperty(key);
});

test("the engine's wire format takes no undefined, in lists neither: an error with one would never arrive", () => {
  const state = { name: "Orders", formerClients: [{ clientId: "1", registeredAt: undefined }], logo: undefined };
  const { properties } = present(new PartialFailure("id", state, cause)) as Error & { properties: object };
  expect(properties).toStrictEqual({ name: "Orders", formerClients: [{ clientId: "1" }] });
});
