import { createOnce } from "../../api/create-once";
import {
  type ClientRepresentation,
  type KeycloakClients,
  ROTATED_SECRET,
  SECRET_EXPIRES,
  SECRET_MADE,
} from "../../api/keycloak/clients";
import { ProviderError } from "../../errors";
import type { IssuedSecret, RecordedClient, Secrets } from "../identity-provider";

/**
 * The secrets of clients at Keycloak, which whoever may manage clients may read. A new one ends the one before at once, unless the realm
 * has a policy that rotates secrets: then the one before stays in force for as long as the policy says, and every secret expires.
 */
export class KeycloakSecrets implements Secrets {
  /** @param require a client that has to be there */
  constructor(
    private readonly clients: KeycloakClients,
    private readonly require: (clientId: string) => Promise<ClientRepresentation>,
  ) {}

  /** The newest: one that was rotated ends by itself. */
  async read({ clientId }: RecordedClient): Promise<IssuedSecret | undefined> {
    const client = await this.clients.find(clientId);
    return client && issued(client);
  }

  async renew({ clientId, clientSecret: current }: RecordedClient, overlap: boolean): Promise<IssuedSecret> {
    const client = await this.require(clientId);
    if (overlap && !expires(client)) throw cannotOverlap(clientId);
    // Made by a run whose answer was lost: a further one would end the one in use, and nobody has this one.
    const isMade = current !== undefined && client.attributes?.[ROTATED_SECRET] === current;
    if (overlap && isMade) return issued(client) as IssuedSecret;
    // Only the client tells when a secret expires.
    const read = async () => issued(await this.require(clientId));
    const { object } = await createOnce(
      async () => {
        const clientSecret = await this.clients.newSecret(client);
        if (!expires(client)) return { clientSecret, clientSecretExpiresAt: 0 };
        // What was made must not be lost for its date.
        const found = await read().catch(() => undefined);
        return found ?? { clientSecret, clientSecretExpiresAt: expiryOfNext(client) };
      },
      async () => {
        const found = await read();
        return found?.clientSecret === client.secret ? undefined : found;
      },
    );
    return object;
  }

  async endOthers({ clientId }: RecordedClient, kept: string): Promise<void> {
    const client = await this.clients.find(clientId);
    // Of one that is not the newest, another rotation was quicker.
    if (client?.secret === kept && client.attributes?.[ROTATED_SECRET]) await this.clients.endRotatedSecret(client);
  }
}

/** Whether the realm has a policy that rotates secrets. Nothing else tells that those who manage clients may read. */
export const expires = ({ attributes }: ClientRepresentation) => expiry(attributes) > 0;

/** The secret of a client; `undefined` where it has none, or authenticates by keys and needs none. */
export function issued({
  clientAuthenticatorType,
  secret,
  attributes,
}: ClientRepresentation): IssuedSecret | undefined {
  if (secret === undefined || clientAuthenticatorType !== "client-secret") return undefined;
  return { clientSecret: secret, clientSecretExpiresAt: expiry(attributes) };
}

const expiry = (attributes: ClientRepresentation["attributes"]) => Number(attributes?.[SECRET_EXPIRES] ?? 0) || 0;

/** When a secret that is made now expires, as far as the one before it tells. */
function expiryOfNext({ attributes }: ClientRepresentation): number {
  const lifetime = expiry(attributes) - Number(attributes?.[SECRET_MADE] ?? 0);
  return Math.floor(Date.now() / 1000) + lifetime;
}

function cannotOverlap(clientId: string): ProviderError {
  return new ProviderError(
    "no_overlap",
    `overlap: the realm has no policy that rotates the secret of client ${clientId}, so that a new one would end the one in use`,
    "Have the realm rotate secrets (Keycloak's feature client-secret-rotation, and a client policy with the executor secret-rotation), " +
      "or set overlap: false",
  );
}
