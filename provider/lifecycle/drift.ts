import { withoutMark } from "./mark";

interface Registered {
  client_name?: string | undefined;
  grant_types?: string[] | undefined;
  token_endpoint_auth_method?: string | undefined;
  logo_uri?: string | undefined;
}

interface Declared {
  name?: string | undefined;
  logoUri?: string | undefined;
  registration?: { grantTypes?: string[] | undefined; tokenEndpointAuthMethod?: string | undefined } | undefined;
}

/** What a registration has where the program says nothing. */
export const REGISTRATION_DEFAULTS = {
  grantTypes: ["client_credentials"],
  tokenEndpointAuthMethod: "client_secret_basic",
};

/**
 * The inputs as the IdP has them, where it has others than were applied; nothing where a value is as it should be. A default
 * that was changed by hand appears as if it had been declared, so that the next diff takes it back.
 */
export function registrationDrift(state: Declared, registered: Registered): Declared {
  const seen: Declared = {};
  const name = withoutMark(registered.client_name);
  if (name !== undefined && name !== state.name) seen.name = name;
  if ((registered.logo_uri || undefined) !== state.logoUri) seen.logoUri = registered.logo_uri || undefined;
  const grantTypes = registered.grant_types;
  const method = registered.token_endpoint_auth_method;
  const wanted = { ...REGISTRATION_DEFAULTS, ...defined(state.registration) };
  const otherGrants =
    grantTypes !== undefined && [...grantTypes].sort().join() !== [...wanted.grantTypes].sort().join();
  const otherMethod = method !== undefined && method !== wanted.tokenEndpointAuthMethod;
  if (otherGrants || otherMethod) {
    seen.registration = {
      ...state.registration,
      ...(otherGrants && { grantTypes }),
      ...(otherMethod && { tokenEndpointAuthMethod: method }),
    };
  }
  return seen;
}

function defined<T extends object>(value: T | undefined): { [Key in keyof T]?: NonNullable<T[Key]> } {
  const entries = Object.entries(value ?? {}).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: NonNullable<T[Key]> };
}
