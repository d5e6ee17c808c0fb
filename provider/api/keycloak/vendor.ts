import { z } from "zod";
import { type Bucket, type Limits, Transport, type Vendor } from "../../http/transport";
import { rememberSecrets } from "../../redact";
import type { NameOf } from "../hints";
import { type FreshToken, renewedToken } from "../renewed-token";
import { tokenCall } from "../token";
import { ask } from "../wire";
import { apiHints, serviceAccountHints } from "./hints";
import { explain } from "./refusal";

/** What calls to Keycloak need. */
export interface KeycloakAccess {
  /** The issuer of the realm; its endpoints are below it. */
  issuer: string;
  /** The base URL of the realm's admin API, without a trailing slash. */
  adminUrl: string;
  /** A confidential client of the realm whose service account may manage clients. */
  clientId: string;
  clientSecret: string;
  limits: Limits;
  nameOf: NameOf;
}

/** Keycloak has no limits and announces none; an answer of the admin API costs it some 10 ms. */
const PACE: Bucket = { name: "", perMinute: 1200 };

const tokenResponse = z.object({ access_token: z.string(), expires_in: z.number() });

/** Keycloak's side of the transport, for the admin API. @param log for waits */
export function keycloakVendor(access: KeycloakAccess, log: (line: string) => void): Vendor {
  const token = renewedToken(() => requestToken(access, log));
  return {
    ...anonymousVendor(access, access.adminUrl),
    authorize: async () => ({ authorization: `Bearer ${await token()}` }),
  };
}

/** The same without credentials, for what is public or has its own. */
export function anonymousVendor({ nameOf }: KeycloakAccess, baseUrl: string): Vendor {
  return { name: "Keycloak", baseUrl, explain, bucket: () => PACE, authorize: () => ({}), ...apiHints(nameOf) };
}

/** A new access token of the service account, RFC 6749 section 4.4. */
async function requestToken(access: KeycloakAccess, log: (line: string) => void): Promise<FreshToken> {
  const { issuer, clientId, clientSecret, limits, nameOf } = access;
  const vendor = { ...anonymousVendor(access, issuer), ...serviceAccountHints(nameOf) };
  const tokenEndpoint = `${issuer}/protocol/openid-connect/token`;
  const call = tokenCall({ tokenEndpoint, clientId, clientSecret, method: "client_secret_basic", scopes: [] });
  const { access_token, expires_in } = await ask(new Transport(vendor, limits, log), call, tokenResponse);
  rememberSecrets(access_token);
  return { token: access_token, expiresInSeconds: expires_in };
}
