import { Rfc7591Clients } from "../../../../provider/api/rfc7591/clients";
import type { Role } from "../../../../provider/api/rfc7591/hints";
import { rfc7591Vendor } from "../../../../provider/api/rfc7591/vendor";
import { pathOf } from "../../../../provider/idp/configured";
import { redact } from "../../../../provider/redact";
import { cut, json, text } from "../../http/local-server";
import { hastily, useServers } from "../wire";

const serve = useServers();

function clients() {
  const open = (role: Role) => (url: string) => {
    const { origin } = new URL(url);
    return hastily(origin, rfc7591Vendor({ name: "acme", nameOf: pathOf("acme") }, origin, role)).http;
  };
  return new Rfc7591Clients(open("registration"), open("management"));
}

const METADATA = { client_name: "orders", grant_types: ["client_credentials"] };

describe("a registration", () => {
  test.each([
    ["with an initial access token", "initial-token", "Bearer initial-token"],
    ["of a server that is open", undefined, undefined],
  ])("%s", async (_, token, authorization) => {
    const server = await serve(json({ ...METADATA, client_id: "c1", client_secret: "s3cret-of-c1" }, 201));
    expect(await clients().register(`${server.url}/reg`, METADATA, token)).toMatchObject({ client_id: "c1" });
    expect(server.seen).toEqual([
      expect.objectContaining({ method: "POST", url: "/reg", body: JSON.stringify(METADATA) }),
    ]);
    expect(server.seen[0]?.headers.authorization).toBe(authorization);
  });

  test("is not lost over fields that are not as the RFC has them", async () => {
    const odd = {
      client_id: "c1",
      client_secret: "s3cret-of-c1",
      client_secret_expires_at: "never",
      jwks: null,
      grant_types: "one",
    };
    const server = await serve(json(odd, 201));
    const made = await clients().register(`${server.url}/reg`, METADATA);
    expect(made).toMatchObject({ client_id: "c1", client_secret: "s3cret-of-c1" });
    expect([made.client_secret_expires_at, made.jwks, made.grant_types]).toEqual([undefined, undefined, undefined]);
  });

  test("whose answer is lost is not repeated, and nobody knows what became of it", async () => {
    const server = await serve(cut);
    const made = clients().register(`${server.url}/reg`, METADATA);
    await expect(made).rejects.toMatchObject({ outcome: "unknown" });
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    [
      "a token that is refused",
      json({ error: "invalid_token" }, 401),
      /invalid_token.*Check workato-dcr:identityProviders.acme.initialAccess/,
    ],
    ["no endpoint there", text("<html>", 404), /404.*Check workato-dcr:identityProviders.acme.registrationEndpoint/],
    [
      "metadata that is refused",
      json({ error: "invalid_client_metadata", error_description: "no such method" }, 400),
      /no such method .*workato-dcr:identityProviders.acme.metadata/,
    ],
    [
      "a page in place of an answer",
      text("<html>"),
      /the body is an HTML page.*Check workato-dcr:identityProviders.acme.registrationEndpoint/,
    ],
  ])("that fails on %s says what to set", async (_, reply, message) => {
    const server = await serve(reply);
    await expect(clients().register(`${server.url}/reg`, METADATA, "initial-token")).rejects.toThrow(message);
  });
});

describe("a client that is registered", () => {
  const answer = { ...METADATA, client_id: "c1", registration_access_token: "rat-given-anew" };
  const at = (url: string) => ({ registrationClientUri: `${url}/reg/c1`, registrationAccessToken: "rat-of-c1" });

  test.each<[string, (url: string) => Promise<unknown>, string, string]>([
    ["is read", (url) => clients().read(at(url)), "GET /reg/c1", ""],
    ["is replaced", (url) => clients().replace(at(url), METADATA), "PUT /reg/c1", JSON.stringify(METADATA)],
    ["is removed", (url) => clients().remove(at(url)), "DELETE /reg/c1", ""],
    [
      "gets another secret",
      (url) => clients().renewSecret("PATCH", `${url}/c1/secret`, "rat-of-c1"),
      "PATCH /c1/secret",
      "",
    ],
  ])("%s with its own token", async (_, call, request, body) => {
    const server = await serve(json({ ...answer, client_secret: "renewed-of-c1" }));
    await call(server.url);
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([request]);
    expect(server.seen[0]).toMatchObject({ body, headers: { authorization: "Bearer rat-of-c1" } });
  });

  test("has no secret in any message, whichever answer brought it and whatever is wrong with it", async () => {
    const broken = { registration_access_token: "rat-of-a-broken-answer", client_secret: "secret-of-a-broken-answer" };
    const server = await serve(json(broken));
    const message = await clients().read(at(server.url)).catch(String);
    expect(message).toMatch(/client_id: /);
    expect(redact(JSON.stringify(broken))).toBe('{"registration_access_token":"[secret]","client_secret":"[secret]"}');
  });

  test("whose renewal brings no secret is in doubt", async () => {
    const server = await serve(json({ client_id: "c1" }));
    const renewed = clients().renewSecret("POST", `${server.url}/c1/secret`, "rat-of-c1");
    await expect(renewed).rejects.toMatchObject({ code: "malformed-answer", outcome: "unknown" });
  });
});
