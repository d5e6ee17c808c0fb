import { ProviderError } from "../../../../provider/errors";
import { reissuedBefore } from "../../../../provider/idp/reissued";
import { useServers } from "../../api/wire";
import { cut, json, text } from "../../http/local-server";
import { MARK } from "../../support";
import { GRANTED, held, idpWith, REFUSED, UNKNOWN_CLIENT, WANTED } from "./server";

const serve = useServers();
afterEach(() => jest.restoreAllMocks());
const NAME = `orders (pulumi:${MARK})`;
const ANSWER = { client_id: "c1", client_name: NAME, grant_types: ["client_credentials"] };

describe("a registration", () => {
  const made = json({ ...ANSWER, client_secret: "secret-of-c1", registration_access_token: "rat-1" }, 201);

  test("gives the secret and what manages the client, below the endpoint where no address is told", async () => {
    const { idp, url } = await idpWith(serve, { "POST /reg": made });
    const { tokenEndpointAuthMethod: _, ...issued } = held(url);
    expect(await idp.register(WANTED, MARK)).toEqual({ ...issued, clientSecretExpiresAt: 0 });
  });

  test("is open where no access is configured, and brings the token that is", async () => {
    const open = await idpWith(serve, { "POST /reg": made });
    await open.idp.register(WANTED, MARK);
    const closed = await idpWith(serve, { "POST /reg": made }, { initialAccess: { token: "initial-1" } });
    await closed.idp.register(WANTED, MARK);
    expect([...open.asked(), ...closed.asked()]).toEqual(["POST /reg", "POST /reg initial-1"]);
  });

  test("fetches a token for each attempt, and is tried once more without response types where they are refused", async () => {
    const refusal = json(
      { error: "invalid_client_metadata", error_description: "response_types must not be empty" },
      400,
    );
    const grants = ["initial-1", "initial-2"].map((access_token) => json({ access_token }));
    const { idp, asked, bodies } = await idpWith(
      serve,
      { "POST /reg": [refusal, made], "POST /token": grants },
      { initialAccess: { clientId: "registrar", clientSecret: "secret-of-the-registrar" } },
    );
    await idp.register(WANTED, MARK);
    expect(asked()).toEqual(["POST /token", "POST /reg initial-1", "POST /token", "POST /reg initial-2"]);
    expect(bodies().map((body) => body.response_types)).toEqual([[], undefined]);
  });

  test.each([
    ["other metadata is refused", json({ error: "invalid_client_metadata", error_description: "no such grant" }, 400)],
    ["the token is refused", REFUSED],
  ])("is tried once where %s", async (_, reply) => {
    const { idp, asked } = await idpWith(serve, { "POST /reg": reply });
    await expect(idp.register(WANTED, MARK)).rejects.toMatchObject({ outcome: "not-done" });
    expect(asked()).toHaveLength(1);
  });

  test("whose answer is lost tells by which name the client is to be found", async () => {
    const { idp, asked } = await idpWith(serve, { "POST /reg": cut });
    await expect(idp.register(WANTED, MARK)).rejects.toMatchObject({
      outcome: "unknown",
      message: expect.stringContaining(`a client "${NAME}" may be there by now; it may have been carried out`),
    });
    expect(asked()).toEqual(["POST /reg"]);
    expect(idp.registeredName?.(WANTED, MARK)).toBe(NAME);
  });

  test("by another method than asked for is taken back, and the error names the property and the method", async () => {
    const other = { ...ANSWER, token_endpoint_auth_method: "client_secret_post", registration_access_token: "rat-1" };
    const { idp, asked } = await idpWith(serve, {
      "POST /reg": json(other, 201),
      "DELETE /reg/c1": json(undefined, 204),
    });
    const registered = idp.register(WANTED, MARK);
    await expect(registered).rejects.toThrow(ProviderError);
    await expect(registered).rejects.toThrow(
      /^registration.tokenEndpointAuthMethod: IdP acme registers "client_secret_post" where/,
    );
    expect(asked()).toEqual(["POST /reg", "DELETE /reg/c1 rat-1"]);
  });
});

