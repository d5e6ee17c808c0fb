import { workatoCalls } from "./api/workato/calls";
import { workatoVendor } from "./api/workato/vendor";
import { workatoConfig } from "./config";
import { ConfigurationError } from "./errors";
import { Holders } from "./holders";
import { Transport } from "./http/transport";
import { identityProviders } from "./idp";
import { rememberSecrets } from "./redact";
import type { Services } from "./services";
import type { StackConfig } from "./settings";

/**
 * @throws ConfigurationError where Workato is not configured, with what is wrong with the IdP's configuration besides
 */
export function createServices(stack: StackConfig, env: NodeJS.ProcessEnv, warn: (message: string) => void): Services {
  const idps = identityProviders(stack, env, warn);
  const workato = inOneError(
    () => workatoConfig(stack, env),
    () => idps.get(undefined),
  );
  rememberSecrets(workato.apiToken);
  const http = new Transport(workatoVendor(workato), workato.limits, warn);
  return {
    ...workatoCalls(http),
    storeName: workato.dcrProviderStore,
    holders: new Holders(),
    unanswered: new Set(),
    identityProviders: idps,
    warn,
  };
}

/** What `needed` reads. Where it fails, its error tells of `other` too: a user who is to mend one can mend both. */
function inOneError<T>(needed: () => T, other: () => unknown): T {
  try {
    return needed();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    try {
      other();
    } catch (besides) {
      if (besides instanceof ConfigurationError) throw error.with(besides);
    }
    throw error;
  }
}
