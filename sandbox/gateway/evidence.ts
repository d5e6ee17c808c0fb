import { compactVerify, createRemoteJWKSet, customFetch, decodeJwt, decodeProtectedHeader } from "jose";
import { callOut } from "../outbound";
import type { Store } from "../store";
import { callThrough, joinUrl } from "../workato/connection-call";
import type { ApiClient, DcrProvider } from "../workato/model";
import type { Candidate, Evidence } from "./decide";

/** Asks the identity provider about a token: its keys (OpenID Connect) or its introspection endpoint (RFC 7662). */
type Inspect = (candidate: Candidate) => Promise<Evidence>;

interface KeySource {
  issuer: string | undefined;
  jwksUri: string;
}

export function createInspector(store: Store): (token: string) => Inspect {
  const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();
  const keySet = (uri: string) => {
    const known = keySets.get(uri) ?? createRemoteJWKSet(new URL(uri), { [customFetch]: fetchInside });
    keySets.set(uri, known);
    return known;
  };

  const byKeys = async (token: string, { client, provider }: Candidate): Promise<Evidence> => {
    const read = decode(token);
    if (!read) return doubtful("the token is not a JWT");
    try {
      const { issuer, jwksUri } = await keySource(client, provider && baseUrl(store, provider));
      const verified = await compactVerify(token, keySet(jwksUri)).then(
        () => true,
        () => false,
      );
      return { ...read, issuer, doubt: verified ? undefined : "the token is not signed by the identity provider" };
    } catch (error) {
      return { ...read, doubt: `the identity provider's keys cannot be had: ${(error as Error).message}` };
    }
  };

  const byIntrospection = async (token: string, { provider }: Candidate): Promise<Evidence> => {
    const connection = provider && store.workato.connections.get(provider.introspection_connection_id ?? 0);
    if (!provider || !connection) return doubtful("the API client has no introspection connection");
    try {
      const request = { method: "POST", form: { token, token_type_hint: "access_token" } } as const;
      const { status, text } = await callThrough(connection, provider.introspection_endpoint_path ?? "", request);
      if (status !== 200) return doubtful(`the introspection endpoint answered ${status}`);
      const { active, ...claims } = JSON.parse(text) as Record<string, unknown>;
      return active === true ? { claims, header: {} } : doubtful("the identity provider says the token is not active");
    } catch (error) {
      return doubtful(`the introspection endpoint gave no answer: ${(error as Error).message}`);
    }
  };

  return (token) => {
    /** One question for each DCR provider, however many clients share it. */
    const asked = new Map<number | null, Promise<Evidence>>();
    return (candidate) => {
      const { auth_type, dcr_provider_id } = candidate.client;
      if (auth_type === "oidc") return byKeys(token, candidate);
      const answer = asked.get(dcr_provider_id) ?? byIntrospection(token, candidate);
      asked.set(dcr_provider_id, answer);
      return answer;
    };
  };
}

function doubtful(doubt: string): Evidence {
  return { claims: {}, header: {}, doubt };
}

function decode(token: string): Pick<Evidence, "claims" | "header"> | undefined {
  try {
    return { claims: decodeJwt(token), header: { ...decodeProtectedHeader(token) } };
  } catch {
    return undefined;
  }
}

/** `oidc_issuer` is documented as the discovery URL; an issuer is understood as well. */
async function keySource(client: ApiClient, base: string | undefined): Promise<KeySource> {
  const { oidc_issuer: issuer, oidc_jwks_uri: jwksUri } = client;
  if (issuer?.includes("/.well-known/")) {
    const found = await discover(issuer);
    return { ...found, jwksUri: jwksUri ?? found.jwksUri };
  }
  if (jwksUri !== null) return { issuer: issuer ?? undefined, jwksUri };
  if (issuer !== null) return { issuer, jwksUri: (await discover(wellKnown(issuer))).jwksUri };
  if (base === undefined) throw new Error("neither an issuer nor a JWKS is configured");
  return discover(wellKnown(joinUrl(base, "oauth2/default"))).catch(() => discover(wellKnown(base)));
}

function wellKnown(issuer: string): string {
  return joinUrl(issuer, ".well-known/openid-configuration");
}

async function discover(url: string): Promise<KeySource> {
  const { status, text } = await callOut(url);
  if (status !== 200) throw new Error(`${url} answered ${status}`);
  const { issuer, jwks_uri } = JSON.parse(text) as { issuer: string; jwks_uri: string };
  return { issuer, jwksUri: jwks_uri };
}

function baseUrl({ workato }: Store, { connection_id }: DcrProvider): string | undefined {
  const base = workato.connections.get(connection_id)?.input.base_uri;
  return typeof base === "string" ? base : undefined;
}

async function fetchInside(url: string): Promise<Response> {
  const { status, text } = await callOut(url);
  return new Response(text, { status });
}
