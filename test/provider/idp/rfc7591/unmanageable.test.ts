import { hastySystemClock, useServers } from "../../api/wire";
import { json, text } from "../../http/local-server";
import { MARK } from "../../support";
import { GRANTED, held, idpWith, REFUSED, UNKNOWN_CLIENT, WANTED } from "./server";

const serve = useServers();
afterEach(() => jest.restoreAllMocks());
const run = () => {
  const warnings: string[] = [];
  return { warnings, context: { warn: (message: string) => void warnings.push(message), holders: {} as never } };
};

describe("a client that cannot be managed", () => {
  const MANAGED: [string, Parameters<typeof idpWith>[1][string]][] = [
    ["refuses its token", REFUSED],
    ["has no such endpoint", text("Not found", 404)],
    ["has no such method", json({}, 405)],
    ["says that the request is bad", json({ error: "invalid_client_id" }, 400)],
  ];
  const all = (reply: Parameters<typeof idpWith>[1][string]) =>
    Object.fromEntries(["GET", "PUT", "DELETE"].map((method) => [`${method} /reg/c1`, reply]));

  test.each(MANAGED)("is gone where the server %s and does not know its credentials", async (_, reply) => {
    const { idp, url } = await idpWith(serve, { ...all(reply), "POST /token": UNKNOWN_CLIENT });
    expect(await idp.read(held(url))).toBeUndefined();
    const { warnings, context } = run();
    await idp.deregister(held(url), context);
    expect(warnings).toEqual([]);
    await expect(idp.update(held(url), WANTED, MARK, undefined)).rejects.toThrow(
      /c1 is gone at IdP acme. Run pulumi refresh/,
    );
  });

  test.each(MANAGED)("stays, with a warning, where the server %s and gives it tokens", async (_, reply) => {
    const { idp, url } = await idpWith(serve, { ...all(reply), "POST /token": GRANTED });
    expect(await idp.read(held(url))).toMatchObject({
      unreadable: expect.stringMatching(
        /^Client c1 at IdP acme cannot be managed: .*GET \/reg\/c1: 40\d.*its own credentials work\.$/,
      ),
      name: undefined,
      mark: undefined,
    });
    const { warnings, context } = run();
    await idp.deregister(held(url), context);
    expect(warnings).toEqual([expect.stringMatching(/c1 at IdP acme .*It stays there: delete it by hand\.$/)]);
  });

  test.each(MANAGED.slice(0, 3))(
    "cannot be changed where the server %s, and the error says what can be done",
    async (_, reply) => {
      const { idp, url } = await idpWith(serve, { ...all(reply), "POST /token": GRANTED });
      await expect(idp.update(held(url), WANTED, MARK, undefined)).rejects.toThrow(
        /cannot be managed: .*Change it at the identity provider by hand, then run pulumi refresh; or register it anew/,
      );
    },
  );

  test("is not taken for gone by a 401 alone: of one that has a key of the consumer's own, nobody can tell", async () => {
    const { idp, url, asked } = await idpWith(serve, all(REFUSED));
    const { clientSecret: _, ...client } = held(url);
    expect(await idp.read(client)).toMatchObject({
      unreadable: expect.stringContaining("whether it is still there cannot be told"),
    });
    expect(asked()).toEqual(["GET /reg/c1 rat-1"]);
  });

  test.each([
    ["the token endpoint is down", { ...all(REFUSED), "POST /token": json({}, 503) }],
    ["the configuration endpoint is down", { ...all(json({}, 503)), "POST /token": UNKNOWN_CLIENT }],
  ])("is an error, and nothing else, while %s", async (_, routes) => {
    hastySystemClock();
    const { idp, url } = await idpWith(serve, routes);
    const { warnings, context } = run();
    await expect(idp.read(held(url))).rejects.toMatchObject({ status: 503 });
    await expect(idp.deregister(held(url), context)).rejects.toMatchObject({ status: 503 });
    expect(warnings).toEqual([]);
  });

  test("is asked for with the parameters that tokens need there", async () => {
    const tokenParameters = { audience: "https://gateway.example.com" };
    const { idp, url, forms } = await idpWith(serve, { ...all(REFUSED), "POST /token": GRANTED }, { tokenParameters });
    await idp.read(held(url));
    expect(forms()).toEqual([{ grant_type: "client_credentials", ...tokenParameters }]);
  });
});
