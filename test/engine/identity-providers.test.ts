import * as workato from "pulumi-workato-dcr";
import { type Sandbox, startSandbox } from "../../sandbox/client";
import { callers } from "../sandbox/http";
import { configured, errorsOf, NOTHING_LEFT, oidcProvider, outputsOf, startOver, useEngine, watched } from "./support";

/** Two orgs in one program: `okta`, whose settings have keys of their own, and `two`. */

const engine = useEngine();
let two: Sandbox;
beforeAll(async () => {
  two = await startSandbox();
  const { oktaOrgUrl, oktaToken } = two.info;
  const value = JSON.stringify({ two: { type: "okta", orgUrl: oktaOrgUrl, apiToken: oktaToken } });
  await engine.workspace.configure({ "workato-dcr:identityProviders": { value, secret: true } });
});
afterAll(() => two?.stop());
beforeEach(async () => {
  await two.reset();
  await startOver(engine.sandbox, engine.workspace);
});

/** One provider with a client and a further credential, all at one IdP. */
const at = (identityProvider?: string) => async () => {
  const more = identityProvider === undefined ? {} : { identityProvider };
  const dcrProvider = oidcProvider(engine.sandbox.info, more);
  const orders = new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  new workato.ApiClientCredential("spare", { name: "Spare", apiClient: orders });
};

const names = async ({ okta }: Awaited<ReturnType<Sandbox["state"]>>) =>
  okta.clients.map(({ client_name }) => client_name).sort();
const clientsAtOne = async () => names(await engine.sandbox.state());
const clientsAtTwo = async () => names(await two.state());

/** What the gateway answers to tokens of each credential, got where its client is. */
const opens = async () => {
  const answers = await Promise.all(
    ["orders", "spare"].map(async (name) => {
      const { clientId, clientSecret, tokenEndpoint } = (await outputsOf(engine.workspace, name)) ?? {};
      const holder = String(tokenEndpoint).startsWith(two.info.oktaOrgUrl) ? two : engine.sandbox;
      const request = { clientId: String(clientId), clientSecret: String(clientSecret), scope: two.info.scope };
      const { status, body } = await holder.idpToken(request);
      if (status !== 200) return status;
      return (await engine.sandbox.gateway(1, (body as { access_token: string }).access_token)).status;
    }),
  );
  return answers;
};

test("providers of one program register their clients at the IdP that each names, and a destroy leaves nothing at either", async () => {
  const { sandbox, workspace } = engine;
  const both = async () => {
    const here = oidcProvider(sandbox.info);
    const there = new workato.DcrProvider("there", {
      ...{ name: "There", authenticationMethod: "oidc", scopes: [two.info.scope], identityProvider: "two" },
    });
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider: here });
    new workato.ApiClient("spare", { name: "Spare", apiCollectionIds: [1], dcrProvider: there.ref });
  };
  await workspace.up(both);
  expect(await clientsAtOne()).toEqual(["Orders"]);
  expect(await clientsAtTwo()).toEqual(["Spare"]);
  expect(await opens()).toEqual([200, 200]);
  const { steps } = await workspace.preview(both);
  expect(steps).toEqual(["same oidc", "same orders", "same spare", "same there"]);
  await workspace.destroy();
  expect(await sandbox.state()).toMatchObject(NOTHING_LEFT);
  expect(await two.state()).toMatchObject(NOTHING_LEFT);
});

test("a provider that names another IdP moves its clients: the preview says so, and nothing is left behind", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(at());
  const preview = await workspace.preview(at("two"));
  expect(preview.steps).toEqual(["update oidc", "update orders", "update spare"]);
  expect(preview.printed).toContain("are registered anew at the identity provider two");
  expect(preview.printed).toContain(
    "clientId, clientSecret, apiKeyId and apiKey change, and the one before is deregistered",
  );
  await workspace.up(at("two"));
  expect(await clientsAtOne()).toEqual([]);
  expect(await clientsAtTwo()).toEqual(["Orders", "Spare"]);
  expect(await opens()).toEqual([200, 200]);
  expect((await workspace.preview(at("two"))).steps).toEqual(["same oidc", "same orders", "same spare"]);
  expect((await workspace.refresh()).steps).toEqual(["same oidc", "same orders", "same spare"]);
  await workspace.destroy();
  expect(await sandbox.state()).toMatchObject(NOTHING_LEFT);
  expect(await two.state()).toMatchObject({ okta: { clients: [] } });
});

/** Where a move to the other IdP may fail: which side refuses what. */
const failures = [
  ["the registration there", "two", "POST", "/oauth2/v1/clients$"],
  ["the binding there", "two", "PUT", "/api/v1/apps/"],
  ["the new key at Workato", "one", "POST", "/api_keys$"],
  ["the deregistration here", "one", "DELETE", "/oauth2/v1/clients/"],
] as const;

test.each(failures)("a move that fails at %s goes on with the next up, or back", async (_, side, method, path) => {
  const { sandbox, workspace } = engine;
  const broken = side === "two" ? two : sandbox;
  const fault = { kind: "status", status: 403, body: {} } as const;
  for (const end of ["two", undefined]) {
    await two.reset();
    await startOver(sandbox, workspace);
    await workspace.up(at());
    await broken.fault({ method, path, times: 1000, fault });
    await errorsOf(workspace.up(at("two")));
    await broken.clearFaults();
    await workspace.up(at(end));
    expect(await opens()).toEqual([200, 200]);
    const [left, there] =
      end === undefined ? [await clientsAtTwo(), await clientsAtOne()] : [await clientsAtOne(), await clientsAtTwo()];
    expect({ left, there }).toEqual({ left: [], there: ["Orders", "Spare"] });
    expect((await workspace.preview(at(end))).steps).toEqual(["same oidc", "same orders", "same spare"]);
  }
});

test("a move that is taken back when the client of before is gone already registers one anew", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(at());
  await sandbox.fault({
    ...{ method: "DELETE", path: "/oauth2/v1/clients/", times: 1000 },
    fault: { kind: "status", status: 403, body: {} },
  });
  await errorsOf(workspace.up(at("two")));
  await sandbox.clearFaults();
  const { okta } = callers(sandbox.info);
  const left = (await sandbox.state()).okta.clients.find(({ client_name }) => client_name === "Orders");
  await okta("DELETE", `/oauth2/v1/clients/${left?.client_id}`);
  await workspace.up(at());
  expect(await opens()).toEqual([200, 200]);
  expect([await clientsAtOne(), await clientsAtTwo()]).toEqual([["Orders", "Spare"], []]);
});

test("a name that is not configured is an error at its property, before anything is asked", async () => {
  const { sandbox, workspace } = engine;
  const { errors, requests } = await watched(sandbox, async () => ({
    errors: await errorsOf(workspace.preview(at("three"))),
  }));
  expect(errors).toEqual(
    expect.arrayContaining([expect.stringMatching(/^identityProvider: names "three".*okta, two/)]),
  );
  expect(requests).toEqual([]);
});

test("an IdP that is taken out of the configuration while clients are there is named, and nothing is lost", async () => {
  const { workspace } = engine;
  await workspace.up(at("two"));
  await configured(
    workspace,
    {},
    async () => {
      const errors = await errorsOf(workspace.preview(at("two")));
      expect(errors).toEqual(expect.arrayContaining([expect.stringContaining('names "two"')]));
    },
    ["workato-dcr:identityProviders"],
  );
  expect((await workspace.preview(at("two"))).steps).toEqual(["same oidc", "same orders", "same spare"]);
});
