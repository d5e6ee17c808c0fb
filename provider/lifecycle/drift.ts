import { same } from "./diff";
import { holdsKeys, type Jwks } from "./jwks";
import { defined } from "./state";

/** A client as an IdP holds it; what it does not tell is `undefined`. */
export interface Registered {
  name?: string | undefined;
  grantTypes?: string[] | undefined;
  tokenEndpointAuthMethod?: string | undefined;
  /** `null` where it has none. */
  logoUri?: string | null | undefined;
  jwks?: Jwks | undefined;
  jwksUri?: string | undefined;
}

/** Client metadata as the program gives it, RFC 7591 section 2. */
export interface Registration {
  grantTypes?: string[] | undefined;
  tokenEndpointAuthMethod?: string | undefined;
  jwks?: Jwks | undefined;
  jwksUri?: string | undefined;
}

/** What a program may leave out. */
export interface Metadata {
  logoUri?: string | undefined;
  registration?: Registration | undefined;
}

interface Declared extends Metadata {
  name?: string | undefined;
  /** What holds where the program says nothing. */
  adoptedDefaults?: Metadata | undefined;
}

/** What a registration has where the program says nothing. */
const DEFAULTS = { grantTypes: ["client_credentials"], tokenEndpointAuthMethod: "client_secret_basic" };

/** What a client is to be registered with: keys only where it authenticates by them. */
export function wantedRegistration({ registration, adoptedDefaults }: Declared): Registration & typeof DEFAULTS {
  const { jwks, jwksUri, ...wanted } = {
    ...DEFAULTS,
    ...defined(adoptedDefaults?.registration),
    ...defined(registration),
  };
  if (wanted.tokenEndpointAuthMethod !== "private_key_jwt") return wanted;
  // Who names one of the two does not mean the other, which an adopted client may have.
  const named = registration?.jwks ?? registration?.jwksUri;
  return { ...wanted, ...(named === undefined ? { jwks, jwksUri } : pick(registration)) };
}

const pick = ({ jwks, jwksUri }: Registration = {}) => defined({ jwks, jwksUri });

/**
 * The inputs as the IdP has them, where it has others than were applied; nothing where a value is as it should be. A default
 * that was changed by hand appears as if it had been declared, so that the next diff takes it back.
 */
export function registrationDrift(state: Declared, registered: Registered): Omit<Declared, "adoptedDefaults"> {
  const { name, grantTypes, tokenEndpointAuthMethod: method, logoUri: logo } = registered;
  const { adoptedDefaults: defaults } = state;
  const seen: Declared = {};
  if (name !== undefined && name !== state.name) seen.name = name;
  if (logo !== undefined && !same("url", logo ?? undefined, state.logoUri ?? defaults?.logoUri)) {
    seen.logoUri = logo ?? undefined;
  }
  const wanted = wantedRegistration(state);
  const otherGrants =
    grantTypes !== undefined && [...grantTypes].sort().join() !== [...wanted.grantTypes].sort().join();
  const otherMethod = method !== undefined && method !== wanted.tokenEndpointAuthMethod;
  const otherKeys = !otherMethod && hasOtherKeys(registered, wanted);
  if (otherGrants || otherMethod || otherKeys) {
    seen.registration = {
      ...state.registration,
      ...(otherGrants && { grantTypes }),
      ...(otherMethod && { tokenEndpointAuthMethod: method }),
      ...(otherKeys && { jwks: registered.jwks, jwksUri: registered.jwksUri }),
    };
  }
  return seen;
}

function hasOtherKeys(registered: Registered, { tokenEndpointAuthMethod, jwks, jwksUri }: Registration): boolean {
  if (tokenEndpointAuthMethod !== "private_key_jwt") return false;
  return registered.jwksUri !== jwksUri || !holdsKeys(registered.jwks, jwks);
}
