import { createOnce } from "../../api/create-once";
import type { Rfc7591Clients } from "../../api/rfc7591/clients";
import { ProviderError } from "../../errors";
import type { IssuedSecret, Management, RecordedClient, Secrets } from "../identity-provider";
import { managementIn } from "./client-metadata";
import { CLIENT_ID, type RenewSecret } from "./config";
import type { ClientManagement } from "./management";
import { unmanageable } from "./messages";

/** The secrets of clients at a server of RFC 7591 that renews them at an endpoint of its own. */
export class RenewedSecrets implements Secrets {
  readonly noOverlap: string;

  constructor(
    private readonly name: string,
    private readonly endpoint: RenewSecret,
    private readonly clients: Rfc7591Clients,
    private readonly management: ClientManagement,
  ) {
    this.noOverlap = `IdP ${name} has one secret a client, so that a new one ends the other at once`;
  }

  /** What a read shows is a hash at one server, and one of before a renewal at another. */
  async read(): Promise<undefined> {
    return undefined;
  }

  renew(client: RecordedClient): Promise<IssuedSecret & Management> {
    const { method, url } = this.endpoint;
    const { clientId } = client;
    return this.management.alone(client, async ({ registrationAccessToken: token }) => {
      if (token === undefined) {
        const why = { obstacle: "no access", standing: "unclear" } as const;
        const next = "Register it anew (pulumi up --replace), or renew its secret at the identity provider by hand";
        throw new ProviderError("not_manageable", unmanageable(this.name, clientId, why), next);
      }
      const { object } = await createOnce(
        () => this.clients.renewSecret(method, url.replaceAll(CLIENT_ID, encodeURIComponent(clientId)), token),
        // Whether or not the lost one was made: the next one ends it.
        async () => undefined,
      );
      const given = managementIn(object);
      this.management.note(token, given);
      const { client_secret: clientSecret, client_secret_expires_at: clientSecretExpiresAt = 0 } = object;
      return { clientSecret, clientSecretExpiresAt, ...given };
    });
  }

  /** The renewal has ended them. */
  async endOthers(): Promise<void> {}
}
