import type { ClientInformation } from "../../api/rfc7591/clients";
import type { Bag } from "../../bag";
import { markIn, withMark, withoutMark } from "../../mark";
import type { Management, RegisteredClient, Reissued, WantedClient } from "../identity-provider";

/** One server fails on 300 characters. */
export const LONGEST_CLIENT_NAME = 255;

/** Client metadata, RFC 7591 section 2: a body of JSON, which leaves out what is `undefined`. */
export type ClientMetadata = Bag;

/** What a client is registered with. @param overlay the configuration's, laid over it; `null` leaves a field out */
export function registrationMetadata(wanted: WantedClient, mark: string, overlay: ClientMetadata = {}): ClientMetadata {
  return laidOver(own(wanted, mark), overlay);
}

/**
 * What an update sends: it replaces all metadata (RFC 7592 section 2.2), so that it holds what is there and is not ours. The secret and
 * what only the server sets are left out, as that section wants.
 * @param found what a read has told; absent where the server lets nobody read
 */
export function updatedMetadata(
  clientId: string,
  wanted: WantedClient,
  mark: string,
  overlay: ClientMetadata = {},
  found: ClientMetadata = {},
): ClientMetadata {
  const {
    registration_access_token: _token,
    registration_client_uri: _uri,
    client_id_issued_at: _issuedAt,
    client_secret: _secret,
    client_secret_expires_at: _expiresAt,
    ...kept
  } = found;
  const { logo_uri: logo, jwks, jwks_uri: jwksUri, ...ours } = own(wanted, mark);
  // The response types that are there are as the server took them.
  const { response_types = ours.response_types } = kept;
  const changed = {
    ...ours,
    response_types,
    ...(wanted.logoUri !== undefined && { logo_uri: logo }),
    // Keys of another method may be for something else, and stay.
    ...(wanted.tokenEndpointAuthMethod === BY_KEY && { jwks, jwks_uri: jwksUri }),
  };
  return { ...laidOver({ ...kept, ...changed }, overlay), client_id: clientId };
}

/** Once more for a server that has no use for them. */
export function withoutResponseTypes({ response_types: _, ...others }: ClientMetadata): ClientMetadata {
  return others;
}

const BY_KEY = "private_key_jwt";

function own(wanted: WantedClient, mark: string) {
  return {
    client_name: withMark(wanted.name, mark, LONGEST_CLIENT_NAME),
    grant_types: [...wanted.grantTypes],
    // By default it is `code`, which needs redirect URIs.
    response_types: [] as string[],
    token_endpoint_auth_method: wanted.tokenEndpointAuthMethod,
    logo_uri: wanted.logoUri ?? undefined,
    jwks: wanted.jwks,
    jwks_uri: wanted.jwksUri,
  };
}

function laidOver(metadata: ClientMetadata, overlay: ClientMetadata): ClientMetadata {
  return Object.fromEntries(
    Object.entries({ ...metadata, ...overlay }).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** What an answer to a read tells. @param overlay what the configuration lays over a field is no drift of a property */
export function registeredClient(answer: ClientInformation, overlay: ClientMetadata = {}): RegisteredClient {
  const unlessLaidOver = <T>(field: string, value: T | undefined) => (field in overlay ? undefined : value);
  const { client_name: name } = answer;
  return {
    name: withoutMark(name),
    mark: markIn(name),
    grantTypes: unlessLaidOver("grant_types", answer.grant_types),
    tokenEndpointAuthMethod: unlessLaidOver("token_endpoint_auth_method", answer.token_endpoint_auth_method),
    logoUri: unlessLaidOver("logo_uri", answer.logo_uri),
    jwks: unlessLaidOver("jwks", answer.jwks),
    jwksUri: unlessLaidOver("jwks_uri", answer.jwks_uri),
    management: managementIn(answer),
    active: true,
    asRegistered: true,
    otherKind: undefined,
    apiKey: undefined,
  };
}

/** What an answer has given anew of what manages the client. */
export function managementIn(answer: Partial<ClientInformation>): Management {
  const { registration_access_token: token, registration_client_uri: uri } = answer;
  return {
    ...(token !== undefined && { registrationAccessToken: token }),
    ...(uri !== undefined && { registrationClientUri: uri }),
  };
}

/** The same of an answer that may hold a secret as well: to a registration, an update or a renewal, and never to a read. */
export function reissued(answer: Partial<ClientInformation>): Reissued {
  const { client_secret: clientSecret, client_secret_expires_at: expiresAt = 0 } = answer;
  return {
    ...managementIn(answer),
    ...(clientSecret !== undefined && { clientSecret, clientSecretExpiresAt: expiresAt }),
  };
}

/** Metadata that a server may replace at registration (RFC 7591 section 3.2.1), and without which the client is not the one that is wanted. */
export function replacedMethod(
  wanted: WantedClient,
  answer: ClientInformation,
  overlay: ClientMetadata = {},
): string | undefined {
  const { token_endpoint_auth_method: method } = answer;
  const isOurs = !("token_endpoint_auth_method" in overlay);
  return isOurs && method !== undefined && method !== wanted.tokenEndpointAuthMethod ? method : undefined;
}
