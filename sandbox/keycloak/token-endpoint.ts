import { createHash } from "node:crypto";
import { createLocalJWKSet, createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from "jose";
import { callOut } from "../outbound";
import type { World } from "../world";
import { oauth } from "./errors";
import type { KeycloakClient } from "./model";
import { CLIENT_SCOPES, MANAGER, NAMED_IN_TOKENS, TOKEN_SECONDS } from "./presets";
import { acceptsSecret } from "./representation";

type Form = Record<string, string>;

const ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const noSuchClient = () => oauth(401, "invalid_client", "Invalid client or Invalid client credentials");
const wrongSecret = () => oauth(401, "unauthorized_client", "Invalid client or Invalid client credentials");

/** The claims of the access token that a request is to get. @throws KeycloakError where it gets none */
export async function grantedClaims(world: World, authorization: string | undefined, form: Form) {
  const client = await authenticate(world, authorization, form);
  if (form.grant_type !== "client_credentials") throw oauth(400, "unsupported_grant_type", "Unsupported grant_type");
  if (!client.serviceAccountsEnabled) {
    throw oauth(401, "unauthorized_client", "Client not enabled to retrieve service account");
  }
  const asked = form.scope?.split(" ") ?? [];
  const known = ["openid", ...CLIENT_SCOPES.default, ...CLIENT_SCOPES.optional];
  if (asked.some((scope) => !known.includes(scope))) throw oauth(400, "invalid_scope", `Invalid scopes: ${form.scope}`);
  return { ...standardClaims(client, world.info.keycloakIssuer, asked), ...mappedClaims(client) };
}

async function authenticate(world: World, authorization: string | undefined, form: Form): Promise<KeycloakClient> {
  const [scheme, encoded = ""] = (authorization ?? "").split(" ");
  const isBasic = scheme?.toLowerCase() === "basic";
  const { client_assertion: assertion } = form;
  const [id, secret] = isBasic
    ? Buffer.from(encoded, "base64").toString().split(":", 2).map(decodeURIComponent)
    : [form.client_id ?? (assertion && decodeJwt(assertion).sub), form.client_secret];
  const client = findClient(world, id);
  if (client === undefined || !client.enabled) throw noSuchClient();
  if (client.clientAuthenticatorType === "client-jwt") {
    await requireAssertion(client, world, form);
    return client;
  }
  const method = client.attributes["client.secret.authentication.allowed.method"];
  if (method !== undefined && method !== (isBasic ? "client_secret_basic" : "client_secret_post")) throw wrongSecret();
  if (secret === undefined || !acceptsSecret(client, secret)) throw wrongSecret();
  return client;
}

function findClient({ store, info }: World, id: string | undefined): KeycloakClient | undefined {
  if (id !== MANAGER) return store.keycloak.clients.get(id ?? "");
  const flows = { standardFlowEnabled: false, implicitFlowEnabled: false, directAccessGrantsEnabled: false };
  const kind = {
    bearerOnly: false,
    publicClient: false,
    clientAuthenticatorType: "client-secret",
    protocol: "openid-connect",
  };
  const held = { id, clientId: id, enabled: true, serviceAccountsEnabled: true, attributes: {}, protocolMappers: [] };
  return { ...held, ...kind, ...flows, secret: info.keycloakClientSecret };
}

/** RFC 7523 section 3. */
async function requireAssertion(client: KeycloakClient, { info }: World, form: Form): Promise<void> {
  if (form.client_assertion_type !== ASSERTION) {
    throw oauth(400, "invalid_client", "Parameter client_assertion_type is missing");
  }
  const issuer = info.keycloakIssuer;
  const audience = [issuer, `${issuer}/protocol/openid-connect/token`];
  const { attributes, clientId } = client;
  try {
    const keys =
      attributes["use.jwks.url"] === "true"
        ? createRemoteJWKSet(new URL(attributes["jwks.url"] ?? ""), { [customFetch]: fetchInside })
        : createLocalJWKSet(JSON.parse(attributes["jwks.string"] ?? '{"keys":[]}'));
    await jwtVerify(form.client_assertion ?? "", keys, { issuer: clientId, subject: clientId, audience });
  } catch {
    throw oauth(400, "invalid_client", "Unable to load public key");
  }
}

async function fetchInside(url: string): Promise<Response> {
  const { status, text } = await callOut(url);
  return new Response(text, { status });
}

function standardClaims({ id, clientId }: KeycloakClient, issuer: string, asked: readonly string[]) {
  const now = Math.floor(Date.now() / 1000);
  const named = CLIENT_SCOPES.optional.filter((scope) => asked.includes(scope));
  return {
    exp: now + TOKEN_SECONDS,
    iat: now,
    iss: issuer,
    aud: "account" as string | string[],
    // A user that stands for the client: nobody knows it by this id.
    sub: createHash("sha256").update(id).digest("hex").slice(0, 36),
    typ: "Bearer",
    azp: clientId,
    client_id: clientId,
    scope: [...NAMED_IN_TOKENS, ...named].join(" "),
    preferred_username: `service-account-${clientId}`,
  };
}

/** What the mappers of a client put into its access tokens, those that this package makes. */
function mappedClaims({ protocolMappers }: KeycloakClient): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  const audiences: string[] = [];
  for (const { protocolMapper, config } of protocolMappers) {
    if (config["access.token.claim"] !== "true") continue;
    const audience = config["included.custom.audience"];
    if (protocolMapper === "oidc-audience-mapper" && audience !== undefined) audiences.push(audience);
    if (protocolMapper === "oidc-hardcoded-claim-mapper") {
      claims[(config["claim.name"] ?? "").replaceAll("\\.", ".")] = config["claim.value"];
    }
  }
  return { ...claims, ...(audiences.length > 0 && { aud: [...audiences, "account"] }) };
}
