/** What stands behind each output that a refresh can find missing. */
const WORDS: Readonly<Record<string, string>> = {
  apiClientId: "the API client in Workato",
  clientId: "the client at the identity provider",
  clientSecret: "the client secret",
  apiKeyId: "the API key",
  boundTo: "the link between the client and its API key (one of them was disabled or changed by hand)",
  claimId: "the claim that carries API keys",
  verifiedAsApplied: "its name, its ownership mark or the authentication that was applied",
  ownershipMark: "its ownership mark",
  authorizationStatus: "Workato's authorisation of the connection",
};

/** They are no objects, so nothing is created. */
const RESTORED: readonly string[] = ["boundTo", "verifiedAsApplied", "ownershipMark", "authorizationStatus"];

/** They go with what they belong to. */
const IMPLIED_BY: Readonly<Record<string, readonly string[]>> = {
  clientSecret: ["clientId"],
  apiKey: ["apiKeyId", "clientId"],
  boundTo: ["clientId", "apiKeyId"],
};

/** What is lost for itself, in words: what has to be made again, and what is no object. */
function lostParts(lost: readonly string[]) {
  const parts = lost.filter((output) => !IMPLIED_BY[output]?.some((cause) => lost.includes(cause)));
  const words = (some: readonly string[]) => some.map((part) => WORDS[part] ?? part);
  const [restored, made] = [true, false].map((is) => parts.filter((part) => RESTORED.includes(part) === is));
  return { parts, restored: words(restored ?? []), made: words(made ?? []) };
}

/**
 * What a refresh says of a resource that has lost something; `undefined` where nothing is lost.
 * @param lost the outputs that were there before
 */
export function lossWarning(lost: readonly string[]): string | undefined {
  const { restored, made } = lostParts(lost);
  const all = [...made, ...restored];
  if (all.length === 0) return undefined;
  const [are, them] = all.length === 1 ? ["is", "it"] : ["are", "them"];
  const repair =
    restored.length === 0
      ? `creates ${them} again`
      : made.length === 0
        ? `restores ${them}`
        : `creates ${made.join(" and ")} again, and restores the rest`;
  return `${all.join(" and ")} ${are} gone; the next pulumi up ${repair}.`;
}

/** Which outputs get other values when a part is made anew. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  apiClientId: ["apiClientId", "apiKeyId", "apiKey"],
  clientId: ["clientId", "clientSecret", "apiKeyId", "apiKey"],
  clientSecret: ["clientSecret"],
  apiKeyId: ["apiKeyId", "apiKey"],
};

/** Which outputs get other values when what is lost is made anew. */
export function remadeWith(lost: readonly string[]): string[] {
  return [...new Set(lost.flatMap((output) => [output, ...(CHANGES[output] ?? [])]))];
}

/**
 * What a preview says of an update that makes whole what a refresh has found missing; `undefined` where nothing is.
 * @param lost the outputs that should be there
 */
export function repairNotice(lost: readonly string[]): string | undefined {
  const { parts, restored, made } = lostParts(lost);
  if (parts.length === 0) return undefined;
  const doing = [
    ...(made.length > 0 ? [`makes anew ${made.join(" and ")}`] : []),
    ...(restored.length > 0 ? [`restores ${restored.join(" and ")}`] : []),
  ];
  const outputs = [...new Set(parts.flatMap((part) => CHANGES[part] ?? []))];
  const others =
    outputs.length === 0
      ? "the credentials stay"
      : `${outputs.join(", ")} change${outputs.length === 1 ? "s" : ""}: whoever uses the credentials needs the new ones`;
  return `this update ${doing.join(", and ")}; ${others}.`;
}

/** What a preview says of an update after one that failed. */
export const UNCONFIRMED =
  "an earlier run failed, and nobody knows how much of it was carried out; this one writes everything again.";
