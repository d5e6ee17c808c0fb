import type * as workato from "pulumi-workato-dcr";
import { type Engine, emptyStack, secretsOf, watched } from "../engine/support";
import { assertion, keyPair } from "./assertion";
import type { RealmAccess } from "./conversation";
import { Life, NAMES, three } from "./life";

/**
 * One program's life at a realm: `test/engine/keycloak.test.ts` has it with what stands in for Keycloak, `lifecycle.test.ts` here with
 * Keycloak itself.
 */
export function lifecycle(engine: Engine, realm: () => RealmAccess): void {
  const pair = keyPair("consumer");
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin(engine, realm());
  });

  test("a preview registers nothing", async () => {
    const { steps } = await engine.workspace.preview(life.program());
    expect(steps).toEqual(["create billing", "create orders", "create provider", "create stock"]);
    expect(await life.listed()).toEqual([]);
  });

  test("three clients are registered, and their credentials open the gateway", async () => {
    await engine.workspace.up(life.program());
    expect(await life.listed()).toEqual(["billing", "orders", "stock"]);
    expect(await life.calls()).toEqual([200, 200, 200]);
    expect(await secretsOf(engine.workspace, "orders")).toEqual(["apiKey", "clientSecret"]);
    const { issuer } = life.realm;
    expect(await life.outputs("orders")).toMatchObject({
      clientId: expect.stringMatching(/^pulumi-[0-9a-f]{8}\.[0-9a-f]{12}$/),
      issuer,
      tokenEndpoint: `${issuer}/protocol/openid-connect/token`,
      clientSecretExpiresAt: 0,
    });
  });

  test("nobody who logs in to anything can use a client: it has no flow but client_credentials", async () => {
    expect(await life.held("orders")).toMatchObject({
      publicClient: false,
      standardFlowEnabled: false,
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      serviceAccountsEnabled: true,
    });
  });

  test("a scope that new clients do not get is refused at preview, and one that they do is in tokens when asked for", async () => {
    const wish = (scope: string) => life.program({ provider: { scopes: [scope] } });
    await expect(engine.workspace.preview(wish("nothing"))).rejects.toThrow(/there is no scope "nothing"/);
    await engine.workspace.up(wish("sandbox.call"));
    const { clientId, clientSecret } = await life.outputs("orders");
    const asked = { clientId: String(clientId), scopes: ["sandbox.call"] };
    const answer = await life.talk.token(String(clientSecret), asked);
    expect((await engine.sandbox.gateway(1, String(answer.body?.access_token))).status).toBe(200);
    await engine.workspace.up(life.program());
  });

  test("another up has nothing to do, and a refresh finds everything as it is", async () => {
    const same = ["same billing", "same orders", "same provider", "same stock"];
    expect((await watched(engine.sandbox, () => engine.workspace.up(life.program()))).steps).toEqual(same);
    expect((await engine.workspace.refresh()).steps).toEqual(same);
    expect((await engine.workspace.up(life.program())).steps).toEqual(same);
  });

  test("a rotation gives one client a new secret, and ends the one before", async () => {
    const before = await Promise.all(NAMES.map((name) => life.outputs(name)));
    const { steps } = await engine.workspace.up(
      life.program({ clients: three({ orders: { rotationTriggers: { year: "2027" } } }) }),
    );
    expect(steps).toEqual(["same billing", "same provider", "same stock", "update orders"]);
    const after = await Promise.all(NAMES.map((name) => life.outputs(name)));
    expect(after.map(({ clientSecret }, index) => clientSecret === before[index]?.clientSecret)).toEqual([
      false,
      true,
      true,
    ]);
    expect(after[0]?.clientId).toBe(before[0]?.clientId);
    expect(await life.call(before[0] as Record<string, string>)).toBe(401);
    expect(await life.calls()).toEqual([200, 200, 200]);
  });

  test("two secrets at a time are refused where the realm has no policy for it, and nothing changes", async () => {
    const wish = { clients: three({ orders: { rotationTriggers: { year: "2028" }, overlap: true } }) };
    await expect(engine.workspace.up(life.program(wish))).rejects.toThrow(
      /overlap: the realm has no policy that rotates the secret/,
    );
    expect(await life.calls()).toEqual([200, 200, 200]);
    await engine.workspace.up(life.program({ clients: three({ orders: { rotationTriggers: { year: "2027" } } }) }));
  });

  const settled = { clients: three({ orders: { rotationTriggers: { year: "2027" } } }) };

  test("what was changed by hand is seen and put back, and what others have added stays", async () => {
    const foreign = {
      name: "team",
      protocol: "openid-connect",
      protocolMapper: "oidc-hardcoded-claim-mapper",
      config: { "claim.name": "team", "claim.value": "a", "jsonType.label": "String", "access.token.claim": "true" },
    };
    await life.byHand("orders", { name: "By hand", protocolMappers: [foreign] });
    await life.byHand("billing", { enabled: false, attributes: { "pulumi.mark": "" } });
    const stock = await life.held("stock");
    await life.talk.admin("DELETE", `/clients/${stock?.id}`);
    expect(await life.calls()).toEqual([401, 401, 401]);

    const { steps } = await engine.workspace.refresh();
    expect(steps).toEqual(["same provider", "update billing", "update orders", "update stock"]);
    await engine.workspace.up(life.program(settled));
    expect(await life.calls()).toEqual([200, 200, 200]);
    expect(await life.listed()).toEqual(["billing", "orders", "stock"]);
    expect((await life.held("orders"))?.protocolMappers.map(({ name }) => name).sort()).toEqual([
      "team",
      "workato-dcr-api-key",
    ]);
    expect((await life.held("billing"))?.attributes["pulumi.mark"]).toMatch(/^[0-9a-f]{8}\./);
  });

  test("grants that were added by hand are taken back", async () => {
    await life.byHand("orders", { standardFlowEnabled: true });
    expect((await engine.workspace.refresh()).steps).toContain("update orders");
    await engine.workspace.up(life.program(settled));
    expect(await life.held("orders")).toMatchObject({ standardFlowEnabled: false, serviceAccountsEnabled: true });
  });

  test("another claim for the key moves it in every client", async () => {
    await engine.workspace.up(life.program({ ...settled, provider: { apiKeyClaim: "acme.key" } }));
    expect(await life.calls()).toEqual([200, 200, 200]);
    const claims = await life.claims("orders");
    expect(claims).toMatchObject({ "acme.key": (await life.outputs("orders")).apiKey });
    expect(claims).not.toHaveProperty("workato_sub");
    await engine.workspace.up(life.program(settled));
  });

  test("a client with a key of its own has no secret, and its signature opens the gateway", async () => {
    const registration: workato.Registration = {
      tokenEndpointAuthMethod: "private_key_jwt",
      jwks: { keys: [pair.jwk] },
    };
    const clients = { ...settled.clients, signer: { registration } };
    await engine.workspace.up(life.program({ clients }));
    const { clientId, clientSecret } = await life.outputs("signer");
    expect(clientSecret).toBeUndefined();
    const form = { grant_type: "client_credentials", ...assertion(String(clientId), life.realm.issuer, pair) };
    const url = `${life.realm.issuer}/protocol/openid-connect/token`;
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
    const { access_token } = (await answer.json()) as { access_token: string };
    expect((await engine.sandbox.gateway(1, access_token)).status).toBe(200);

    const other = keyPair("other").jwk;
    await life.byHand("signer", { attributes: { "jwks.string": JSON.stringify({ keys: [other] }) } });
    expect((await engine.workspace.refresh()).steps).toContain("update signer");
    await engine.workspace.up(life.program({ clients }));
    expect((await life.held("signer"))?.attributes["jwks.string"]).toContain(pair.jwk.n);
    expect((await engine.workspace.refresh()).steps).toContain("same signer");
    await engine.workspace.up(life.program(settled));
    expect(await life.listed()).toEqual(["billing", "orders", "stock"]);
  });

  test("what a run without a state finds of its own is taken over, and no second client is made", async () => {
    const before = await life.outputs("orders");
    await emptyStack(engine.workspace);
    const { printed } = await engine.workspace.up(life.program());
    expect(printed).toMatch(
      /client at the identity provider pulumi-\S+, made before by this very resource, will not be made twice/,
    );
    expect(await life.listed()).toEqual(["billing", "orders", "stock"]);
    expect((await life.outputs("orders")).clientId).toBe(before.clientId);
    expect(await life.call(before)).toBe(401);
    expect(await life.calls()).toEqual([200, 200, 200]);
  });

  test("destroy leaves nothing, and nobody can call any more", async () => {
    const before = await life.outputs("orders");
    await engine.workspace.destroy();
    expect(await life.listed()).toEqual([]);
    expect(await life.call(before)).toBe(401);
    expect((await engine.sandbox.state()).workato).toMatchObject({ apiClients: [], apiKeys: [] });
  });
}
