import { adoption } from "../keycloak/adoption";
import { Life } from "../keycloak/life";
import { lifecycle } from "../keycloak/lifecycle";
import { rotation } from "../keycloak/rotation";
import { useEngine } from "./support";

/** With what stands in for Keycloak; test/keycloak/ has the same with Keycloak itself. */

const engine = useEngine();
const realm = () => {
  const { keycloakIssuer, keycloakClientId, keycloakClientSecret } = engine.sandbox.info;
  return { issuer: keycloakIssuer, clientId: keycloakClientId, clientSecret: keycloakClientSecret };
};

describe("a realm", () => lifecycle(engine, realm));

describe("a realm that rotates secrets", () => {
  beforeAll(() => engine.sandbox.realm({ rotatesSecrets: true }));
  afterAll(() => engine.sandbox.realm({ rotatesSecrets: false }));
  rotation(engine, realm);
});

describe("a client that was there before", () => adoption(engine, realm));

test("to a service account that is shown no client any more, none is gone", async () => {
  const { sandbox, workspace } = engine;
  const life = await Life.begin(engine, realm());
  await workspace.up(life.program());
  const before = [await sandbox.state(), await life.outputs("orders")];
  const refused = /may see no client of the realm.*Give the service account the role manage-clients/;
  await sandbox.realm({ manageClients: false, viewClients: false });
  await expect(workspace.refresh()).rejects.toThrow(refused);
  expect([await sandbox.state(), await life.outputs("orders")]).toEqual(before);
  await expect(workspace.destroy()).rejects.toThrow(refused);
  await sandbox.realm({ manageClients: true, viewClients: true });
  expect(await life.listed()).toEqual(["billing", "orders", "stock"]);
  await workspace.destroy();
  expect(await life.listed()).toEqual([]);
});
