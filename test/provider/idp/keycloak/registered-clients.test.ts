import { keycloakProvider } from "../../../../provider/idp/keycloak";
import { keycloakConfig } from "../../../../provider/idp/keycloak/config";
import { type Sandbox, startSandbox } from "../../../../sandbox/client";

const MARK = "01234567.0123456789ab.0a1b2c";
const CLIENT_ID = "pulumi-01234567.0123456789ab";
const WANTED = {
  name: "Orders",
  grantTypes: ["client_credentials"],
  tokenEndpointAuthMethod: "client_secret_basic",
  logoUri: undefined,
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

test("a client that is registered is told of, also where its secret cannot be read at once", async () => {
  const { keycloakIssuer: issuer, keycloakClientId: clientId, keycloakClientSecret: clientSecret } = sandbox.info;
  const settings = JSON.stringify({ kc: { type: "keycloak", issuer, clientId, clientSecret } });
  const config = keycloakConfig((key) => (key.endsWith(":identityProviders") ? settings : undefined), {}, "kc");
  const idp = keycloakProvider("kc", config, () => {});
  const body = { error: "HTTP 401" };
  await sandbox.fault({
    side: "keycloak",
    path: "/clients$",
    method: "GET",
    times: 9,
    fault: { kind: "status", status: 401, body },
  });
  expect(await idp.register(WANTED, MARK)).toEqual({ clientId: CLIENT_ID });
  await sandbox.clearFaults();
  expect(await idp.secrets?.read({ clientId: CLIENT_ID })).toMatchObject({ clientSecret: expect.any(String) });
});
