import { ApiClients } from "../../../../provider/api/workato/api-clients";
import { Connections } from "../../../../provider/api/workato/connections";
import { workatoVendor } from "../../../../provider/api/workato/vendor";
import type { Transport } from "../../../../provider/http/transport";
import { json } from "../../http/local-server";
import { hastily, useServers } from "../wire";

const serve = useServers();

/** The message of the error that a call ends with, when Workato answers it so. */
async function refused(status: number, body: object, call: (http: Transport) => Promise<unknown>): Promise<string> {
  const { url } = await serve(json(body, status));
  const { http } = hastily(url, workatoVendor({ baseUrl: url, apiToken: "token", requestsPerMinute: 1000 }));
  return call(http).then(
    () => "it succeeded",
    (error: Error) => error.message.replace(new RegExp(url.replace("http://", ""), "g"), "host"),
  );
}

const client = { name: "Orders", description: "", api_collection_ids: [7], auth_type: "oidc" };
const absent = { project_id: undefined, api_portal_id: undefined, email: "nobody", api_policy_id: undefined };
const createClient = (http: Transport) => new ApiClients(http).create({ ...client, ...absent });
const createConnection = (http: Transport) =>
  new Connections(http).create({ name: "Okta", input: { auth_type: "basic", basic_password: "p-hunter2" } });

test.each<[string, number, object, (http: Transport) => Promise<unknown>, string]>([
  [
    "a reason for a field, in a string",
    400,
    { message: "Bad request", errors: { api_collection_ids: "do not exist" } },
    createClient,
    "400 Bad request (apiCollectionIds [7]: do not exist). Correct the fields",
  ],
  [
    "reasons for a field, in a list",
    400,
    { message: "Bad request", errors: { email: ["is invalid", "is taken"] } },
    createClient,
    '400 Bad request (email "nobody": is invalid, is taken). Correct the fields',
  ],
  [
    "both forms, and one that nobody knows",
    400,
    { message: "Bad request", errors: { name: "is taken", email: ["is invalid"], api_policy_id: { code: 7 } } },
    createClient,
    '400 Bad request (name "Orders": is taken; email "nobody": is invalid). Correct the fields',
  ],
  ["words alone", 422, { message: "Name is taken" }, createClient, "422 Name is taken. Correct the fields"],
  [
    "that a feature is off",
    403,
    { message: "API platform is not enabled" },
    createClient,
    "403 API platform is not enabled. Give the API client's role in Workato the permission for this endpoint, and see that the workspace's plan has the feature",
  ],
  [
    "a credential, by its name and without its value",
    400,
    { message: "Bad request", errors: { basic_password: "is too short", input: ["is incomplete"] } },
    createConnection,
    "400 Bad request (auth.password: is too short; auth: is incomplete). Correct the fields",
  ],
  [
    "what a client takes from its provider",
    400,
    { message: "Bad request", errors: { required_claims: ["are too many"] } },
    createClient,
    "400 Bad request (dcrProvider.requiredClaims: are too many). Correct the fields",
  ],
])("Workato refuses with %s", async (_, status, body, call, expected) => {
  const message = await refused(status, body, call);
  expect(message).toContain(expected);
  expect(message).not.toContain("hunter2");
});
