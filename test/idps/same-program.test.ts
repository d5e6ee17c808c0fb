import * as workato from "pulumi-workato-dcr";
import { errorsOf, outputsOf, startOver, useEngine } from "../engine/support";
import { callers } from "../sandbox/http";
import type { IdpServer } from "./servers/idp-server";
import type { OidcServerInfo } from "./servers/oidc-provider/options";
import { startOidcProvider } from "./servers/oidc-provider/start";
import { configureIdps, tokenOf } from "./support";

/** One program at one IdP of each type, with nothing but its name changed. */

const NAMES = ["billing", "orders", "returns"];
const ALL = ["dcr", ...NAMES];

const engine = useEngine();
let server: IdpServer<OidcServerInfo>;
beforeAll(async () => {
  server = await startOidcProvider({ management: "rotating" });
  const { keycloakIssuer, keycloakClientId: clientId, keycloakClientSecret: clientSecret } = engine.sandbox.info;
  const { issuer, initialAccessToken } = server.info;
  await configureIdps(engine.workspace, {
    kc: { type: "keycloak", issuer: keycloakIssuer, clientId, clientSecret },
    acme: { type: "rfc7591", issuer, initialAccess: { token: initialAccessToken } },
  });
});
afterAll(() => server?.stop());
beforeEach(() => startOver(engine.sandbox, engine.workspace));

const program =
  (identityProvider: string, changes: Partial<workato.ApiClientArgs> = {}) =>
  async () => {
    const dcrProvider = new workato.DcrProvider("dcr", {
      ...{ name: "Partners", authenticationMethod: "oidc", scopes: [engine.sandbox.info.scope], identityProvider },
    });
    for (const name of NAMES) {
      const more = name === "orders" ? changes : {};
      new workato.ApiClient(name, { name, apiCollectionIds: [1], dcrProvider, ...more });
    }
  };

const orders = async () => (await outputsOf(engine.workspace, "orders")) ?? {};

const steps = (changed: string, ...names: string[]) =>
  ALL.map((name) => `${names.includes(name) ? changed : "same"} ${name}`).sort();

/** How many clients are there. */
const counts: Record<string, () => Promise<number>> = {
  okta: async () => (await engine.sandbox.state()).okta.clients.length,
  kc: async () => (await engine.sandbox.state()).keycloak?.clients.length ?? 0,
  acme: async () => (await server.clients()).length,
};

/** Somebody renames a client at its IdP. */
const renames: Record<string, (clientId: string) => Promise<void>> = {
  okta: async (id) => {
    const { okta } = callers(engine.sandbox.info);
    const { body } = await okta("GET", `/api/v1/apps/${id}`);
    await okta("PUT", `/api/v1/apps/${id}`, { ...(body as object), label: "by hand" });
  },
  kc: async () =>
    engine.sandbox.drift({ op: "patch", side: "keycloak", kind: "keycloakClient", patch: { name: "by hand" } }),
  acme: (id) => server.change(id, { client_name: "by hand" }),
};

/** Whether the type puts keys into tokens, and renews secrets. */
const TABLE = [
  ["okta", true],
  ["kc", true],
  ["acme", false],
] as const;

test.each(TABLE)("at %s: create, gateway, drift by hand, rotation, destroy", async (idp, isWhole) => {
  const { sandbox, workspace } = engine;
  expect((await workspace.up(program(idp))).steps).toEqual(steps("create", ...ALL));
  expect(await counts[idp]?.()).toBe(3);
  const before = await orders();
  const scope: Record<string, string> = idp === "acme" ? {} : { scope: sandbox.info.scope };
  const { status, token } = await tokenOf(before, scope);
  expect(status).toBe(200);
  // Without a binder, the key is for the user to put into the claim.
  expect((await sandbox.gateway(1, token)).status).toBe(isWhole ? 200 : 401);

  await renames[idp]?.(String(before.clientId));
  const refreshed = (await workspace.refresh()).steps.filter((step) => step.startsWith("update"));
  expect(refreshed).toHaveLength(1);
  await workspace.up(program(idp));
  expect((await workspace.preview(program(idp))).steps).toEqual(steps("same"));

  const rotated = program(idp, { rotationTriggers: { quarter: 2 } });
  if (isWhole) {
    await workspace.up(rotated);
    const after = await orders();
    expect(after).toMatchObject({ clientId: before.clientId, apiKey: before.apiKey });
    const [old, own] = [await tokenOf(before, scope), await tokenOf(after, scope)];
    expect([old.status, own.status]).toEqual([401, 200]);
    expect((await sandbox.gateway(1, own.token)).status).toBe(200);
  } else {
    expect(await errorsOf(workspace.preview(rotated))).toEqual([expect.stringContaining("has none")]);
  }

  await workspace.destroy();
  expect(await counts[idp]?.()).toBe(0);
  const { workato: left } = await sandbox.state();
  expect([left.apiClients, left.apiKeys]).toEqual([[], []]);
});
