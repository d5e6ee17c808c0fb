import { generateKeyPairSync } from "node:crypto";
import { OktaClients } from "../../../../provider/api/okta/clients";
import { requestGrant } from "../../../../provider/api/okta/management-token";
import { oktaVendor } from "../../../../provider/api/okta/vendor";
import { redact } from "../../../../provider/redact";
import { json } from "../../http/local-server";
import { hastily, hastySystemClock, nameOf, useServers } from "../wire";

const serve = useServers();
beforeEach(() => void hastySystemClock());
afterEach(() => jest.restoreAllMocks());

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const app = {
  clientId: "0oaApp",
  privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  scopes: ["okta.clients.register"],
};
const org = (orgUrl: string, requestsPerMinute = 1000) => ({
  orgUrl,
  requestsPerMinute,
  limits: { timeoutSeconds: 5, retryTotalSeconds: 300 },
  nameOf,
});
const GRANTED = json({ access_token: "granted-1", expires_in: 3600 });
const assertionIn = (body: string) => new URLSearchParams(body).get("client_assertion") ?? "";

test("a token is asked for again after a fault that passes, each time with a new assertion", async () => {
  const server = await serve(json({}, 503), GRANTED);
  expect(await requestGrant(org(server.url), app)).toMatchObject({ token: "granted-1" });
  const [first, second] = server.seen.map(({ body }) => assertionIn(body));
  expect(first).toBeTruthy();
  expect(second).not.toBe(first);
});

test("an assertion that comes back in an error is no part of it", async () => {
  const server = await serve((_, response) => {
    const error_description = `wrong: ${assertionIn(server.seen[0]?.body ?? "")}`;
    response.writeHead(400).end(JSON.stringify({ error: "invalid_request", error_description }));
  });
  const error = await requestGrant(org(server.url), app).catch((error) => error);
  expect(error.message).toContain("400 wrong: [secret]");
  expect(redact(assertionIn(server.seen[0]?.body ?? ""))).toBe("[secret]");
});

test("a create that was not sent for want of a token leaves no doubt", async () => {
  const server = await serve(json({}, 503));
  const access = { ...org(server.url), credentials: app };
  const { http } = hastily(server.url, oktaVendor(access));
  const clients = new OktaClients(http);
  const error = await clients
    .register({
      client_name: "Orders",
      application_type: "service",
      grant_types: [],
      response_types: [],
      token_endpoint_auth_method: "client_secret_basic",
      logo_uri: undefined,
      jwks: undefined,
      jwks_uri: undefined,
    })
    .catch((error) => error);
  expect(error).toMatchObject({ status: 503, outcome: "not-done", endpoint: "POST /oauth2/v1/token" });
  expect(new Set(server.seen.map(({ url }) => url))).toEqual(new Set(["/oauth2/v1/token"]));
});

test("a long wait for a token is told", async () => {
  const lines: string[] = [];
  const server = await serve(json({}, 429, { "retry-after": "7" }), GRANTED, json([]));
  const access = { ...org(server.url), credentials: app };
  const { http } = hastily(
    server.url,
    oktaVendor(access, (line) => lines.push(line)),
  );
  await new OktaClients(http).probe();
  expect(lines).toEqual([expect.stringMatching(/^Okta: waiting 7 s for the vendor's rate limit/)]);
});
