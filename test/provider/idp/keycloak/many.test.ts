import { type Sandbox, startSandbox } from "../../../../sandbox/client";
import { many } from "../../../keycloak/many";

/** With what stands in for Keycloak; test/keycloak/ has the same with Keycloak itself. */

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

many(() => {
  const { keycloakIssuer: issuer, keycloakClientId: clientId, keycloakClientSecret: clientSecret } = sandbox.info;
  return { issuer, clientId, clientSecret };
});
