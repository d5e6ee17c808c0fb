import { ConfigurationError, ProviderError } from "../../provider/errors";

test.each([
  ["what happened and what to do", "It is gone", "Make it again", "It is gone. Make it again"],
  ["one full stop between the two", "It is gone. ", "Make it again.", "It is gone. Make it again."],
  ["what happened alone", "It is gone", "", "It is gone"],
])("a message says %s", (_, what, next, message) => {
  expect(new ProviderError("gone", what, next).message).toBe(message);
});

test("an error can be told by its name and by its code", () => {
  const error = new ConfigurationError("a key is missing", "Run: pulumi config set key value");
  expect(error).toBeInstanceOf(ProviderError);
  expect(error.code).toBe("configuration");
  expect(String(error)).toBe("ConfigurationError: a key is missing. Run: pulumi config set key value");
});
