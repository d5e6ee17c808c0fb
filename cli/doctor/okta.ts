import { fetchKeys } from "../../provider/api/jwks";
import type { StoreName } from "../../provider/config";
import { ForbiddenError, NotFoundError } from "../../provider/http/errors";
import { type Check, fail, ok, skip, type Verdict } from "./check";
import { SOURCE } from "./configuration";
import type { OktaSide } from "./context";
import { accessVerdict } from "./verdicts/access";
import { claimVerdict } from "./verdicts/claim";
import { clockVerdict } from "./verdicts/clock";
import { keysVerdict } from "./verdicts/keys";
import { limitsVerdict } from "./verdicts/limits";
import { registrationVerdict } from "./verdicts/registration";
import { scopesVerdict } from "./verdicts/scopes";

const CONFIGURATION = "Okta configuration";
const TOKEN = "Okta token";
const CLIENTS = "Okta clients";
const SERVER = "authorization server";
const DISCOVERY = "discovery";

export const OKTA_CHECKS: readonly Check[] = [
  of(CONFIGURATION, SOURCE, async ({ config }) =>
    ok(`${config.orgUrl}, with ${"apiToken" in config.credentials ? "an API token" : "a service app"}`),
  ),
  of(TOKEN, CONFIGURATION, whose),
  of("Okta scopes", TOKEN, async ({ grant }, store) => {
    if (!grant) return ok("an API token has no scopes, but the rights of its administrator");
    return scopesVerdict((await grant()).scopes, store);
  }),
  of(CLIENTS, TOKEN, async ({ clients }) => {
    await clients.probe();
    return ok("may be read");
  }),
  of("client registration", CLIENTS, async ({ config, discovery, grant }) => {
    const metadata = await discovery.metadata().catch(() => undefined);
    const granted = (await grant?.())?.scopes;
    return registrationVerdict({ endpoint: metadata?.registration_endpoint, orgUrl: config.orgUrl, granted });
  }),
  of("Okta apps", TOKEN, async ({ account }) => {
    await account.readApps();
    return ok("may be read");
  }),
  forStack(SERVER, TOKEN, authorizationServer),
  forStack("scopes and access rules", SERVER, async ({ server }) => {
    const [scopes, policies] = await Promise.all([server?.scopes(), server?.policies()]);
    return accessVerdict({ scopes: scopes ?? [], policies: policies ?? [] });
  }),
  forStack("API key claim", SERVER, async ({ server }) => claimVerdict((await server?.claims()) ?? [])),
  of(DISCOVERY, CONFIGURATION, async ({ config, discovery }) => {
    const { issuer, token_endpoint } = await discovery.metadata();
    const why = issuer === config.issuer ? "" : ", as the authorization server is set to another domain of the org";
    return ok(`${issuer} names itself so${why}, with the token endpoint ${token_endpoint}`);
  }),
  of("signing keys", DISCOVERY, async ({ discovery, anonymous }) => {
    const { issuer, jwks_uri } = await discovery.metadata();
    if (jwks_uri === undefined) return fail(`${issuer} names no jwks_uri`, "Choose another authorization server");
    return keysVerdict(jwks_uri, await fetchKeys(anonymous(jwks_uri), jwks_uri));
  }),
  of("Okta limits", CONFIGURATION, async ({ config, heard }) =>
    limitsVerdict("workato-dcr:oktaRequestsPerMinute", config.requestsPerMinute, heard()),
  ),
  of("Okta clock", CONFIGURATION, async ({ heard }) =>
    clockVerdict(
      "Okta",
      heard().flatMap(({ aheadMs }) => aheadMs ?? []),
    ),
  ),
];

type Look = (side: OktaSide, store: StoreName) => Promise<Verdict>;

function of(name: string, need: string, look: Look): Check {
  return { name, needs: [need], look: async ({ okta, store }) => look(await okta(), await store()) };
}

/** The store `workato` leaves claims and scopes to whoever runs the org. */
function forStack(name: string, need: string, look: Look): Check {
  return { ...of(name, need, look), neededBy: "stack" };
}

async function whose({ config, account, grant }: OktaSide): Promise<Verdict> {
  if (grant && "clientId" in config.credentials) {
    await grant();
    return ok(`service app ${config.credentials.clientId}`);
  }
  try {
    return ok(await account.login());
  } catch (error) {
    if (!(error instanceof ForbiddenError || error instanceof NotFoundError)) throw error;
    return ok("valid; Okta does not say whose it is");
  }
}

async function authorizationServer({ config, account }: OktaSide, store: StoreName): Promise<Verdict> {
  const { authorizationServerId: id } = config;
  if (id === undefined && store === "stack") {
    return fail(
      "the org server issues the tokens, and it has no custom claims to carry API keys",
      "Run: pulumi config set workato-dcr:oktaAuthorizationServerId default",
    );
  }
  if (id === undefined) return skip("the org server issues the tokens: it has no custom claims, scopes or policies");
  const { name, status } = await account.authorizationServer(id);
  if (status === "ACTIVE") return ok(`"${name}" (${id}) is active`);
  return fail(`"${name}" (${id}) is ${status}`, "Activate it in Okta (Security, API, Authorization Servers)");
}
