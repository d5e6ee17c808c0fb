import type { OktaApp, WholeApp } from "../../api/okta/apps";
import type { ClientMetadata } from "../../api/okta/clients";
import type { Bag } from "../../bag";
import { asMark, markIn, withMark, withoutMark } from "../../mark";
import type { RegisteredClient, WantedClient } from "../identity-provider";
import { KEY_ATTRIBUTE, MARK_ATTRIBUTE } from "./profile";

/** Of the label of an app. */
export const LONGEST_NAME = 100;

/** Of a service client: it gets tokens by client credentials, and no user takes part. */
export const RESPONSE_TYPES = ["token"];

/** The client as it is registered: its name carries the mark, for which registration has no other place. */
export function registrationMetadata(wanted: WantedClient, mark: string): ClientMetadata {
  return {
    client_name: withMark(wanted.name, mark, LONGEST_NAME),
    application_type: "service",
    grant_types: wanted.grantTypes,
    response_types: RESPONSE_TYPES,
    token_endpoint_auth_method: wanted.tokenEndpointAuthMethod,
    logo_uri: wanted.logoUri ?? undefined,
    jwks: wanted.jwks,
    jwks_uri: wanted.jwksUri,
  };
}

/** The app as it is to be; what this package does not set stays as it is. */
export function configured(found: WholeApp, wanted: WantedClient, mark: string, apiKey: string | undefined): WholeApp {
  const { logo_uri, ...settings } = withKeys(found.settings?.oauthClient ?? {}, wanted);
  const logo = wanted.logoUri === undefined ? logo_uri : wanted.logoUri;
  return {
    ...found,
    label: wanted.name,
    profile: { ...found.profile, [MARK_ATTRIBUTE]: mark, ...(apiKey !== undefined && { [KEY_ATTRIBUTE]: apiKey }) },
    settings: {
      ...found.settings,
      oauthClient: {
        ...settings,
        grant_types: [...wanted.grantTypes],
        response_types: RESPONSE_TYPES,
        // An app without a logo has none of it, and takes it back so.
        ...(logo !== undefined && logo !== null && { logo_uri: logo }),
      },
    },
    credentials: {
      ...found.credentials,
      oauthClient: {
        ...found.credentials?.oauthClient,
        token_endpoint_auth_method: wanted.tokenEndpointAuthMethod,
      },
    },
  };
}

/** The keys of a client that authenticates by them. Those of another one may be for something else, and stay. */
function withKeys(settings: Bag, { tokenEndpointAuthMethod, jwks: wanted, jwksUri }: WantedClient): Bag {
  if (tokenEndpointAuthMethod !== "private_key_jwt") return settings;
  const { jwks, jwks_uri, ...others } = settings;
  return { ...others, ...(wanted && { jwks: wanted }), ...(jwksUri !== undefined && { jwks_uri: jwksUri }) };
}

export function registeredClient(app: OktaApp): RegisteredClient {
  const { label, status, profile, settings, credentials } = app;
  const client = settings?.oauthClient;
  // Registration was interrupted, and has cut the name.
  const isProvisional = markIn(label) !== undefined;
  return {
    name: isProvisional ? undefined : label,
    mark: markOf(app),
    grantTypes: client?.grant_types,
    tokenEndpointAuthMethod: credentials?.oauthClient?.token_endpoint_auth_method,
    logoUri: client?.logo_uri || null,
    jwks: client?.jwks,
    jwksUri: client?.jwks_uri || undefined,
    active: status === "ACTIVE",
    asRegistered:
      !isProvisional &&
      (client?.response_types === undefined || client.response_types.join() === RESPONSE_TYPES.join()),
    otherKind: otherKind(client),
    apiKey: text(profile?.[KEY_ATTRIBUTE]),
  };
}

function otherKind(client: { application_type?: string | undefined } | undefined): string | undefined {
  // An app for SAML, for example, has no client.
  if (client === undefined) return "no OAuth client";
  return client.application_type === "service" ? undefined : client.application_type;
}

/** The profile counts: the name may have been changed by hand. */
export function markOf({ label, profile }: OktaApp): string | undefined {
  return asMark(profile?.[MARK_ATTRIBUTE]) ?? markIn(label);
}

/** Nothing of this package is an app of another kind, whatever it carries. */
export function marked(app: OktaApp) {
  const mark = otherKind(app.settings?.oauthClient) === undefined ? markOf(app) : undefined;
  return mark === undefined
    ? []
    : [{ id: app.id, mark, createdAt: app.created, name: withoutMark(app.label) ?? app.id }];
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
