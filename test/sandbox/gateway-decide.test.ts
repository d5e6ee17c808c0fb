import { bestVerdict, type Candidate, decide, type Evidence, type Verdict } from "../../sandbox/gateway/decide";
import type { ApiClient, ApiKey, DcrProvider } from "../../sandbox/workato/model";

const NOW = 1000;
const key = { auth_token: "key", active: true, external_client_id: null } as ApiKey;
const client = {
  id: 1,
  name: "Orders",
  api_collection_ids: [1],
  access_profile_claim: null,
  required_claims: [],
  allowed_issuers: [],
} as Partial<ApiClient> as ApiClient;
const provider = { required_claims: [], access_profile_claim: null } as Partial<DcrProvider> as DcrProvider;
const claims = { iss: "idp", exp: NOW + 1, sub: "key" };

interface Case {
  client?: Partial<ApiClient>;
  provider?: Partial<DcrProvider>;
  key?: Partial<ApiKey>;
  evidence?: Partial<Evidence>;
  collection?: number;
}

function verdict(given: Case): Verdict {
  const candidate: Candidate = {
    client: { ...client, ...given.client },
    provider: given.provider && { ...provider, ...given.provider },
    keys: [{ ...key, ...given.key }],
  };
  const evidence = { claims, header: {}, issuer: "idp", ...given.evidence };
  return decide(candidate, evidence, given.collection ?? 1, NOW);
}

const withClaims = (changes: Record<string, unknown>) => ({ claims: { ...claims, ...changes } });

it.each<[string, Case]>([
  ["the key in sub", {}],
  ["the key in workato_sub", { evidence: withClaims({ sub: "someone", workato_sub: "key" }) }],
  [
    "the key in Workato's own claim",
    { evidence: withClaims({ "https://www.workato.com/sub": "key", workato_sub: "x" }) },
  ],
  ["the key in the header's kid", { evidence: { ...withClaims({ sub: "" }), header: { kid: "key" } } }],
  [
    "the key in the client's custom claim",
    { client: { access_profile_claim: "k" }, evidence: withClaims({ sub: "x", k: "key" }) },
  ],
  [
    "the key in the provider's custom claim",
    { provider: { access_profile_claim: "k" }, evidence: withClaims({ sub: "x", k: "key" }) },
  ],
  ["a key bound to sub", { key: { external_client_id: "0oa" }, evidence: withClaims({ sub: "0oa" }) }],
  ["a key bound to cid", { key: { external_client_id: "0oa" }, evidence: withClaims({ sub: "x", cid: "0oa" }) }],
  ["a key bound to azp", { key: { external_client_id: "0oa" }, evidence: withClaims({ sub: "x", azp: "0oa" }) }],
  [
    "a key bound to client_id",
    { key: { external_client_id: "0oa" }, evidence: withClaims({ sub: "x", client_id: "0oa" }) },
  ],
  ["all enforced claims", { client: { required_claims: ["iss"] }, provider: { required_claims: ["exp"] } }],
  ["one of the allowed issuers", { client: { allowed_issuers: ["other", "idp"] }, evidence: { issuer: "other" } }],
])("a token with %s passes", (_, given) => {
  expect(verdict(given)).toMatchObject({ status: 200, client: { id: 1 } });
});

it.each<[string, Case, 401 | 403, RegExp]>([
  ["no key", { evidence: withClaims({ sub: "someone" }) }, 401, /no API key/],
  ["the key in a later claim than the first", { evidence: withClaims({ workato_sub: "x" }) }, 401, /no API key/],
  ["the key in sub when a custom claim is set", { client: { access_profile_claim: "k" } }, 401, /no API key/],
  [
    "the key in the provider's claim when the client has its own",
    {
      client: { access_profile_claim: "a" },
      provider: { access_profile_claim: "b" },
      evidence: withClaims({ b: "key" }),
    },
    401,
    /no API key/,
  ],
  ["another issuer", { evidence: withClaims({ iss: "other" }) }, 401, /issuer/],
  ["no issuer", { evidence: withClaims({ iss: undefined }) }, 401, /issuer/],
  ["an issuer that is not allowed", { client: { allowed_issuers: ["other"] } }, 401, /issuer/],
  ["a foreign signature", { evidence: { doubt: "not signed by the identity provider" } }, 401, /not signed/],
  ["nothing readable", { evidence: { claims: {}, doubt: "not active" } }, 401, /not active/],
  ["a past expiry", { evidence: withClaims({ exp: NOW }) }, 401, /expired/],
  ["no expiry", { evidence: withClaims({ exp: undefined }) }, 401, /no expiry/],
  ["one enforced claim of the client missing", { client: { required_claims: ["iss", "aud"] } }, 401, /claim aud/],
  [
    "one enforced claim of the provider empty",
    { provider: { required_claims: ["aud"] }, evidence: withClaims({ aud: "" }) },
    401,
    /claim aud/,
  ],
  ["a disabled key", { key: { active: false } }, 401, /disabled/],
  ["a collection that is not granted", { collection: 2 }, 403, /collection/],
])("a token with %s is refused", (_, given, status, reason) => {
  expect(verdict(given)).toMatchObject({ status, reason: expect.stringMatching(reason) });
});

test("of many verdicts the accepting one counts, else the refusal that got furthest", () => {
  const noKey = verdict({ evidence: withClaims({ sub: "x" }) });
  const expired = verdict({ evidence: withClaims({ exp: 1 }) });
  const unread = verdict({ evidence: { claims: {}, doubt: "not active" } });
  expect(bestVerdict([noKey, expired, unread])).toBe(expired);
  expect(bestVerdict([noKey, unread])).toBe(unread);
  expect(bestVerdict([expired, verdict({})])).toMatchObject({ status: 200 });
  expect(bestVerdict([])).toMatchObject({ status: 401 });
});
