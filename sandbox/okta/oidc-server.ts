import type { RequestListener } from "node:http";
import type { JWK } from "jose";
import type { Adapter, Client, Configuration, JWKS } from "oidc-provider";
import { randomText } from "../secrets";
import type { World } from "../world";
import { artifactAdapter } from "./artifacts";
import { loadOidcProvider } from "./load";
import { acceptsSecret, findClient } from "./registry";
import type { Grant } from "./token-request";

interface OidcServerOptions {
  issuer: string;
  jwk: JWK;
  audience: string;
  routes: NonNullable<Configuration["routes"]>;
  clients: Adapter;
  /** What becomes of a request for a token. */
  grant(scopes: string[], clientId: string): Grant;
  /** The claims of an access token, from those of RFC 9068. */
  shape(claims: Record<string, unknown>): Record<string, unknown>;
  features?: Configuration["features"];
  discovery?: Configuration["discovery"];
}

/** An authorization server by node-oidc-provider: client_credentials only, access tokens as JWTs. */
export async function oidcServer(world: World, options: OidcServerOptions): Promise<RequestListener> {
  const { Provider, errors } = await loadOidcProvider();
  const provider = new Provider(options.issuer, {
    adapter: (model) => (model === "Client" ? options.clients : artifactAdapter(world.store, model)),
    jwks: { keys: [options.jwk] } as JWKS,
    routes: options.routes,
    scopes: [],
    responseTypes: ["code"],
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"],
    cookies: { keys: [randomText(32)] },
    discovery: options.discovery,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => options.audience,
        getResourceServerInfo: (ctx, resource, client) => {
          if (resource !== options.audience) throw new errors.InvalidTarget();
          const params = ctx.oidc.params ?? {};
          const grant = options.grant(
            String(params.scope ?? "")
              .split(" ")
              .filter(Boolean),
            client.clientId,
          );
          if ("error" in grant) throw new errors.CustomOIDCProviderError(grant.error, grant.description);
          const scope = grant.scopes.join(" ");
          // The library looks for what is requested only here.
          if (scope !== "") params.scope = scope;
          return { scope, audience: options.audience, accessTokenFormat: "jwt", accessTokenTTL: grant.seconds };
        },
      },
      ...options.features,
    },
    formats: {
      customizers: {
        jwt: (_ctx, _token, parts) => {
          parts.payload = options.shape(parts.payload);
        },
      },
    },
  });
  /** The library knows one secret a client; during a rotation there are two. */
  provider.Client.prototype.compareClientSecret = function compare(this: Client, presented: string) {
    const client = findClient(world, this.clientId);
    return client !== undefined && acceptsSecret(client, presented);
  };
  return provider.callback();
}
