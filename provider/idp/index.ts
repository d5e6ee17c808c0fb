import { ConfigurationError } from "../errors";
import type { StackConfig } from "../settings";
import { listedIdps, notConfigured, withPaths, withVariable } from "./configured";
import type { IdentityProvider, IdentityProviders } from "./identity-provider";
import { keycloakProvider } from "./keycloak";
import { keycloakConfig } from "./keycloak/config";
import { oktaProvider } from "./okta";
import { isOktaConfigured, oktaConfig } from "./okta/config";
import { rfc7591Provider } from "./rfc7591";
import { rfc7591Config } from "./rfc7591/config";

/** The IdP that is used where a program names none: its settings have keys of their own, which begin with its name. */
export const DEFAULT_IDENTITY_PROVIDER = "okta";

/** What every type is made with. */
interface Given {
  name: string;
  stack: StackConfig;
  env: NodeJS.ProcessEnv;
  /** For waits. */
  log(line: string): void;
}

/** The types of identity providers: a further one is a folder beside this file, and a row here. */
const TYPES: Readonly<Record<string, (given: Given) => IdentityProvider>> = {
  okta: ({ name, stack, env, log }) => oktaProvider(name, oktaConfig(stack, env, name), log),
  keycloak: ({ name, stack, env, log }) => keycloakProvider(name, keycloakConfig(stack, env, name), log),
  rfc7591: ({ name, stack, env, log }) => rfc7591Provider(name, rfc7591Config(stack, env, name), log),
};

/** All that are configured. */
export function identityProviders(
  stack: StackConfig,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): IdentityProviders {
  const made = new Map<string, IdentityProvider>();
  const given = withVariable(stack, env);
  const listed = listedIdps(given, Object.keys(TYPES), DEFAULT_IDENTITY_PROVIDER);
  const nested = withPaths(given);
  const make = (name: string): IdentityProvider => {
    if (listed.trouble) throw listed.trouble;
    const type = name === DEFAULT_IDENTITY_PROVIDER ? "okta" : listed.types.get(name);
    const from = type === undefined ? undefined : TYPES[type];
    if (from === undefined) throw notConfigured(name, names);
    return from({ name, stack: nested, env, log });
  };
  const others = [...listed.types.keys()];
  const names = others.length === 0 || isOktaConfigured(stack, env) ? [DEFAULT_IDENTITY_PROVIDER, ...others] : others;
  const get = (name = DEFAULT_IDENTITY_PROVIDER) => {
    const idp = made.get(name) ?? make(name);
    made.set(name, idp);
    return idp;
  };
  return {
    names,
    get,
    find: (name) => (name === undefined || names.includes(name) ? get(name) : undefined),
    ...(listed.trouble && { trouble: listed.trouble }),
    usable: () =>
      names.flatMap((name) => {
        try {
          return [get(name)];
        } catch (error) {
          if (error instanceof ConfigurationError) return [];
          throw error;
        }
      }),
  };
}
