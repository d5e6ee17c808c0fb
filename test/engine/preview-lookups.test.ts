import * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";
import { errorsOf, oidcProvider, oktaConnection, startOver, useEngine, watched } from "./support";

const engine = useEngine();
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const COLLECTIONS = "workato GET 200 /api/api_collections";
const SCOPES = "okta GET 200 /api/v1/authorizationServers/default/scopes";

const FORBIDDEN = { kind: "status", status: 403, body: { message: "Forbidden" } } as const;

type Client = Partial<workato.ApiClientArgs>;
type Provider = Partial<workato.DcrProviderArgs>;

const program =
  (client: Client = {}, provider: Provider = {}) =>
  async () => {
    const dcrProvider = oidcProvider(engine.sandbox.info, {
      connection: oktaConnection(engine.sandbox.info),
      ...provider,
    });
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider, ...client });
  };

/** The errors of a preview, and what it asked for. */
async function refused(it: () => Promise<void>) {
  const { errors, requests } = await watched(engine.sandbox, async () => ({
    errors: await errorsOf(engine.workspace.preview(it)),
  }));
  return { errors, requests: requests.sort() };
}

test.each<[string, Client, Provider, string[]]>([
  [
    "a collection",
    { apiCollectionIds: [1, "99"] },
    {},
    [
      'apiCollectionIds[1]: there is no API collection 99 in this workspace. Those that the token sees: "Inventory" (id 2), "Orders" (id 1)',
    ],
  ],
  [
    "a scope and a connection",
    {},
    { scopes: ["sandbox.call", "nope"], connection: { id: 99 } },
    [
      "connection.id: there is no connection 99 in this workspace. Check the id, and that the API client of workato-dcr:apiToken may " +
        "see the connection's folder",
      'scopes[1]: there is no scope "nope" on the authorization server. Add it there, or choose another: ',
    ],
  ],
])(
  "%s that is not there fails the preview at its path, which writes nothing",
  async (_, client, provider, expected) => {
    const before = await engine.sandbox.state();
    const { errors, requests } = await refused(program(client, provider));
    expect(errors.sort()).toEqual(expected.map((error) => expect.stringContaining(error)));
    expect(requests.filter((request) => !request.includes(" GET "))).toEqual([]);
    expect(await engine.sandbox.state()).toEqual(before);
  },
);

test("it is looked for only where it changes, by one list each", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(program());
  const preview = async (client: Client = {}, provider: Provider = {}) =>
    (await watched(sandbox, () => workspace.preview(program(client, provider)))).requests.sort();

  expect(await preview()).toEqual([]);
  expect(await preview({ name: "Renamed", apiPolicyId: 1 }, { requiredClaims: ["aud"] })).toEqual([]);
  expect(await preview({ apiCollectionIds: [2, "1"] }, { scopes: ["sandbox.call", "openid"] })).toEqual([
    SCOPES,
    COLLECTIONS,
  ]);
  expect(await refused(program({ apiCollectionIds: [1, 99] }))).toMatchObject({ requests: [COLLECTIONS] });
});

test("many resources share a list", async () => {
  const { sandbox, workspace } = engine;
  const { requests } = await watched(sandbox, () =>
    workspace.preview(async () => {
      const dcrProvider = oidcProvider(sandbox.info);
      for (const name of ["a", "b", "c", "d"])
        new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider });
    }),
  );
  expect(requests.sort()).toEqual([SCOPES, COLLECTIONS]);
});

test("scopes that the program may make are left to the apply, which tells of them", async () => {
  const { sandbox, workspace } = engine;
  const awaited: Provider[] = [{ scopes: pulumi.output(["nope"]) }, { scopes: [pulumi.output("nope")] }];
  for (const provider of awaited) await workspace.preview(program({}, provider));
  await workspace.preview(async () => {
    const dependsOn = oktaConnection(sandbox.info);
    new workato.DcrProvider("it", { name: "It", authenticationMethod: "oidc", scopes: ["nope"] }, { dependsOn });
  });
  const errors = await errorsOf(workspace.up(program({}, awaited[0])));
  expect(errors).toEqual([expect.stringContaining('there is no scope "nope"')]);
});

test("a list that the token may not read fails no preview; what is refused then is named as the program calls it", async () => {
  const { sandbox, workspace } = engine;
  for (const [side, path] of [
    ["workato", "^/api/api_collections"],
    ["okta", "/scopes$"],
  ] as const) {
    await sandbox.fault({ side, method: "GET", path, times: 9, fault: FORBIDDEN });
  }
  const wrong = program({ apiCollectionIds: [1, 99] });
  await workspace.preview(wrong);
  await sandbox.clearFaults();
  await sandbox.fault({ side: "workato", method: "GET", path: "^/api/api_collections", times: 9, fault: FORBIDDEN });
  const errors = await errorsOf(workspace.up(wrong));
  expect(errors).toEqual([
    expect.stringMatching(
      /^Workato refused POST \S+ at \S+: 400 api_collection_ids does not exist \(apiCollectionIds \[1,99\]/,
    ),
  ]);
});
