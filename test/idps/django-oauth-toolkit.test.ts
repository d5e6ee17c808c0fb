import * as workato from "pulumi-workato-dcr";
import { allOutputs, errorsOf, outputsOf, useEngine } from "../engine/support";
import { startDjangoSite } from "./servers/django-oauth-toolkit/start";
import { configureIdps, namesAt, tokenOf } from "./support";

const NAMES = ["billing", "orders", "returns"];
const ALL = ["dcr", ...NAMES];
const engine = useEngine();
let site: Awaited<ReturnType<typeof startDjangoSite>>;
let settings: Record<string, unknown>;
beforeAll(async () => {
  site = await startDjangoSite();
  const { issuer, registrationEndpoint, initialAccessToken: token } = site.info;
  settings = { type: "rfc7591", issuer, registrationEndpoint, initialAccess: { token } };
});
afterAll(() => site?.stop());

type Changes = Record<string, Partial<workato.ApiClientArgs>>;

/** In the store `stack`: the API key is to be in the tokens, and nothing puts it there. */
const program =
  (changes: Changes = {}, provider: Partial<workato.DcrProviderArgs> = {}) =>
  async () => {
    const dcrProvider = new workato.DcrProvider("dcr", {
      ...{ name: "Site", authenticationMethod: "oidc", scopes: ["orders.read"], identityProvider: "site", ...provider },
    });
    for (const name of NAMES)
      new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider, ...changes[name] });
  };
const up = (changes?: Changes) => engine.workspace.up(program(changes));
const steps = (changed: string, ...names: string[]) =>
  ALL.map((name) => `${names.includes(name) ? changed : "same"} ${name}`).sort();
/** What the token endpoint answers to the credentials of each client. */
const tokens = () =>
  Promise.all(NAMES.map(async (name) => (await tokenOf(await outputsOf(engine.workspace, name))).status));

test("an endpoint that is not published has to be configured, which the error says", async () => {
  const { registrationEndpoint: _, ...published } = settings;
  await configureIdps(engine.workspace, { site: published });
  expect(await errorsOf(up())).toEqual([
    expect.stringMatching(
      /^IdP site names no registration endpoint in its metadata .*Set workato-dcr:identityProviders.site.registrationEndpoint/,
    ),
  ]);
  expect(await namesAt(site)).toEqual([]);
  await configureIdps(engine.workspace, { site: settings });
});

test("a claim that nobody can manage is refused where the program asks for it, and else told at preview", async () => {
  const { workspace } = engine;
  expect(await errorsOf(workspace.preview(program({}, { manageClaim: true })))).toEqual([
    expect.stringMatching(/^manageClaim: cannot be true: at the identity provider site, .*Put the output apiKey/),
  ]);
  expect((await workspace.preview(program())).printed).toContain(
    "manageClaim: at the identity provider site, it is for you",
  );
});

test("three clients are registered, and their credentials get tokens", async () => {
  expect((await up()).steps).toEqual(steps("create", ...ALL));
  expect(await namesAt(site)).toEqual(NAMES);
  expect(await tokens()).toEqual([200, 200, 200]);
  expect(await outputsOf(engine.workspace, "orders")).toMatchObject({ clientSecretExpiresAt: 0 });
});

test("a refresh finds no change, also of what the server does not tell, and leaves nothing to do", async () => {
  const { workspace } = engine;
  const withLogo = { orders: { logoUri: "https://acme.com/logo.png" } };
  await up(withLogo);
  expect((await workspace.refresh()).steps).toEqual(steps("update"));
  expect((await up(withLogo)).steps).toEqual(steps("update"));
});

test("an edit and drift by hand are brought in place, with the token that each answer gives", async () => {
  const { workspace } = engine;
  const before = await outputsOf(workspace, "orders");
  await up({ orders: { name: "Orders EU" } });
  expect(await namesAt(site)).toEqual(["Orders EU", "billing", "returns"]);
  await site.change(`${before?.clientId}`, { client_name: "by hand" });
  expect((await workspace.refresh()).steps).toEqual(steps("update", "orders"));
  await up();
  expect(await namesAt(site)).toEqual(NAMES);
  const after = await outputsOf(workspace, "orders");
  expect(after).toMatchObject({ clientId: before?.clientId, clientSecret: before?.clientSecret });
  expect(after?.registrationAccessToken).not.toBe(before?.registrationAccessToken);
  expect(await tokens()).toEqual([200, 200, 200]);
});

test("a method that the server replaces is refused when the client is made, and leaves none", async () => {
  const post = { returns: { registration: { tokenEndpointAuthMethod: "client_secret_post" as const } } };
  await engine.workspace.destroy();
  expect(await errorsOf(up(post))).toEqual([
    expect.stringMatching(
      /^registration.tokenEndpointAuthMethod: IdP site registers "client_secret_basic" where "client_secret_post" is asked for/,
    ),
  ]);
  expect(await namesAt(site)).toEqual(["billing", "orders"]);
  await up();
});

test("a client that is gone is registered anew", async () => {
  const before = await allOutputs(engine.workspace);
  await site.remove(`${before.orders?.clientId}`);
  expect((await engine.workspace.refresh()).steps).toEqual(steps("update", "orders"));
  await up();
  const after = await allOutputs(engine.workspace);
  expect([
    after.orders?.clientId === before.orders?.clientId,
    after.billing?.clientId === before.billing?.clientId,
  ]).toEqual([false, true]);
  expect(await tokens()).toEqual([200, 200, 200]);
});

test("a registration that was answered with half of an answer is told by its name", async () => {
  const { workspace } = engine;
  await workspace.destroy();
  await site.loseNextAnswer();
  // One of the three, whichever comes first.
  const errors = await errorsOf(up());
  const marked = (await site.clients()).map(({ client_name }) => client_name);
  expect(errors).toHaveLength(1);
  const [, lost] = /a client "(.*)" may be there by now/.exec(errors[0] ?? "") ?? [];
  expect(marked).toContain(lost);
  expect((await up()).printed).toContain(`a client "${lost}" is there`);
  expect(await tokens()).toEqual([200, 200, 200]);
  const left = (await site.clients()).filter(({ client_name }) => client_name === lost);
  expect(left).toHaveLength(2);
});

test("clients whose registration tokens the site has lost stay, with a warning each", async () => {
  const { workspace } = engine;
  const before = await allOutputs(workspace);
  await site.restartWithoutRegistrationTokens();
  const refresh = await workspace.refresh();
  expect(refresh.steps).toEqual(steps("update"));
  expect(refresh.printed).toMatch(/cannot be managed: the server refuses its registration access token/);
  const { printed } = await workspace.destroy();
  for (const name of NAMES)
    expect(printed).toMatch(new RegExp(`${before[name]?.clientId} at IdP site .*It stays there`));
});
