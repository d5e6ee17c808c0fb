import { z } from "zod";
import { optional, wireId } from "../wire";

/*
 * ASSUMED: everything in this file. Workato's pages describe the behaviour, but it publishes no endpoint, field or value for
 * it. They are this project's assumption. The day Workato publishes them, this file changes and no other.
 */
export const ASSUMED = {
  providers: "/api/v2/dcr_providers",
  validation: "/api/v2/dcr_providers/validate_connection",
  methods: { oidc: "oidc", introspection: "oauth2_introspection" },
  /** The key of the base URL in the `input` of an HTTP connection. */
  connectionBaseUrl: "base_uri",
  /** The field of a published API client's answer that names its DCR provider. */
  clientProvider: "dcr_provider_id",
  keyClient: "external_client_id",
} as const;

/** Permanent for a DCR provider. */
export type AuthenticationMethod = keyof typeof ASSUMED.methods;

export const dcrProvider = z
  .object({
    id: wireId,
    name: z.string(),
    connection_id: wireId,
    auth_method: z.enum([ASSUMED.methods.oidc, ASSUMED.methods.introspection]),
    required_claims: optional(z.array(z.string())),
    access_profile_claim: optional(z.string()),
    introspection_connection_id: optional(wireId),
    introspection_endpoint_path: optional(z.string()),
    introspection_url: optional(z.string()),
    scopes: optional(z.array(z.string())),
    created_at: optional(z.string()),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    connectionId: wire.connection_id,
    authenticationMethod: (wire.auth_method === ASSUMED.methods.oidc
      ? "oidc"
      : "introspection") as AuthenticationMethod,
    requiredClaims: wire.required_claims,
    apiKeyClaim: wire.access_profile_claim || undefined,
    introspectionConnectionId: wire.introspection_connection_id,
    introspectionEndpointPath: wire.introspection_endpoint_path,
    introspectionUrl: wire.introspection_url,
    scopes: wire.scopes,
    createdAt: wire.created_at,
  }));

export type DcrProviderModel = z.output<typeof dcrProvider>;

/** The settings of a DCR provider: `null` resets one, `undefined` does not send it. */
export interface DcrProviderSettings {
  name: string;
  connectionId: string;
  requiredClaims: string[] | null | undefined;
  apiKeyClaim: string | null | undefined;
  introspectionConnectionId: string | undefined;
  introspectionEndpointPath: string | undefined;
  scopes: string[] | null | undefined;
}

export function dcrProviderBody(settings: DcrProviderSettings, method?: AuthenticationMethod): object {
  const list = (value: string[] | null | undefined) => (value === null ? [] : value);
  const id = (value: string | undefined) => value && Number(value);
  // JSON leaves out what is undefined.
  return {
    name: settings.name,
    connection_id: id(settings.connectionId),
    auth_method: method && ASSUMED.methods[method],
    required_claims: list(settings.requiredClaims),
    access_profile_claim: settings.apiKeyClaim,
    introspection_connection_id: id(settings.introspectionConnectionId),
    introspection_endpoint_path: settings.introspectionEndpointPath,
    scopes: list(settings.scopes),
  };
}

/** What the program calls these fields. */
export const DCR_PROVIDER_PROPERTIES = {
  name: "name",
  connection_id: "connection.id",
  auth_method: "authenticationMethod",
  required_claims: "requiredClaims",
  access_profile_claim: "apiKeyClaim",
  introspection_connection_id: "introspection.connection.id",
  introspection_endpoint_path: "introspection.endpointPath",
  scopes: "scopes",
};

/** What binds an API client to a DCR provider. */
export function clientBinding(dcrProviderId: string, method: AuthenticationMethod) {
  return { [ASSUMED.clientProvider]: Number(dcrProviderId), auth_type: ASSUMED.methods[method] };
}

/** What binds an API key to the OAuth client registered at the IdP. */
export function keyBinding(clientId: string) {
  return { [ASSUMED.keyClient]: clientId };
}
