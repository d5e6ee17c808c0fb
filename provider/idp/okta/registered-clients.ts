import { createOnce } from "../../api/create-once";
import { Marks } from "../../api/marks";
import type { OktaApps } from "../../api/okta/apps";
import type { OktaClients } from "../../api/okta/clients";
import type { Issued, RegisteredClient, Reissued, WantedClient } from "../identity-provider";
import { configured, marked, markOf, registeredClient, registrationMetadata } from "./client-metadata";
import type { OktaSecrets } from "./secrets";

/**
 * The clients that are registered at Okta. They are apps too, under the same id, and only an app has a status and a profile, which
 * carries the mark. Registration cannot write it, so until the first PUT of the app the end of the name does.
 */
export class RegisteredClients {
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
    const metadata = registrationMetadata(wanted, mark);
    const { object, how } = await createOnce(
      () => this.apps.change(() => this.clients.register(metadata)),
      // The mark at its end makes the name one of a kind.
      () => this.clients.find(metadata.client_name),
    );
    const { client_id: clientId, client_secret: clientSecret, client_secret_expires_at: expiresAt } = object;
    this.marks.note({ id: clientId, mark, createdAt: new Date().toISOString() });
    if (how === "found") return { clientId, ...(await this.secrets.read({ clientId })) };
    return { clientId, ...(clientSecret !== undefined && { clientSecret, clientSecretExpiresAt: expiresAt ?? 0 }) };
  }

  async read(clientId: string): Promise<RegisteredClient | undefined> {
    const app = await this.apps.read(clientId);
    return app && registeredClient(app);
  }

  /** The name, the mark, and the key beside it where one is given, in one request; a key that is there stays otherwise. */
  async update(clientId: string, wanted: WantedClient, mark: string, apiKey?: string): Promise<Reissued> {
    await this.apps.replace(clientId, (found) => configured(found, wanted, mark, apiKey));
    this.marks.note({ id: clientId, mark });
    return {};
  }

  async deregister(clientId: string): Promise<void> {
    await this.apps.change(() => this.clients.deregister(clientId));
    this.marks.forget(clientId);
  }
}
