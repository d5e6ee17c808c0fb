import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import * as workato from "pulumi-workato-dcr";
import { INSTALLED } from "../../tools/installed";
import { callWith, errorsOf, oidcProvider, outputsOf, secretsOf, startOver, useEngine } from "./support";

/** What is easily got wrong with a dynamic provider, each trap by its name. */

const PACKAGE = "pulumi-workato-dcr";
const NAMES = ["oidc", "okta", "orders", "second"];

// A process of a provider for each command, as a user has it: some of the traps are its own.
const engine = useEngine({ host: "quick" });
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const known = <T>(value: T): pulumi.Input<T> => value;
/** Known at apply only, as an output of a resource that is to be made. */
function unknown(name: string) {
  const baseUrl = engine.sandbox.info.oktaOrgUrl;
  return () => {
    const { connectionId } = new workato.HttpConnection(name, { name, baseUrl, auth: { type: "none" } });
    return <T>(value: T): pulumi.Input<T> => connectionId.apply(() => value) as pulumi.Output<T>;
  };
}

/** One resource of each kind, with every optional argument or with none. */
function program(optional: "all" | "none", start: () => typeof known = () => known) {
  const { info } = engine.sandbox;
  const all = <T extends object>(args: T): Partial<T> => (optional === "all" ? args : {});
  return async () => {
    const of = start();
    const auth = { type: "header", headers: { Authorization: of(`SSWS ${info.oktaToken}`) } } as const;
    const tls = { clientKey: of("a key"), clientCertificate: of("a certificate") };
    const connection = new workato.HttpConnection("okta", {
      name: of("Okta"),
      baseUrl: of(info.oktaOrgUrl),
      auth,
      ...all({ tls, folderId: of(info.folderId) }),
    });
    const dcrProvider = new workato.DcrProvider("oidc", {
      name: of("Okta"),
      authenticationMethod: of("oidc" as const),
      scopes: [of(info.scope)],
      ...all({ connection, requiredClaims: of(["aud"]), apiKeyClaim: of("api_key"), manageClaim: of(true) }),
    });
    const registration = { tokenEndpointAuthMethod: of("client_secret_post" as const) };
    const rotationTriggers = of({ quarter: "2026Q4" });
    const orders = new workato.ApiClient("orders", {
      name: of("Orders"),
      apiCollectionIds: [of(1)],
      dcrProvider,
      ...all({
        description: of("For the shop"),
        email: of("shop@example.com"),
        portalId: of(info.portalId),
        logoUri: of("https://shop.example.com/logo.png"),
        apiPolicyId: of(info.apiPolicyId),
        projectId: of(1),
        registration,
        rotationTriggers,
        overlap: of(false),
        verify: of(true),
      }),
    });
    new workato.ApiClientCredential("second", {
      apiClient: orders,
      name: of("Second"),
      ...all({ ipAllowList: [of("10.0.0.0/8")], registration: of(registration), rotationTriggers }),
    });
  };
}

const allOutputs = () => Promise.all(NAMES.map((name) => outputsOf(engine.workspace, name)));

describe("configure races with the first call", () => {
  /** As a provider process does: `configure` is called and not awaited, and calls follow at once. */
  function start(config: Record<string, string>) {
    const module: { provider?: pulumi.dynamic.ResourceProvider } = {};
    jest.isolateModules(() => {
      module.provider = require(join(INSTALLED, "dist/provider/dynamic/http-connection.js"));
    });
    const get = (key: string) => config[key];
    void module.provider?.configure?.({ config: { get, require: (key) => get(key) ?? "" } });
    return module.provider;
  }
  const inputs = {
    name: "Okta",
    baseUrl: "https://acme.okta.com",
    auth: { type: "none" },
    owner: "01234567.0123456789ab",
  };

  test("calls that come at once, in parallel, are served", async () => {
    const { info } = engine.sandbox;
    const provider = start({ "workato-dcr:baseUrl": info.workatoBaseUrl, "workato-dcr:apiToken": info.workatoToken });
    const calls = [1, 2, 3].map(async (id) => [
      await provider?.check?.({}, inputs),
      await provider?.read?.(`${id}`, inputs),
    ]);
    for (const [checked, read] of await Promise.all(calls)) {
      expect(checked).toEqual({ inputs, failures: [] });
      expect(read).toEqual({ id: "", props: {} });
    }
  });

  test("what is wrong with the configuration is the error of each call", async () => {
    const provider = start({ "workato-dcr:region": "mars" });
    for (const call of [
      provider?.check?.({}, inputs),
      provider?.read?.("1", inputs),
      provider?.delete?.("1", inputs),
    ]) {
      await expect(call).rejects.toThrow(
        /workato-dcr:apiToken is missing.*workato-dcr:region is "mars".*pulumi config set/,
      );
    }
  });
});

