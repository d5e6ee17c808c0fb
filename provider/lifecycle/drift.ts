import { markIn, withMark, withoutMark } from "../mark";
import { same } from "./diff";
import { defined } from "./state";

export interface Registered {
  client_name?: string | undefined;
  grant_types?: string[] | undefined;
  token_endpoint_auth_method?: string | undefined;
  logo_uri?: string | undefined;
}

interface Metadata {
  logoUri?: string | undefined;
  registration?: { grantTypes?: string[] | undefined; tokenEndpointAuthMethod?: string | undefined } | undefined;
}

interface Declared extends Metadata {
  name?: string | undefined;
  /** What holds where the program says nothing. */
  kept?: Metadata | undefined;
}

/** Of the label of an Okta app. */
export const LONGEST_CLIENT_NAME = 100;

/** The name of a registration, which carries the mark. */
export const nameWithMark = (name: string, mark: string) => withMark(name, mark, LONGEST_CLIENT_NAME);

/** What a registration has where the program says nothing. */
export const REGISTRATION_DEFAULTS = {
  grantTypes: ["client_credentials"],
  tokenEndpointAuthMethod: "client_secret_basic",
};

/**
 * The inputs as the IdP has them, where it has others than were applied; nothing where a value is as it should be. A default
 * that was changed by hand appears as if it had been declared, so that the next diff takes it back.
 */
export function registrationDrift(state: Declared, registered: Registered): Omit<Declared, "kept"> {
  const seen: Declared = {};
  const name = withoutMark(registered.client_name);
  const asCut = withoutMark(nameWithMark(state.name ?? "", markIn(registered.client_name) ?? ""));
  if (name !== undefined && name !== state.name && name !== asCut) seen.name = name;
  const logo = registered.logo_uri || undefined;
  if (!same("url", logo, state.logoUri ?? state.kept?.logoUri)) seen.logoUri = logo;
  const grantTypes = registered.grant_types;
  const method = registered.token_endpoint_auth_method;
  const wanted = { ...REGISTRATION_DEFAULTS, ...defined(state.kept?.registration), ...defined(state.registration) };
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
