import { createOnce } from "../../api/create-once";
import type { ClientSecret, OktaClientSecrets } from "../../api/okta/client-secrets";
import type { OktaClients } from "../../api/okta/clients";
import { ProviderError } from "../../errors";
import { ForbiddenError, NotFoundError, UnauthorizedError } from "../../http/errors";
import type { IssuedSecret, RecordedClient, Secrets } from "../identity-provider";
import { inForce, toMakeRoom } from "./secrets-plan";

/** The secrets of clients at Okta: two at most, and whoever may read apps may read them. */
export class OktaSecrets implements Secrets {
  /** By client, after a renewal: what is to be ended then was listed before it. */
  private readonly seen = new Map<string, ClientSecret[]>();

  constructor(
    private readonly secrets: OktaClientSecrets,
    private readonly clients: OktaClients,
  ) {}

  /** `undefined` where the credentials may not read secrets, or the org has the feature off. */
  async read({ clientId, clientSecret: recorded }: RecordedClient): Promise<IssuedSecret | undefined> {
    const secret = inForce((await this.list(clientId)) ?? [], recorded);
    return secret && issued(secret);
  }

  /** The current one stays in force, until {@link endOthers}; where secrets cannot be told apart, it ends at once. */
  async renew({ clientId, clientSecret: current }: RecordedClient, overlap: boolean): Promise<IssuedSecret> {
    const secrets = await this.list(clientId);
    if (secrets === undefined && overlap) throw cannotOverlap(clientId);
    if (secrets === undefined) return this.replace(clientId);
    const first = toMakeRoom(secrets, current);
    for (const secret of first) await this.secrets.remove(clientId, secret);
    const known = secrets.map(({ id }) => id);
    const added = async () => (await this.secrets.list(clientId)).find(({ id }) => !known.includes(id));
    const { object } = await createOnce(
      () => this.secrets.add(clientId),
      async (doubt) => (doubt === "lost" ? added() : undefined),
    );
    this.seen.set(clientId, [...secrets.filter((secret) => !first.includes(secret)), object]);
    return issued(object);
  }

  async endOthers({ clientId }: RecordedClient, kept: string): Promise<void> {
    const secrets = this.seen.get(clientId) ?? (await this.list(clientId)) ?? [];
    // Of one that is not among them, another rotation was quicker.
    if (!secrets.some(({ client_secret }) => client_secret === kept)) return;
    for (const secret of secrets) if (secret.client_secret !== kept) await this.secrets.remove(clientId, secret);
  }

  /** Where secrets cannot be told apart, a new one takes the place of the other. */
  private async replace(clientId: string): Promise<IssuedSecret> {
    const { object } = await createOnce(
      () => this.clients.newSecret(clientId),
      // Whether or not the lost one was made: the next one ends it.
      async () => undefined,
    );
    return { clientSecret: object.client_secret, clientSecretExpiresAt: object.client_secret_expires_at ?? 0 };
  }

  private async list(clientId: string): Promise<ClientSecret[] | undefined> {
    try {
      return await this.secrets.list(clientId);
    } catch (error) {
      if (isUnavailable(error)) return undefined;
      throw error;
    }
  }
}

function cannotOverlap(clientId: string): ProviderError {
  return new ProviderError(
    "no_overlap",
    `overlap: the secrets of client ${clientId} at Okta may not be read, so that a new one would end the one in use`,
    "Let the credentials read them (okta.apps.read, in a custom role okta.apps.clientCredentials.read), or set overlap: false",
  );
}

/** Where the credentials may not read secrets, or the org has the feature off; how it says the latter is documented nowhere. */
function isUnavailable(error: unknown): boolean {
  const isOff = error instanceof UnauthorizedError && error.refusal.code === "E0000015";
  return isOff || error instanceof ForbiddenError || error instanceof NotFoundError;
}

/** They never expire. */
const issued = ({ client_secret }: ClientSecret) => ({ clientSecret: client_secret, clientSecretExpiresAt: 0 });
