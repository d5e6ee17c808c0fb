import { OktaApps } from "../../../../provider/api/okta/apps";
import { oktaVendor } from "../../../../provider/api/okta/vendor";
import { redact } from "../../../../provider/redact";
import { json } from "../../http/local-server";
import { hastily, nameOf, useServers } from "../wire";

const serve = useServers();
const limits = { timeoutSeconds: 5, retryTotalSeconds: 5 };
const held = {
  id: "0oa1",
  status: "ACTIVE",
  name: "oidc_client",
  label: "Orders",
  profile: { team: "orders" },
  credentials: { oauthClient: { client_id: "0oa1" } },
};

function apps(orgUrl: string): OktaApps {
  const credentials = { apiToken: "token-of-okta" };
  return new OktaApps(
    hastily(orgUrl, oktaVendor({ orgUrl, requestsPerMinute: 1000, limits, credentials, nameOf })).http,
  );
}

test("an app is written whole, without what Okta sets itself, and the secret that the answer shows is remembered as one", async () => {
  const secret = "shown-by-put-hunter2";
  const answer = { ...held, credentials: { oauthClient: { client_id: "0oa1", client_secret: secret } } };
  const server = await serve(json(held), json(answer));
  await apps(server.url).replace("0oa1", (app) => ({ ...app, label: "Orders EU" }));
  const { id, status, ...writable } = held;
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(
    ["GET", "PUT"].map((it) => `${it} /api/v1/apps/0oa1`),
  );
  expect(JSON.parse(server.seen[1]?.body ?? "")).toEqual({ ...writable, label: "Orders EU" });
  expect(redact(`it is ${secret}`)).toBe("it is [secret]");
});

test("an app that is as wanted already is not written", async () => {
  const server = await serve(json(held));
  await apps(server.url).replace("0oa1", (app) => ({ ...app, label: "Orders" }));
  expect(server.seen.map(({ method }) => method)).toEqual(["GET"]);
});
