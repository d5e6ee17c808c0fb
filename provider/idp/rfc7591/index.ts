import { Discovery } from "../../api/discovery";
import { Marks } from "../../api/marks";
import { perOrigin } from "../../api/per-origin";
import { Rfc7591Clients } from "../../api/rfc7591/clients";
import type { Role } from "../../api/rfc7591/hints";
import { rfc7591Vendor } from "../../api/rfc7591/vendor";
import { fetchToken } from "../../api/token";
import { Transport } from "../../http/transport";
import { once } from "../../once";
import { rememberSecrets } from "../../redact";
import { pathOf } from "../configured";
import type { IdentityProvider } from "../identity-provider";
import { registrationMetadata } from "./client-metadata";
import type { Rfc7591Config } from "./config";
import { initialAccessToken } from "./initial-access";
import { ClientManagement } from "./management";
import { ManagementTokens } from "./management-tokens";
import { standingOf } from "./own-credentials";
import { RegisteredClients } from "./registered-clients";
import { registrationEndpoint } from "./registration-endpoint";
import { clientRules } from "./rules";
import { RenewedSecrets } from "./secrets";

/** Any server of dynamic client registration, RFC 7591 and, where it has that, RFC 7592. @param log for waits */
export function rfc7591Provider(name: string, config: Rfc7591Config, log: (line: string) => void): IdentityProvider {
  const {
    issuer,
    initialAccess,
    metadata: overlay = {},
    tokenParameters,
    renewSecret,
    requestsPerMinute,
    limits,
  } = config;
  rememberSecrets(overlay.software_statement);
  rememberSecrets(initialAccess && ("token" in initialAccess ? initialAccess.token : initialAccess.clientSecret));
  const nameOf = pathOf(name);
  const open = (role: Role) =>
    perOrigin((origin) => new Transport(rfc7591Vendor({ name, nameOf, requestsPerMinute }, origin, role), limits, log));
  const [forTokens, forAccess] = [open("token"), open("initial access")];
  const discovery = new Discovery(open("metadata"), issuer, {
    notFound: `Check ${nameOf("issuer")}`,
    mismatch: { more: "", next: () => `Set ${nameOf("issuer")} to the one that is meant, to the letter` },
  });
  const endpoint = once(async () => {
    if (config.registrationEndpoint !== undefined) return config.registrationEndpoint;
    return registrationEndpoint(name, nameOf("registrationEndpoint"), await discovery.documents());
  });
  const accessToken = () => initialAccessToken(initialAccess, () => discovery.metadata(), forAccess);
  const request = tokenParameters && { parameters: tokenParameters };
  const clients = new Rfc7591Clients(open("registration"), open("management"));
  const management = new ClientManagement(name, new ManagementTokens(), async (client) => {
    const { token_endpoint: tokenEndpoint } = await discovery.metadata();
    return standingOf(client, (own) => fetchToken(forTokens(tokenEndpoint), { ...own, ...request, tokenEndpoint }));
  });
  const registered = new RegisteredClients({
    ...{ name, clients, overlay, endpoint, management },
    initialAccessToken: accessToken,
  });
  return {
    name,
    // The clients of a realm of Keycloak may be managed in two ways, each knowing its own only.
    home: `${issuer}#rfc7591`,
    marks: nothingListed(),
    metadata: () => discovery.metadata(),
    isIssuer: (named) => discovery.isCurrent(named),
    // Whether the token may register, only a registration tells.
    probe: async () => {
      await endpoint();
      if (initialAccess !== undefined && !("token" in initialAccess)) await accessToken();
    },
    providerRules: () => [],
    clientRules,
    requireAccess: async () => {},
    register: (wanted, mark) => registered.register(wanted, mark),
    registeredName: (wanted, mark) => String(registrationMetadata(wanted, mark).client_name),
    read: (client) => registered.read(client),
    update: (client, wanted, mark) => registered.update(client, wanted, mark),
    // No server of RFC 7592 deactivates clients.
    activate: async () => {},
    deregister: async (client, run) => void (await registered.deregister(client, run.warn)),
    ...(renewSecret && { secrets: new RenewedSecrets(name, renewSecret, clients, management) }),
    tokenAdvice: {
      issuer: `check ${nameOf("issuer")}`,
      claim: "have the identity provider put it into access tokens",
      keyClaim: "have the identity provider put the output apiKey into it, by hand",
      keyValue: "put the output apiKey into that claim at the identity provider",
    },
    fetchToken: (own) => fetchToken(forTokens(own.tokenEndpoint), { ...own, ...request }),
  };
}

/** Nothing lists clients, so that of others than those which this process has registered nobody knows. */
const nothingListed = () =>
  new Marks(
    async () => [],
    async () => undefined,
  );
