import type { SandboxInfo } from "../../sandbox/client";
import type { Held } from "./program";
import type { Properties } from "./provider-process";

/** Every secret value that a run knows: tokens, what the state holds, and what the programs' connections authenticate with. */
export function secretsOf(
  info: SandboxInfo,
  held: Iterable<Held>,
  { "workato-dcr:oktaPrivateKey": key = "" }: Record<string, string> = {},
): string[] {
  const found = new Set([info.workatoToken, info.oktaToken, info.introspectionClientSecret, "secret-header"]);
  for (const line of key.split("\n").slice(1, -2)) found.add(line);
  for (const { outputs } of held) {
    for (const value of [outputs.clientSecret, outputs.apiKey]) if (typeof value === "string") found.add(value);
    const { password, headers } = (outputs.auth ?? {}) as { password?: string; headers?: Properties };
    for (const value of [password, ...Object.values(headers ?? {})]) if (typeof value === "string") found.add(value);
  }
  return [...found];
}

/** Which of the secrets are in a text, plain or in a usual encoding. */
export function leaksIn(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => {
    const forms = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString("base64"),
    ];
    return forms.some((form) => text.includes(form));
  });
}
