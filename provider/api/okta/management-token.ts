import { randomUUID, sign } from "node:crypto";
import { z } from "zod";
import { ConfigurationError } from "../../errors";
import { type Limits, Transport, type Vendor } from "../../http/transport";
import { rememberSecrets } from "../../redact";
import type { NameOf } from "../hints";
import { type FreshToken, renewedToken } from "../renewed-token";
import { ask } from "../wire";
import { bucket } from "./buckets";
import { apiHints, serviceAppHints } from "./hints";
import { readPrivateKey } from "./private-key";
import { explain } from "./refusal";

/** An Okta org, and how it may be called. */
export interface OktaOrg {
  /** Base URL without a trailing slash. */
  orgUrl: string;
  /** For each of Okta's groups of endpoints, where the user has set it. */
  requestsPerMinute?: number | undefined;
  limits: Limits;
  nameOf: NameOf;
}

/** The credentials of a service app of Okta. */
export interface ServiceApp {
  clientId: string;
  privateKey: string;
  privateKeyId?: string;
  scopes: string[];
}

const ASSERTION_SECONDS = 300;

/** What Okta granted: it may be less than was asked for. */
export interface Grant extends FreshToken {
  scopes: string[];
}

const tokenResponse = z.object({ access_token: z.string(), expires_in: z.number(), scope: z.string().optional() });

type Log = (line: string) => void;

/** Access tokens for Okta's management API. */
export function managementToken(org: OktaOrg, app: ServiceApp, log?: Log): () => Promise<string> {
  return renewedToken(() => requestGrant(org, app, log));
}

/**
 * A new access token, by client credentials with private_key_jwt (RFC 7523 section 2.2): the only client authentication to
 * which Okta grants its `okta.*` scopes.
 */
export async function requestGrant(org: OktaOrg, app: ServiceApp, log: Log = () => {}): Promise<Grant> {
  const form = () => ({
    grant_type: "client_credentials",
    scope: app.scopes.join(" "),
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: freshAssertion(org, app),
  });
  const call = { method: "POST", path: "/oauth2/v1/token", form, safe: true } as const;
  const { access_token, expires_in, scope } = await ask(tokenEndpoint(org, log), call, tokenResponse);
  rememberSecrets(access_token);
  // RFC 6749 section 5.1: left out where it is what was asked for.
  return { token: access_token, scopes: scope?.split(" ") ?? app.scopes, expiresInSeconds: expires_in };
}

function freshAssertion({ orgUrl }: OktaOrg, app: ServiceApp): string {
  const assertion = clientAssertion(app, `${orgUrl}/oauth2/v1/token`, Date.now() / 1000);
  rememberSecrets(assertion);
  return assertion;
}

function tokenEndpoint(org: OktaOrg, log: Log): Transport {
  return new Transport({ ...anonymousVendor(org), ...serviceAppHints(org.nameOf) }, org.limits, log);
}

/** Okta's side of the transport without credentials, for what is public or has its own. */
export function anonymousVendor({ orgUrl, requestsPerMinute, nameOf }: OktaOrg): Vendor {
  const vendor = { name: "Okta", baseUrl: orgUrl, requestsPerMinute, bucket, explain, ...apiHints(nameOf) };
  return { ...vendor, authorize: () => ({}) };
}

/** The signed JWT of RFC 7523 section 3. @param now seconds since the epoch */
export function clientAssertion(app: ServiceApp, audience: string, now: number): string {
  const claims = {
    iss: app.clientId,
    sub: app.clientId,
    aud: audience,
    iat: Math.floor(now),
    exp: Math.floor(now) + ASSERTION_SECONDS,
    jti: randomUUID(),
  };
  const header = { alg: "RS256", typ: "JWT", ...(app.privateKeyId && { kid: app.privateKeyId }) };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header)}.${part(claims)}`;
  const read = readPrivateKey(app.privateKey);
  if ("key" in read) return `${signed}.${sign("sha256", Buffer.from(signed), read.key).toString("base64url")}`;
  throw new ConfigurationError(
    `The private key of the service app ${app.clientId} ${read.trouble}`,
    "Put the PEM text of the key into the configuration (pulumi config set --secret … < key.pem)",
  );
}
