import { generateKeyPairSync } from "node:crypto";
import * as workato from "pulumi-workato-dcr";
import {
  allOutputs,
  errorsByResource,
  errorsOf,
  outputsOf,
  secretsOf,
  useEngine,
  WORKATO_STORE,
} from "../engine/support";
import type { IdpServer } from "./servers/idp-server";
import type { OidcServerInfo } from "./servers/oidc-provider/options";
import { startOidcProvider } from "./servers/oidc-provider/start";
import { assertionOf, callsOf, configureIdps, namesAt, providerAt, tokenOf } from "./support";

const NAMES = ["billing", "orders", "returns"];
const engine = useEngine({ config: WORKATO_STORE });
let server: IdpServer<OidcServerInfo> | undefined;
afterEach(async () => {
  await engine.workspace.empty();
  await engine.sandbox.reset();
  await server?.stop();
  server = undefined;
});

type Changes = Record<string, Partial<workato.ApiClientArgs>>;

const program =
  (names: readonly string[], changes: Changes = {}) =>
  async () => {
    const dcrProvider = providerAt(server?.info.issuer ?? "");
    for (const name of names)
      new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider, ...changes[name] });
  };

/** A server, and the way in that is configured for it. */
async function at(
  options: Parameters<typeof startOidcProvider>[0],
  initialAccess: (info: OidcServerInfo) => object = ({ initialAccessToken: token }) => ({ token }),
) {
  server = await startOidcProvider(options);
  const { issuer } = server.info;
  await configureIdps(engine.workspace, {
    acme: { type: "rfc7591", issuer, initialAccess: initialAccess(server.info) },
  });
  return server;
}

test("initial access tokens that are good for one registration are fetched one by one", async () => {
  const { clients } = await at({ management: "rotating", initialAccess: "once" }, ({ registrar }) => registrar);
  await engine.workspace.up(program(NAMES));
  expect(await namesAt({ clients })).toEqual(NAMES);
  expect(await callsOf(engine.sandbox, engine.workspace, NAMES)).toEqual([200, 200, 200]);
});

test("a fixed token that is used up is told as what it is, and no client is left without a resource", async () => {
  const fetched = async ({ issuer, registrar }: OidcServerInfo) =>
    (await tokenOf({ ...registrar, tokenEndpoint: `${issuer}/token` })).token;
  const { clients, info } = await at({ management: "rotating", initialAccess: "once" });
  const initialAccess = { token: await fetched(info) };
  await configureIdps(engine.workspace, { acme: { type: "rfc7591", issuer: info.issuer, initialAccess } });
  await engine.workspace.up(program(["orders"]));
  const errors = await errorsByResource(engine.workspace.up(program(["orders", "returns"])));
  expect(errors.returns).toEqual([
    expect.stringMatching(
      /^IdP acme refused POST \/reg .*401.*Check workato-dcr:identityProviders.acme.initialAccess.*used up/,
    ),
  ]);
  expect(await namesAt({ clients })).toEqual(["orders"]);
  expect(engine.workspace.printed()).not.toContain(initialAccess.token);
});

test("a registration whose answer is lost is told, with the name under which it is to be found", async () => {
  const { clients, loseNextAnswer } = await at({ management: "rotating" });
  await loseNextAnswer();
  const [error] = await errorsOf(engine.workspace.up(program(["orders"])));
  const [lost] = await clients();
  expect(error).toContain(`a client "${lost?.client_name}" may be there by now`);

  const { printed } = await engine.workspace.up(program(["orders"]));
  expect(printed).toMatch(/A registration of 20\S+Z got no answer\. .*delete it by hand/);
  expect(printed).toContain(`a client "${lost?.client_name}" is there`);
  expect(await callsOf(engine.sandbox, engine.workspace, ["orders"])).toEqual([200]);

  // Once is enough.
  const again = await engine.workspace.up(program(["orders"], { orders: { description: "another" } }));
  expect(again.printed).not.toContain("got no answer");
  await engine.workspace.destroy();
  expect((await clients()).map(({ client_id }) => client_id)).toEqual([lost?.client_id]);
});

