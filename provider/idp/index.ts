import type { StackConfig } from "../settings";
import type { IdentityProvider } from "./identity-provider";
import { oktaProvider } from "./okta";
import { oktaConfig } from "./okta/config";

/** The IdP that is used where a program names none. */
export const DEFAULT_IDENTITY_PROVIDER = "okta";

/**
 * An identity provider by its configuration.
 * @param log for waits
 * @throws ConfigurationError with every mistake at once
 */
export function identityProvider(
  stack: StackConfig,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): IdentityProvider {
  return oktaProvider(DEFAULT_IDENTITY_PROVIDER, oktaConfig(stack, env), log);
}

/** @throws ConfigurationError with every mistake in the configuration of identity providers */
export function checkConfiguration(stack: StackConfig, env: NodeJS.ProcessEnv): void {
  oktaConfig(stack, env);
}
