import { randomBytes } from "node:crypto";
import type { JWK } from "jose";
import type { Configuration, JWKS } from "oidc-provider";
import { loadOidcProvider } from "../../../../sandbox/okta/load";
import type { Kept } from "./kept";
import { AUDIENCE, type OidcServerOptions } from "./options";

/** What the server was given at its first start. */
export interface Secrets {
  jwk: JWK;
  initialAccessToken: string;
  registrarSecret: string;
}

export const REGISTRAR = "registrar";

const features: Record<OidcServerOptions["management"], Configuration["features"]> = {
  rotating: { registrationManagement: { enabled: true, rotateRegistrationAccessToken: true } },
  steady: { registrationManagement: { enabled: true, rotateRegistrationAccessToken: false } },
  defaults: {},
};

/** A server by node-oidc-provider. Whatever is not said here is as the library has it. */
export async function oidcProvider(issuer: string, options: OidcServerOptions, kept: Kept, secrets: Secrets) {
  const { Provider, errors } = await loadOidcProvider();
  return new Provider(issuer, {
    adapter: (model) => kept.adapter(model),
    jwks: { keys: [secrets.jwk] } as JWKS,
    cookies: { keys: [randomBytes(16).toString("hex")] },
    clients: [
      {
        client_id: REGISTRAR,
        client_secret: secrets.registrarSecret,
        grant_types: ["client_credentials"],
        response_types: [],
        redirect_uris: [],
      },
    ],
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      registration: { enabled: true, initialAccessToken: secrets.initialAccessToken },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        getResourceServerInfo: (_ctx, resource, client) => {
          if (resource !== AUDIENCE) throw new errors.InvalidTarget();
          // The token of the registrar is looked up here.
          const accessTokenFormat = client.clientId === REGISTRAR ? "opaque" : "jwt";
          return { scope: "orders.read", audience: AUDIENCE, accessTokenFormat };
        },
      },
      ...features[options.management],
    },
  });
}
