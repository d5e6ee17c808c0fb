import { anonymousVendor } from "../../api/okta/management-token";
import { oktaVendor } from "../../api/okta/vendor";
import { perOrigin } from "../../api/per-origin";
import { fetchToken } from "../../api/token";
import { Transport } from "../../http/transport";
import { rememberSecrets } from "../../redact";
import type { IdentityProvider } from "../identity-provider";
import { requireAccess } from "./access";
import { oktaCalls } from "./calls";
import { ClaimBinder } from "./claim";
import { marked } from "./client-metadata";
import type { OktaConfig } from "./config";
import { CLAIM_EXPRESSION } from "./profile";
import { RegisteredClients } from "./registered-clients";
import { clientRules, providerRules } from "./rules";
import { OktaSecrets } from "./secrets";

/** @param log for waits */
export function oktaProvider(name: string, config: OktaConfig, log: (line: string) => void): IdentityProvider {
  const { credentials, limits, orgUrl, nameOf } = config;
  rememberSecrets("apiToken" in credentials ? credentials.apiToken : credentials.privateKey);
  const http = new Transport(oktaVendor(config, log), limits, log);
  const anonymous = perOrigin((origin) => new Transport(anonymousVendor({ ...config, orgUrl: origin }), limits, log));
  const { apps, clients, secrets, server, discovery } = oktaCalls(config, http, anonymous);
  const oktaSecrets = new OktaSecrets(secrets, clients);
  const registered = new RegisteredClients(clients, apps, oktaSecrets);
  return {
    name,
    home: orgUrl,
    marks: registered.marks,
    metadata: () => discovery.metadata(),
    isIssuer: (issuer) => discovery.isCurrent(issuer),
    probe: () => clients.probe(),
    providerRules: (inputs, keyInTokens) =>
      providerRules(inputs, keyInTokens, server ? undefined : nameOf("authorizationServerId")),
    clientRules,
    requireAccess: (scopes) => requireAccess(scopes, server),
    ...(server && { scopes: server.knownScopes }),
    register: (wanted, mark) => registered.register(wanted, mark),
    read: ({ clientId }) => registered.read(clientId),
    update: ({ clientId }, wanted, mark, key) => registered.update(clientId, wanted, mark, key?.apiKey),
    activate: ({ clientId }) => apps.activate(clientId),
    deregister: ({ clientId }) => registered.deregister(clientId),
    secrets: oktaSecrets,
    binder: new ClaimBinder(registered, apps, server),
    tokenAdvice: {
      issuer: `check ${nameOf("authorizationServerId")}`,
      claim: "add it to the authorization server in Okta (Claims, access token)",
      keyClaim: `add it in Okta with the expression ${CLAIM_EXPRESSION}`,
      keyValue: "check the expression of that claim in Okta",
    },
    fetchToken: (request) => fetchToken(anonymous(request.tokenEndpoint), request),
    listMarked: async () => (await apps.list()).flatMap(marked),
  };
}
