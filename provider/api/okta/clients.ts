import { z } from "zod";
import { UnauthorizedError } from "../../http/errors";
import type { Transport } from "../../http/transport";
import { Marks } from "../marks";
import type { ClientInformation, ClientMetadata, RegisteredClient, Registrar } from "../registrar";
import { ask, optional } from "../wire";
import type { OktaApp, OktaApps } from "./apps";

const PATH = "/oauth2/v1/clients";

const clientInformation = z.object({
  client_id: z.string(),
  client_secret: optional(z.string()),
  client_secret_expires_at: optional(z.number()),
  client_name: optional(z.string()),
});

/** An answer without the secret leaves in doubt which one is in force. */
const issued = clientInformation.extend({ client_secret: z.string() });

/** Okta's dynamic client registration: https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/Client/ */
export class OktaClients implements Registrar {
  readonly marks = new Marks(
    async () => (await this.apps.list()).map(carried),
    async (id) => {
      const app = await this.apps.read(id);
      return app && carried(app);
    },
  );

  /** @param apps every registered client is an app too, under the same id */
  constructor(
    private readonly http: Transport,
    private readonly apps: OktaApps,
  ) {}

  get home(): string {
    return this.http.baseUrl;
  }

  async probe(): Promise<void> {
    await this.http.send({ method: "GET", path: PATH, query: { limit: 1 } });
  }

  async register(metadata: ClientMetadata): Promise<ClientInformation> {
    const call = { method: "POST" as const, path: PATH, json: metadata };
    const made = await this.apps.change(() => ask(this.http, call, clientInformation));
    this.marks.note({ id: made.client_id, carrier: metadata.client_name, createdAt: new Date().toISOString() });
    return made;
  }

  /** From the app, whose list holds what the list of clients does not: its status and its profile. */
  async read(clientId: string): Promise<RegisteredClient | undefined> {
    const app = await this.apps.read(clientId);
    return (
      app && {
        client_name: app.label,
        // An app that is no OAuth client, such as one for SAML, has none of these.
        application_type: app.settings?.oauthClient ? app.settings.oauthClient.application_type : "no OAuth client",
        grant_types: app.settings?.oauthClient?.grant_types,
        response_types: app.settings?.oauthClient?.response_types,
        token_endpoint_auth_method: app.credentials?.oauthClient?.token_endpoint_auth_method,
        logo_uri: app.settings?.oauthClient?.logo_uri,
        active: app.status === "ACTIVE",
        profile: app.profile ?? {},
      }
    );
  }

  async update(clientId: string, changes: Partial<ClientMetadata>): Promise<ClientInformation> {
    // PUT resets what it leaves out, so the client is read first.
    const held = await ask(this.http, { method: "GET", path: one(clientId) }, z.looseObject({}));
    const { client_id_issued_at, client_secret_expires_at, ...settings } = held;
    // What is undefined would be left out too.
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const call = { method: "PUT" as const, path: one(clientId), json: { ...settings, ...given } };
    const changed = await this.apps.change(() => ask(this.http, call, clientInformation));
    if (changes.client_name !== undefined) this.marks.note({ id: clientId, carrier: changes.client_name });
    return changed;
  }

  activate(clientId: string): Promise<void> {
    return this.apps.activate(clientId);
  }

  renewSecret(clientId: string): Promise<ClientInformation> {
    return ask(this.http, { method: "POST", path: `${one(clientId)}/lifecycle/newSecret` }, issued);
  }

  async find(clientName: string): Promise<ClientInformation | undefined> {
    // `q` matches the start of the name, and the mark at its end makes the name one of a kind: one page is enough.
    const call = { method: "GET" as const, path: PATH, query: { q: clientName, limit: 200 } };
    const clients = await ask(this.http, call, z.array(clientInformation));
    return clients.find((client) => client.client_name === clientName);
  }

  /** Of a client that is gone, newer orgs answer 404, older ones 401 `invalid_client`. */
  async deregister(clientId: string): Promise<void> {
    const call = { method: "DELETE" as const, path: one(clientId), accept: [404] };
    try {
      await this.apps.change(() => this.http.send(call));
    } catch (error) {
      if (!(error instanceof UnauthorizedError && isGone(error))) throw error;
    }
    this.marks.forget(clientId);
  }
}

/** Of the DELETE itself: the token endpoint says the same of a service app whose key it refuses. */
function isGone({ endpoint, refusal }: UnauthorizedError): boolean {
  return endpoint.startsWith("DELETE ") && refusal.code === "invalid_client";
}

const carried = ({ id, label, created }: OktaApp) => ({ id, carrier: label, createdAt: created });

const one = (clientId: string) => `${PATH}/${encodeURIComponent(clientId)}`;
