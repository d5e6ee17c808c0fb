/** What stands behind each output that a refresh can find missing. */
const WORDS: Readonly<Record<string, string>> = {
  apiClientId: "the API client in Workato",
  clientId: "the client at the identity provider",
  apiKeyId: "the API key",
  binding: "the link between the client and its API key (one of them was disabled or changed by hand)",
  claimId: "the claim that carries API keys",
  intact: "its name, its ownership mark or the authentication that was applied",
  ownershipMark: "its ownership mark",
  authorizationStatus: "Workato's authorisation of the connection",
};

/** They are no objects, so nothing is created. */
const RESTORED: readonly string[] = ["binding", "intact", "ownershipMark", "authorizationStatus"];

/** They go with what they belong to. */
const IMPLIED_BY: Readonly<Record<string, readonly string[]>> = {
  clientSecret: ["clientId"],
  apiKey: ["apiKeyId"],
  binding: ["clientId", "apiKeyId"],
};

/**
 * What a refresh says of a resource that has lost something; `undefined` where nothing is lost.
 * @param lost the outputs that were there before
 */
export function lossWarning(name: unknown, lost: readonly string[]): string | undefined {
  const parts = lost.filter((output) => !IMPLIED_BY[output]?.some((cause) => lost.includes(cause)));
  if (parts.length === 0) return undefined;
  const what = parts.map((part) => WORDS[part] ?? part).join(" and ");
  const [are, them] = parts.length === 1 ? ["is", "it"] : ["are", "them"];
  const repair = parts.some((part) => RESTORED.includes(part)) ? `restores ${them}` : `creates ${them} again`;
  return `"${name}": ${what} ${are} gone; the next pulumi up ${repair}.`;
}
