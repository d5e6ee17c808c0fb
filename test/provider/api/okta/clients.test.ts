import { generateKeyPairSync } from "node:crypto";
import { OktaClients } from "../../../../provider/api/okta/clients";
import { oktaVendor } from "../../../../provider/api/okta/vendor";
import { json } from "../../http/local-server";
import { hastily, nameOf, useServers } from "../wire";

const serve = useServers();
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const KEY = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

function clients(orgUrl: string, credentials: Parameters<typeof oktaVendor>[0]["credentials"]) {
  const limits = { timeoutSeconds: 5, retryTotalSeconds: 5 };
  const { http } = hastily(orgUrl, oktaVendor({ orgUrl, requestsPerMinute: 1000, limits, credentials, nameOf }));
  return new OktaClients(http);
}

const app = { clientId: "0oaApp", privateKey: KEY, scopes: ["okta.clients.manage"] };

describe("a client is deregistered", () => {
  test.each([
    ["by a 204", json(undefined, 204)],
    ["where it is gone, as newer orgs say", json({ errorCode: "E0000007" }, 404)],
    ["where it is gone, as older orgs say", json({ error: "invalid_client" }, 401)],
  ])("%s", async (_, reply) => {
    const server = await serve(reply);
    await clients(server.url, { apiToken: "token-of-okta" }).deregister("0oa1");
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(["DELETE /oauth2/v1/clients/0oa1"]);
  });

  test("by a service app", async () => {
    const server = await serve(json({ access_token: "granted-1", expires_in: 3600 }), json(undefined, 204));
    await clients(server.url, app).deregister("0oa1");
    expect(server.seen.map(({ method }) => method)).toEqual(["POST", "DELETE"]);
  });
});

describe("a client is not taken for gone", () => {
  test("where the token is refused", async () => {
    const server = await serve(json({ errorCode: "E0000011" }, 401));
    await expect(clients(server.url, { apiToken: "token-of-okta" }).deregister("0oa1")).rejects.toThrow("E0000011");
  });

  test("where the key of the service app is refused, in the words that older orgs have for a client that is gone", async () => {
    const server = await serve(json({ error: "invalid_client", error_description: "The key is not known" }, 401));
    await expect(clients(server.url, app).deregister("0oa1")).rejects.toThrow(
      /POST \/oauth2\/v1\/token .* 401 The key is not known .*workato-dcr:oktaPrivateKey/,
    );
    expect(server.seen).toHaveLength(1);
  });
});
