import type { ApiClient, ApiKey, DcrProvider } from "../workato/model";

/** How Workato's gateway judges a call, apart from fetching anything. */

export type Claims = Record<string, unknown>;

/** What is known of a token, by its signature or by introspection. */
export interface Evidence {
  /** Of the payload, or of the introspection answer; empty if the token cannot be read. */
  claims: Claims;
  header: Claims;
  /** Why the identity provider does not vouch for the token, or undefined if it does. */
  doubt?: string | undefined;
  /** What `iss` must be, or undefined if that is open or the identity provider has decided on it. */
  issuer?: string | undefined;
}

export interface Candidate {
  client: ApiClient;
  provider: DcrProvider | undefined;
  keys: readonly ApiKey[];
}

/** `progress` tells how far the call got: of many refusals, the furthest is the one that explains. */
export type Verdict = { status: 200; client: ApiClient } | { status: 401 | 403; reason: string; progress: number };

const DEFAULT_KEY_CLAIMS = ["https://www.workato.com/sub", "workato_sub", "sub"];
const CLIENT_ID_CLAIMS = ["sub", "cid", "azp", "client_id"];

export function decide(
  { client, provider, keys }: Candidate,
  evidence: Evidence,
  collectionId: number,
  now: number,
): Verdict {
  const { claims, header, doubt, issuer } = evidence;
  const key = keyOf(keys, claims, header, client.access_profile_claim ?? provider?.access_profile_claim ?? null);
  const missing = [...client.required_claims, ...(provider?.required_claims ?? [])].find(
    (name) => !present(claims[name]),
  );
  const issuers =
    client.allowed_issuers.length > 0 ? client.allowed_issuers : issuer === undefined ? undefined : [issuer];
  const isUnread = Object.keys(claims).length === 0;

  const checks: [refused: boolean, status: 401 | 403, reason: string][] = [
    [key === undefined && !isUnread, 401, "the token holds no API key of a client"],
    [isUnread, 401, doubt ?? "the token is empty"],
    [missing !== undefined, 401, `the token lacks the claim ${missing}`],
    [issuers !== undefined && !issuers.includes(String(claims.iss)), 401, "the token is of another issuer"],
    [doubt !== undefined, 401, doubt ?? ""],
    [!(Number(claims.exp) > now), 401, claims.exp === undefined ? "the token has no expiry" : "the token has expired"],
    [key?.active === false, 401, "the API key is disabled"],
    [!client.api_collection_ids.includes(collectionId), 403, "the client may not use this API collection"],
  ];
  const progress = checks.findIndex(([refused]) => refused);
  const failed = checks[progress];
  return failed ? { status: failed[1], reason: failed[2], progress } : { status: 200, client };
}

/** The API key that the token names, or the one that is bound to the OAuth client of the token. */
function keyOf(keys: readonly ApiKey[], claims: Claims, header: Claims, custom: string | null): ApiKey | undefined {
  const named = custom === null ? [...DEFAULT_KEY_CLAIMS.map((name) => claims[name]), header.kid] : [claims[custom]];
  const token = named.find(present);
  return (
    keys.find((key) => key.auth_token === token) ??
    keys.find(
      (key) =>
        key.external_client_id !== null && CLIENT_ID_CLAIMS.some((name) => claims[name] === key.external_client_id),
    )
  );
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** An accepting verdict, or else the refusal that got furthest. */
export function bestVerdict(verdicts: readonly Verdict[]): Verdict {
  const none: Verdict = { status: 401, reason: "no API client takes tokens", progress: -1 };
  return verdicts.reduce((best, one) => (rank(one) > rank(best) ? one : best), none);
}

function rank(verdict: Verdict): number {
  return verdict.status === 200 ? Number.POSITIVE_INFINITY : verdict.progress;
}
