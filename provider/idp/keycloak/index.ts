import { Discovery } from "../../api/discovery";
import { KeycloakClientScopes } from "../../api/keycloak/client-scopes";
import { KeycloakClients } from "../../api/keycloak/clients";
import { anonymousVendor, keycloakVendor } from "../../api/keycloak/vendor";
import { perOrigin } from "../../api/per-origin";
import { fetchToken } from "../../api/token";
import { Transport } from "../../http/transport";
import { rememberSecrets } from "../../redact";
import type { IdentityProvider } from "../identity-provider";
import { requireAccess, requireRights } from "./access";
import { mapperBinder } from "./binder";
import { marked, PREFIX } from "./client-representation";
import type { KeycloakConfig } from "./config";
import { RegisteredClients } from "./registered-clients";
import { clientRules } from "./rules";
import { KeycloakSecrets } from "./secrets";

/** A realm of Keycloak, by its admin API. @param log for waits */
export function keycloakProvider(name: string, config: KeycloakConfig, log: (line: string) => void): IdentityProvider {
  const { issuer, clientSecret, audience, limits, nameOf } = config;
  rememberSecrets(clientSecret);
  const admin = new Transport(keycloakVendor(config, log), limits, log);
  const anonymous = perOrigin((origin) => new Transport(anonymousVendor(config, origin), limits, log));
  const clients = new KeycloakClients(admin, PREFIX);
  const scopes = new KeycloakClientScopes(admin);
  const registered = new RegisteredClients(clients, audience);
  const discovery = new Discovery(anonymous, issuer, {
    notFound: `Check ${nameOf("issuer")}: is there a realm of this name, and is it enabled?`,
    mismatch: { more: "", next: (named) => `Set ${nameOf("issuer")} to ${named}, if that is the realm` },
  });
  return {
    name,
    home: issuer,
    marks: registered.marks,
    metadata: () => discovery.metadata(),
    isIssuer: (it) => discovery.isCurrent(it),
    probe: () => requireRights(clients),
    providerRules: () => [],
    clientRules,
    requireAccess: (wanted) => requireAccess(wanted, scopes),
    scopes: scopes.known,
    register: (wanted, mark) => registered.register(wanted, mark),
    read: ({ clientId }) => registered.read(clientId),
    update: ({ clientId }, wanted, mark, key) => registered.update(clientId, wanted, mark, key),
    activate: ({ clientId }) => registered.activate(clientId),
    deregister: ({ clientId }) => registered.deregister(clientId),
    secrets: new KeycloakSecrets(clients, (clientId) => registered.require(clientId)),
    binder: mapperBinder(registered),
    tokenAdvice: {
      issuer: `check ${nameOf("issuer")}`,
      claim: "give the client, or one of its client scopes, a mapper for it in Keycloak",
      keyClaim: "its mapper is gone or changed; pulumi refresh and pulumi up put it back",
      audience: `set ${nameOf("audience")}, and every client gets a mapper for it`,
      keyValue: "its mapper was changed by hand; pulumi refresh and pulumi up put it back",
    },
    fetchToken: (request) => fetchToken(anonymous(request.tokenEndpoint), request),
    listMarked: async () => (await clients.list()).flatMap(marked),
  };
}
