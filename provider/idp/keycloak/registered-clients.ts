import { createOnce } from "../../api/create-once";
import type { ClientRepresentation, KeycloakClients } from "../../api/keycloak/clients";
import { Marks } from "../../api/marks";
import { ProviderError } from "../../errors";
import { InvalidRequestError } from "../../http/errors";
import type { Issued, RegisteredClient, Reissued, TokenKey, WantedClient } from "../identity-provider";
import { clientIdOf, configured, isAsWanted, marked, markOf, registeredClient } from "./client-representation";
import { expires, issued } from "./secrets";

/** The clients that are registered at Keycloak. An attribute carries the mark, so that it is there from the first request on. */
export class RegisteredClients {
  readonly marks = new Marks(
    async () => (await this.clients.list()).flatMap(marked),
    async (clientId) => {
      const client = await this.clients.read(clientId);
      return client && markOf(client);
    },
  );

  /** @param audience what tokens are to name, where that is configured */
  constructor(
    private readonly clients: KeycloakClients,
    private readonly audience: string | undefined,
  ) {}

  async register(wanted: WantedClient, mark: string): Promise<Issued> {
    const clientId = clientIdOf(mark);
    const change = configured(undefined, wanted, mark, undefined, this.audience);
    const own = async () => {
      const client = await this.clients.find(clientId);
      return client && markOf(client) === mark ? client : undefined;
    };
    const { object } = await createOnce<ClientRepresentation | undefined>(async () => {
      await this.clients.create({ clientId, enabled: true, ...change });
      return undefined;
    }, own).catch(explainConflict(clientId));
    this.marks.note({ id: clientId, mark });
    // The answer to a create is empty: the secret is in the client alone. What was made must not be lost for it: it is read again.
    const client = object ?? (await own().catch(() => undefined));
    return { clientId, ...(client && issued(client)) };
  }

  async read(clientId: string): Promise<RegisteredClient | undefined> {
    const client = await this.clients.read(clientId);
    return client && registeredClient(client, this.audience);
  }

  /**
   * Brings a client to what is wanted, its key included where one is given, in one request; where nothing changes, it is not written.
   * @returns its secret where the realm may have renewed it on that occasion, as its policies say
   */
  async update(clientId: string, wanted: WantedClient, mark: string, key: TokenKey | undefined): Promise<Reissued> {
    const found = await this.require(clientId);
    const change = configured(found, wanted, mark, key, this.audience);
    const isWritten = !isAsWanted(found, change);
    if (isWritten) await this.clients.change(found, change);
    this.marks.note({ id: clientId, mark });
    if (!isWritten || !expires(found)) return {};
    const now = await this.clients.find(clientId);
    return now === undefined || now.secret === found.secret ? {} : (issued(now) ?? {});
  }

  async activate(clientId: string): Promise<void> {
    const found = await this.clients.find(clientId);
    if (found?.enabled === false) await this.clients.change(found, { enabled: true });
  }

  async deregister(clientId: string): Promise<void> {
    await this.clients.remove(clientId);
    this.marks.forget(clientId);
  }

  /** @throws ProviderError where it is gone */
  async require(clientId: string): Promise<ClientRepresentation> {
    const found = await this.clients.find(clientId);
    if (found !== undefined) return found;
    throw new ProviderError(
      "not-found",
      `There is no client ${clientId} at Keycloak any more`,
      "`pulumi refresh` brings the state up to date, and the next `pulumi up` registers it again",
    );
  }
}

/** A client of this id that does not carry the mark: nobody can say whether it may be changed. */
function explainConflict(clientId: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof InvalidRequestError) || error.status !== 409) throw error;
    throw new ProviderError(
      "client_taken",
      `Keycloak has a client ${clientId} already, without the ownership mark of this run`,
      "Where another run of this stack is making it, wait for that one. Where its attribute pulumi.mark was removed or changed by " +
        "hand, delete the client in Keycloak, and apply again",
    );
  };
}
