import type { SandboxInfo } from "../../sandbox/client";
import type { Held, Properties } from "./program";

/**
 * Every secret value that a run knows: tokens, what the state holds, and what the programs' connections authenticate with.
 * @param okta the configuration by which Okta is called
 */
export function secretsKnown(info: SandboxInfo, okta: Record<string, string>, held: readonly Held[]): string[] {
  const { workatoToken, oktaToken, introspectionClientSecret, keycloakClientSecret } = info;
  const ofKey = (okta["workato-dcr:oktaPrivateKey"] ?? "").split("\n").slice(1, -2);
  const ofHeld = held.flatMap(({ outputs: { clientSecret, apiKey, registrationAccessToken, auth } }) => {
    const { password, headers } = (auth ?? {}) as { password?: string; headers?: Properties };
    return [clientSecret, apiKey, registrationAccessToken, password, ...Object.values(headers ?? {})];
  });
  const all = [workatoToken, oktaToken, introspectionClientSecret, keycloakClientSecret, ...ofKey, ...ofHeld];
  return [...new Set(all.filter((it) => typeof it === "string"))];
}