describe("an update", () => {
  const found = (token: string) => json({ ...ANSWER, contacts: ["ops@acme.com"], registration_access_token: token });

  test("takes the token of each answer, keeps what is not ours, and gives the last token", async () => {
    const { idp, url, asked, bodies } = await idpWith(serve, {
      "GET /reg/c1": found("rat-2"),
      "PUT /reg/c1": found("rat-3"),
    });
    expect(await idp.update(held(url), { ...WANTED, name: "renamed" }, MARK, undefined)).toEqual({
      registrationAccessToken: "rat-3",
    });
    expect(asked()).toEqual(["GET /reg/c1 rat-1", "PUT /reg/c1 rat-2"]);
    expect(bodies()).toEqual([
      expect.objectContaining({ client_id: "c1", client_name: `renamed (pulumi:${MARK})`, contacts: ["ops@acme.com"] }),
    ]);
  });

  test("beside another one waits for it, and goes on with its token", async () => {
    const { idp, url, asked } = await idpWith(serve, {
      "GET /reg/c1": [found("rat-2"), found("rat-4")],
      "PUT /reg/c1": [found("rat-3"), found("rat-5")],
    });
    const update = () => idp.update(held(url), WANTED, MARK, undefined);
    expect(await Promise.all([update(), update()])).toEqual(
      ["rat-3", "rat-5"].map((registrationAccessToken) => ({ registrationAccessToken })),
    );
    expect(asked()).toEqual(["GET /reg/c1 rat-1", "PUT /reg/c1 rat-2", "GET /reg/c1 rat-3", "PUT /reg/c1 rat-4"]);
  });

  test("that fails after its read has brought another token tells that one", async () => {
    const { idp, url } = await idpWith(serve, { "GET /reg/c1": found("rat-2"), "PUT /reg/c1": json({}, 409) });
    const error = await idp.update(held(url), WANTED, MARK, undefined).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 409 });
    expect(reissuedBefore(error)).toEqual({ registrationAccessToken: "rat-2" });
  });

  test("whose metadata is refused is told as the server says it", async () => {
    const refusal = json({ error: "invalid_client_metadata", error_description: "logo_uri is not allowed" }, 400);
    const { idp, url } = await idpWith(serve, {
      "GET /reg/c1": found("rat-1"),
      "PUT /reg/c1": refusal,
      "POST /token": GRANTED,
    });
    await expect(idp.update(held(url), WANTED, MARK, undefined)).rejects.toThrow("logo_uri is not allowed");
  });

  test("is made where the server lets nobody read", async () => {
    const { idp, url } = await idpWith(serve, {
      "GET /reg/c1": json({}, 405),
      "PUT /reg/c1": found("rat-2"),
      "POST /token": GRANTED,
    });
    expect(await idp.update(held(url), WANTED, MARK, undefined)).toMatchObject({ registrationAccessToken: "rat-2" });
  });

  test("gives a secret that the answer has", async () => {
    const answer = json({ ...ANSWER, client_secret: "another-secret", client_secret_expires_at: 1_900_000_000 });
    const { idp, url } = await idpWith(serve, { "GET /reg/c1": found("rat-1"), "PUT /reg/c1": answer });
    expect(await idp.update(held(url), WANTED, MARK, undefined)).toMatchObject({
      clientSecret: "another-secret",
      clientSecretExpiresAt: 1_900_000_000,
    });
  });
});

describe("a secret", () => {
  const settings = (url: string) => ({
    renewSecret: { method: "POST" as const, url: `${url}/clients/{client_id}/secret` },
  });

  test("can be renewed only where the configuration says how", async () => {
    const { idp } = await idpWith(serve, {});
    expect(idp.secrets).toBeUndefined();
  });

  test("is renewed for the client of the id, and what manages the client by then is given too", async () => {
    const renewed = json({
      client_secret: "renewed-of-c1",
      client_secret_expires_at: 1_900_000_000,
      registration_access_token: "rat-2",
    });
    const { idp, url, asked } = await idpWith(
      serve,
      { "POST /clients/c1/secret": renewed, "GET /reg/c1": json(ANSWER) },
      settings,
    );
    expect(await idp.secrets?.renew(held(url), false)).toEqual({
      clientSecret: "renewed-of-c1",
      clientSecretExpiresAt: 1_900_000_000,
      registrationAccessToken: "rat-2",
    });
    await idp.read(held(url));
    expect(asked()).toEqual(["POST /clients/c1/secret rat-1", "GET /reg/c1 rat-2"]);
  });

  test("whose answer is lost is renewed again", async () => {
    const { idp, url } = await idpWith(
      serve,
      { "POST /clients/c1/secret": [cut, json({ client_secret: "renewed-of-c1" })] },
      settings,
    );
    expect(await idp.secrets?.renew(held(url), false)).toMatchObject({ clientSecret: "renewed-of-c1" });
  });
});

describe("a server is fit for registration", () => {
  test("where its endpoint is known and the credentials of the registrar get a token", async () => {
    const access = { initialAccess: { clientId: "registrar", clientSecret: "secret-of-the-registrar" } };
    const fit = await idpWith(serve, { "POST /token": GRANTED }, access);
    await expect(fit.idp.probe()).resolves.toBeUndefined();
    const unfit = await idpWith(serve, { "POST /token": UNKNOWN_CLIENT }, access);
    await expect(unfit.idp.probe()).rejects.toThrow(
      /Check clientId, clientSecret and scope in workato-dcr:identityProviders.acme.initialAccess/,
    );
  });

  test("by the endpoint of the configuration, whatever its metadata says", async () => {
    const { idp, asked } = await idpWith(serve, { "POST /other": json({ ...ANSWER }, 201) }, (url) => ({
      registrationEndpoint: `${url}/other`,
    }));
    await idp.register(WANTED, MARK);
    expect(asked()).toEqual(["POST /other"]);
  });

  test.each([
    [
      "whose metadata names another issuer",
      {
        "GET /.well-known/openid-configuration": json({
          issuer: "https://other.com",
          token_endpoint: "https://other.com/t",
        }),
      },
      /names the issuer https:\/\/other\.com, not .*Set workato-dcr:identityProviders.acme.issuer to the one that is meant/,
    ],
    [
      "whose metadata is a page",
      { "GET /.well-known/openid-configuration": text("<html>") },
      /HTML page.*Check workato-dcr:identityProviders.acme.issuer/,
    ],
    [
      "that has no metadata",
      { "GET /.well-known/openid-configuration": json({}, 404) },
      /publishes no metadata.*Check workato-dcr:identityProviders.acme.issuer/,
    ],
  ])("not one %s", async (_, routes, message) => {
    const { idp } = await idpWith(serve, routes);
    await expect(idp.metadata()).rejects.toThrow(message);
  });
});
