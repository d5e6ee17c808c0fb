import type { Connection } from "../../../provider/api/workato/connections";
import { connectionTrouble } from "../../../provider/stores/connection";

const connection: Connection = {
  id: "12",
  name: "Okta DCR",
  provider: "rest",
  folderId: undefined,
  authorizationStatus: "success",
  authorizationError: undefined,
  externalId: undefined,
};

test("nothing speaks against an authorised HTTP connection", () => {
  expect(connectionTrouble("12", connection)).toBeUndefined();
});

test.each<[string, Partial<Connection> | undefined, RegExp]>([
  ["is not there", undefined, /^there is no connection 12 /],
  [
    "is of another application",
    { provider: "salesforce" },
    /"Okta DCR".* not an HTTP connection but one to salesforce/,
  ],
  ["is of nobody knows what", { provider: undefined }, /not an HTTP connection/],
  ["failed", { authorizationStatus: "failed", authorizationError: "401 from IdP" }, /not authorised: 401 from IdP/],
  ["failed without a reason", { authorizationStatus: "failed" }, /not authorised: failed/],
  ["ended in an exception", { authorizationStatus: "exception" }, /not authorised: exception/],
  ["was never tried", { authorizationStatus: undefined }, /not authorised: never tried/],
])("a connection that %s cannot serve a DCR provider, and the error says which and what to do", (_, changes, what) => {
  const trouble = connectionTrouble("12", changes && { ...connection, ...changes });
  expect(trouble?.what).toMatch(what);
  expect(trouble?.what).toContain("connection 12");
  expect(trouble?.next).not.toBe("");
});
