import { adoption } from "../keycloak/adoption";
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