test("a further credential that its state has lost leaves no second key; its client stays, since nothing lists it", async () => {
  const { clients } = await at({ management: "rotating" });
  const { sandbox, workspace } = engine;
  const whole = async () => {
    const dcrProvider = providerAt(server?.info.issuer ?? "");
    const orders = new workato.ApiClient("orders", { name: "orders", apiCollectionIds: [1], dcrProvider });
    new workato.ApiClientCredential("spare", { name: "spare", apiClient: orders });
    new workato.ApiClientCredential("other", { name: "other", apiClient: orders });
  };
  await workspace.up(whole);
  const lost = await workspace.export();
  const made = await allOutputs(workspace);
  const idsOf = async () => (await sandbox.state()).workato.apiKeys.map(({ id }) => String(id)).sort();
  expect(await idsOf()).toHaveLength(3);

  const isSpare = ({ urn }: { urn: string }) => urn.endsWith("::spare");
  const resources = lost.deployment.resources?.filter((it) => !isSpare(it));
  await workspace.import({ ...lost, deployment: { ...lost.deployment, resources } });
  const { printed } = await workspace.up(whole);
  const now = await allOutputs(workspace);
  expect(printed).toContain(`A further API key of this very resource, ${made.spare?.apiKeyId}, is deleted`);
  expect(await idsOf()).toEqual([now.orders, now.other, now.spare].map((it) => String(it?.apiKeyId)).sort());
  expect([now.orders?.apiKeyId, now.other?.apiKeyId]).toEqual([made.orders?.apiKeyId, made.other?.apiKeyId]);
  expect(await callsOf(sandbox, workspace, ["orders", "other", "spare"])).toEqual([200, 200, 200]);
  await workspace.destroy();
  expect(await idsOf()).toEqual([]);
  expect((await clients()).map(({ client_id }) => client_id)).toEqual([made.spare?.clientId]);
});

test("with the library's defaults nobody can change or delete a client, which is said, and its credentials work", async () => {
  const { clients } = await at({ management: "defaults" });
  await engine.workspace.up(program(NAMES));
  expect(await callsOf(engine.sandbox, engine.workspace, NAMES)).toEqual([200, 200, 200]);
  const before = await allOutputs(engine.workspace);

  const refresh = await engine.workspace.refresh();
  expect(refresh.steps.filter((step) => !step.startsWith("same "))).toEqual([]);
  // Reading is there without the rest.
  expect(refresh.printed).not.toContain("cannot be managed");
  expect(await errorsOf(engine.workspace.up(program(NAMES, { orders: { name: "renamed" } })))).toEqual([
    expect.stringMatching(
      /cannot be managed: the server offers no such management.*Change it at the identity provider by hand/,
    ),
  ]);
  const { printed } = await engine.workspace.destroy();
  for (const name of NAMES)
    expect(printed).toMatch(new RegExp(`${before[name]?.clientId} at IdP acme .*It stays there`));
  expect(await namesAt({ clients })).toEqual(NAMES);
});

test("a client that authenticates by a key of its own has no secret, and opens the gateway; its keys are changed in place", async () => {
  const { info } = await at({ management: "rotating" });
  const [first, second] = ["first", "second"].map((kid) => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return {
      public: { ...publicKey.export({ format: "jwk" }), kid },
      private: { ...privateKey.export({ format: "jwk" }), kid },
    };
  }) as [Pair, Pair];
  const byKey = (pair: Pair): Changes => ({
    orders: { registration: { tokenEndpointAuthMethod: "private_key_jwt", jwks: { keys: [pair.public] } } },
  });
  const call = async (pair: Pair) => {
    const { clientId, tokenEndpoint } = (await outputsOf(engine.workspace, "orders")) ?? {};
    const { status, token } = await tokenOf({ tokenEndpoint }, assertionOf(`${clientId}`, info.issuer, pair.private));
    return status === 200 ? (await engine.sandbox.gateway(1, token)).status : status;
  };

  await engine.workspace.up(program(["orders"], byKey(first)));
  expect(await outputsOf(engine.workspace, "orders")).not.toHaveProperty("clientSecret");
  expect(await secretsOf(engine.workspace, "orders")).toEqual(["apiKey", "registrationAccessToken"]);
  expect([await call(first), await call(second)]).toEqual([200, 401]);
  expect((await engine.workspace.refresh()).steps).toContain("same orders");
  expect((await engine.workspace.up(program(["orders"], byKey(second)))).steps).toContain("update orders");
  expect([await call(first), await call(second)]).toEqual([401, 200]);
  await engine.workspace.destroy();
  expect(await namesAt(server as IdpServer<OidcServerInfo>)).toEqual([]);
});

interface Pair {
  public: { kty: string; kid: string };
  private: { kty: string; kid: string };
}
