import { createOnce } from "../../api/create-once";
import { Marks } from "../../api/marks";
import type { OktaApp, OktaApps, WholeApp } from "../../api/okta/apps";
import type { OktaClients } from "../../api/okta/clients";
import { asMark, markIn, withMark, withoutMark } from "../../mark";
import { rememberSecrets } from "../../redact";
import type { Issued, RegisteredClient, WantedClient } from "../identity-provider";
import { KEY_ATTRIBUTE, MARK_ATTRIBUTE } from "./profile";
import type { OktaSecrets } from "./secrets";

/** Of the label of an app. */
export const LONGEST_NAME = 100;

/** Of a service client: it gets tokens by client credentials, and no user takes part. */
const RESPONSE_TYPES = ["token"];

/**
 * The clients that are registered at Okta. They are apps too, under the same id, and only an app has a status and a profile, which
 * carries the mark. Registration cannot write it, so until the first PUT of the app the end of the name does.
 */
export class RegisteredApps {
  readonly marks = new Marks(
    async () => (await this.apps.list()).flatMap(marked),
    async (id) => {
      const app = await this.apps.read(id);
      return app && markOf(app);
    },
  );

  constructor(
    private readonly clients: OktaClients,
    private readonly apps: OktaApps,
    private readonly secrets: OktaSecrets,
  ) {}

  async register(wanted: WantedClient, mark: string): Promise<Issued> {
    const client_name = withMark(wanted.name, mark, LONGEST_NAME);
    const metadata = {
      client_name,
      application_type: "service",
      grant_types: wanted.grantTypes,
      response_types: RESPONSE_TYPES,
      token_endpoint_auth_method: wanted.tokenEndpointAuthMethod,
      logo_uri: wanted.logoUri ?? undefined,
    } as const;
    const { object, how } = await createOnce(
      () => this.apps.change(() => this.clients.register(metadata)),
      // The mark at its end makes the name one of a kind.
      () => this.clients.find(client_name),
    );
    const { client_id: clientId, client_secret: clientSecret, client_secret_expires_at: expiresAt } = object;
    this.marks.note({ id: clientId, mark, createdAt: new Date().toISOString() });
    if (how === "found") return { clientId, ...(await this.secrets.read(clientId)) };
    rememberSecrets(clientSecret);
    return { clientId, ...(clientSecret !== undefined && { clientSecret, clientSecretExpiresAt: expiresAt ?? 0 }) };
  }

  async read(clientId: string): Promise<RegisteredClient | undefined> {
    const app = await this.apps.read(clientId);
    return app && registeredClient(app);
  }

  /** The name, the mark, and the key beside it where one is given, in one request; a key that is there stays otherwise. */
  async update(clientId: string, wanted: WantedClient, mark: string, apiKey?: string): Promise<void> {
    await this.apps.replace(clientId, (held) => configured(held, wanted, mark, apiKey));
    this.marks.note({ id: clientId, mark });
  }

  async deregister(clientId: string): Promise<void> {
    await this.apps.change(() => this.clients.deregister(clientId));
    this.marks.forget(clientId);
  }
}

/** The app as it is to be; what this package does not set stays as it is. */
export function configured(held: WholeApp, wanted: WantedClient, mark: string, apiKey: string | undefined): WholeApp {
  const { logo_uri, ...settings } = held.settings?.oauthClient ?? {};
  const logo = wanted.logoUri === undefined ? logo_uri : wanted.logoUri;
  return {
    ...held,
    label: wanted.name,
    profile: { ...held.profile, [MARK_ATTRIBUTE]: mark, ...(apiKey !== undefined && { [KEY_ATTRIBUTE]: apiKey }) },
    settings: {
      ...held.settings,
      oauthClient: {
        ...settings,
        grant_types: [...wanted.grantTypes],
        response_types: RESPONSE_TYPES,
        // An app without a logo has none of it, and takes it back so.
        ...(logo !== undefined && logo !== null && { logo_uri: logo }),
      },
    },
    credentials: {
      ...held.credentials,
      oauthClient: {
        ...held.credentials?.oauthClient,
        token_endpoint_auth_method: wanted.tokenEndpointAuthMethod,
      },
    },
  };
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
    logoUri: client?.logo_uri || undefined,
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