test("unknown sentinel: what is known at apply only never fails a preview", async () => {
  const { sandbox, workspace } = engine;
  const late = program("all", unknown("late"));
  const created = [...NAMES, "late"].map((name) => `create ${name}`).sort();
  expect((await workspace.preview(late)).steps).toEqual(created);
  expect((await workspace.up(late)).steps).toEqual(created);
  expect(await callWith(sandbox, await outputsOf(workspace, "orders"))).toBe(200);

  // The same values again, and again not known before apply.
  const later = program("all", unknown("later"));
  const { steps } = await workspace.preview(later);
  expect(steps).toEqual([...NAMES.map((name) => `update ${name}`), "create later", "delete late"].sort());
  expect((await workspace.up(later)).steps).toEqual(
    [...NAMES.map((name) => `same ${name}`), "create later", "delete late"].sort(),
  );
});

test("additionalSecretOutputs: credentials come back in the outputs, and are secrets there", async () => {
  const { sandbox, workspace } = engine;
  await workspace.up(program("all"));
  expect((await secretsOf(workspace, "okta")).sort()).toEqual(["auth", "tls"]);
  expect(await outputsOf(workspace, "okta")).toMatchObject({
    auth: { type: "header", headers: { Authorization: `SSWS ${sandbox.info.oktaToken}` } },
    tls: { clientKey: "a key", clientCertificate: "a certificate" },
  });
  for (const name of ["orders", "second"]) expect(await secretsOf(workspace, name)).toEqual(["apiKey", "clientSecret"]);
});

test("erased outputs, undefined in outs: an update with and without what is optional keeps every other output", async () => {
  const { workspace } = engine;
  const updated = NAMES.map((name) => `update ${name}`);
  await workspace.up(program("none"));
  const before = await allOutputs();
  expect((await workspace.up(program("all"))).steps).toEqual(updated);
  const more = await allOutputs();
  expect((await workspace.up(program("none"))).steps).toEqual(updated);
  const after = await allOutputs();

  const keys = (all: typeof before) => all.map((outputs) => Object.keys(outputs ?? {}).sort());
  expect(keys(after)).toEqual(keys(before));
  keys(before).forEach((each, index) => {
    expect(keys(more)[index]).toEqual(expect.arrayContaining(each));
  });
  for (const outputs of [...before, ...more, ...after]) expect(Object.values(outputs ?? {})).not.toContain(undefined);
});

test("__provider: a state is served by the package that is installed, whichever version wrote it", async () => {
  const { workspace } = engine;
  await workspace.up(program("none"));
  // Nearer to the project than the one that wrote the state.
  const other = join(workspace.stack.workspace.workDir, "node_modules", PACKAGE);
  await cp(INSTALLED, other, { recursive: true });
  const manifest = JSON.parse(await readFile(join(other, "package.json"), "utf8"));
  await writeFile(join(other, "package.json"), JSON.stringify({ ...manifest, version: "99.0.0" }));
  try {
    expect((await workspace.preview(program("none"))).steps).toEqual(NAMES.map((name) => `same ${name}`));
    await writeFile(join(other, "dist/provider/dynamic/adapter.js"), 'throw new Error("served by 99.0.0");');
    await expect(workspace.refresh()).rejects.toThrow("served by 99.0.0");
  } finally {
    await rm(other, { recursive: true });
  }
});

describe("partial failure", () => {
  const client = () => async () => {
    const dcrProvider = oidcProvider(engine.sandbox.info);
    new workato.ApiClient("orders", { name: "Orders", apiCollectionIds: [1], dcrProvider });
  };
  const counts = async () => {
    const { workato, okta } = await engine.sandbox.state();
    return [okta.clients.length, workato.apiClients.length, workato.apiKeys.length];
  };

  test.each([
    ["is recorded, where nobody knows whether the key was made", 500, [1, 1, 0], "update orders", ["clientSecret"]],
    ["is taken back, where nothing was made", 403, [0, 0, 0], "create orders", []],
  ])("%s, and the next up converges", async (_, status, left, step, secrets) => {
    const { sandbox, workspace } = engine;
    await sandbox.fault({ method: "POST", path: "/api_keys$", times: 99, fault: { kind: "status", status } });
    expect((await errorsOf(workspace.up(client()))).join()).toMatch(
      new RegExp(`POST /api/v2/api_clients/\\d+/api_keys .*${status}`),
    );
    expect(await counts()).toEqual(left);
    expect(await secretsOf(workspace, "orders")).toEqual(secrets);
    const { clientId, clientSecret } = (await outputsOf(workspace, "orders")) ?? {};

    await sandbox.clearFaults();
    expect((await workspace.up(client())).steps).toEqual([step, "same oidc"].sort());
    expect(await counts()).toEqual([1, 1, 1]);
    const orders = await outputsOf(workspace, "orders");
    expect(orders).toMatchObject({ ...(clientId !== undefined && { clientId, clientSecret }) });
    expect(await callWith(sandbox, orders)).toBe(200);
    expect((await workspace.up(client())).steps).toEqual(["same oidc", "same orders"]);
  });
});
