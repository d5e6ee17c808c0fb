import { randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";
import type { JWTPayload } from "jose";
import type { Adapter, AdapterPayload } from "oidc-provider";
import { AUDIENCE, CUSTOM_SCOPE } from "../presets";
import { type TokenRequest, tokenRequestSchema } from "../protocol";
import { registeringServer } from "../rfc7591/server";
import type { World } from "../world";
import { oktaAccessToken } from "./access-token";
import { ISSUER_PATH, issuerDomain } from "./issuer";
import { oidcServer } from "./oidc-server";
import { currentSecret, findClient } from "./registry";
import { createSigner, type Signer } from "./signer";
import { customGrant, managementGrant } from "./token-request";

/** The token side of the identity provider. */
export interface Idp {
  /** The issuer's endpoints, by paths relative to it. */
  issuer: RequestListener;
  /** The token endpoint of the org's own server, whose tokens carry `okta.*` scopes. Okta only. */
  org: RequestListener | undefined;
  /** The claims of an unexpired token of one of those issuers, or undefined. */
  verify: Signer["verify"];
  /** A token as the token endpoint would issue it, but for what the request changes. */
  mint(request: TokenRequest): Promise<string>;
}

export async function createIdp(world: World): Promise<Idp> {
  const signer = await createSigner();
  const jwk = signer.privateJwk;
  if (world.idp === "rfc7591") {
    return {
      issuer: await registeringServer(world, jwk),
      org: undefined,
      ...tokens(world, signer, (claims) => claims),
    };
  }
  const shape = (claims: JWTPayload) =>
    oktaAccessToken(claims, findClient(world, String(claims.sub)), world.store.okta.claims.values());
  const [issuer, org] = await Promise.all([customServer(world, jwk, shape), orgServer(world, jwk, shape)]);
  return { issuer, org, ...tokens(world, signer, shape) };
}

/** One for each domain, since the library has one issuer for good; which one answers is for the mode of the server to say. */
async function customServer(world: World, jwk: Jwk, shape: Shape): Promise<RequestListener> {
  const { oktaOrgUrl, oktaCustomUrl } = world.info;
  const [atOrg, atCustom] = await Promise.all(
    [oktaOrgUrl, oktaCustomUrl].map((domain) => customServerAt(domain, world, jwk, shape)),
  );
  return (request, response) => {
    const domain = issuerDomain(request.headers.host, world.info, world.store.okta);
    // The library takes the addresses of its endpoints from there.
    request.headers.host = new URL(domain).host;
    (domain === oktaCustomUrl ? atCustom : atOrg)?.(request, response);
  };
}

type Shape = (claims: JWTPayload) => JWTPayload;
type Jwk = Signer["privateJwk"];

function customServerAt(domain: string, world: World, jwk: Jwk, shape: Shape): Promise<RequestListener> {
  const { oktaOrgUrl, introspectionPath } = world.info;
  return oidcServer(world, {
    issuer: `${domain}${ISSUER_PATH}`,
    jwk,
    shape,
    audience: AUDIENCE,
    routes: { token: "/v1/token", jwks: "/v1/keys" },
    clients: registeredClients(world),
    grant: (scopes, clientId) => customGrant(scopes, clientId, world.store.okta),
    discovery: {
      registration_endpoint: `${oktaOrgUrl}/oauth2/v1/clients`,
      introspection_endpoint: `${domain}/${introspectionPath}`,
      scopes_supported: [CUSTOM_SCOPE],
    },
  });
}

function orgServer(world: World, jwk: Jwk, shape: Shape): Promise<RequestListener> {
  const { oktaOrgUrl } = world.info;
  return oidcServer(world, {
    issuer: oktaOrgUrl,
    jwk,
    shape,
    audience: oktaOrgUrl,
    routes: { token: "/oauth2/v1/token", jwks: "/oauth2/v1/keys" },
    clients: registeredClients(world),
    grant: (scopes, clientId) =>
      managementGrant(scopes, findClient(world, clientId)?.metadata.token_endpoint_auth_method),
  });
}

/** What the library has to know of a registered client to issue tokens to it. A deactivated one does not exist for it. */
function registeredClients(world: World): Adapter {
  const none = async () => undefined;
  return {
    find: async (id) => {
      const client = findClient(world, id);
      if (client?.status !== "ACTIVE") return undefined;
      const { token_endpoint_auth_method, grant_types, jwks, jwks_uri } = client.metadata;
      return {
        client_id: id,
        client_secret: currentSecret(client),
        token_endpoint_auth_method,
        grant_types: grant_types.filter((grant) => grant === "client_credentials"),
        response_types: [],
        redirect_uris: [],
        ...(jwks && { jwks }),
        ...(jwks_uri && { jwks_uri }),
      } as AdapterPayload;
    },
    upsert: none,
    destroy: none,
    consume: none,
    findByUid: none,
    findByUserCode: none,
    revokeByGrantId: none,
  };
}

function tokens({ info, store }: World, signer: Signer, shape: Shape): Pick<Idp, "verify" | "mint"> {
  return {
    verify: signer.verify,
    mint: async (request) => {
      const { clientId, omit, set, expiresIn, foreign } = tokenRequestSchema.parse(request);
      const now = Math.floor(Date.now() / 1000);
      const standard = {
        iss: `${issuerDomain(undefined, info, store.okta)}${ISSUER_PATH}`,
        aud: AUDIENCE,
        sub: clientId,
        client_id: clientId,
        scope: CUSTOM_SCOPE,
        jti: randomUUID(),
        iat: Math.min(now, now + expiresIn),
        exp: now + expiresIn,
      };
      const claims = { ...shape(standard), ...set };
      for (const claim of omit) delete claims[claim];
      return foreign ? signer.signForeign(claims) : signer.sign(claims);
    },
  };
}
