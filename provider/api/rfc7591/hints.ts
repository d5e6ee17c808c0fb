import type { Hints, NameOf } from "../hints";

/** What a call is for: it decides on which setting mends a refusal. */
export type Role = "metadata" | "initial access" | "registration" | "management" | "token";

/** What to do next where a server of RFC 7591 refuses. */
export function roleHints(setting: NameOf, role: Role): Hints {
  const issuer = `Check ${setting("issuer")}`;
  const endpoint = `Check ${setting("registrationEndpoint")}, which may lead elsewhere than the server's metadata says`;
  const access = `Check ${setting("initialAccess")}: it may have expired, or be good for a number of registrations that is used up`;
  const client = `Check clientId, clientSecret and scope in ${setting("initialAccess")}`;
  const common = {
    unreachable: `${issuer}, and the proxy settings`,
    "malformed-answer": `${issuer}: is it an issuer?`,
  };
  const hints: Record<Role, Hints["hints"]> = {
    metadata: common,
    "initial access": { ...common, unauthorized: client, "invalid-request": client },
    registration: {
      ...common,
      unauthorized: access,
      forbidden: access,
      "not-found": endpoint,
      redirected: endpoint,
      "malformed-answer": endpoint,
      "invalid-request": `Correct what the message names; ${setting("metadata")} changes what is sent, and null leaves a field out`,
    },
    management: {
      ...common,
      "invalid-request": `Correct what the message names; ${setting("metadata")} changes what is sent, and null leaves a field out`,
    },
    token: {
      ...common,
      "invalid-request": `Correct what the message names; ${setting("tokenParameters")} adds parameters such as audience or resource`,
    },
  };
  const unknownClient = "The client is gone at the identity provider, or has other credentials: `pulumi refresh` looks";
  const byCode: Partial<Record<Role, Hints["hintsByCode"]>> = {
    "initial access": new Map([["invalid_client", client]]),
    token: new Map([["invalid_client", unknownClient]]),
  };
  return { hints: hints[role], hintsByCode: byCode[role] ?? new Map() };
}
