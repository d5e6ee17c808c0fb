import { explain } from "../../../../provider/api/keycloak/refusal";

test.each([
  [
    "OAuth's shape",
    { error: "invalid_client", error_description: "Invalid client" },
    { code: "invalid_client", message: "Invalid client" },
  ],
  ["a sentence as error", { error: "Could not find client" }, { message: "Could not find client" }],
  ["an errorMessage", { errorMessage: "Client a already exists" }, { message: "Client a already exists" }],
  ["a code alone", { error: "unknown_error" }, { code: "unknown_error" }],
  ["nothing of it", { error: 1 }, {}],
  ["a page", "<html>", {}],
])("%s", (_, body, refusal) => {
  expect(explain(400, body)).toEqual(refusal);
});
