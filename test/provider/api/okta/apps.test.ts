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

test("an app is read as soon as its page of the list is there, and one that is not there once all pages are", async () => {
  let answerSecondPage = () => {};
  const ids = ["0oa1", "0oa2", "0oa3"].map((id) => ({ ...held, id }));
  const server = await serve(
    json(ids, 200, { link: '</api/v1/apps?after=0oa3&limit=200>; rel="next"' }),
    (request, response) => {
      answerSecondPage = () => json([{ ...held, id: "0oa4" }])(request, response);
    },
    json({ errorCode: "E0000007" }, 404),
  );
  const okta = apps(server.url);
  const [first, second, third, last, gone] = ["0oa1", "0oa2", "0oa3", "0oa4", "0oa5"].map((id) => okta.read(id));
  await expect(Promise.all([first, second, third])).resolves.toMatchObject(ids.map(({ id }) => ({ id })));
  // Asked for at once, and still without an answer.
  while (server.seen.length < 2) await new Promise(setImmediate);
  answerSecondPage();
  await expect(last).resolves.toMatchObject({ id: "0oa4" });
  await expect(gone).resolves.toBeUndefined();
  expect(server.seen.map(({ url }) => url)).toEqual([
    "/api/v1/apps?limit=200",
    "/api/v1/apps?after=0oa3&limit=200",
    "/api/v1/apps/0oa5",
  ]);
});
