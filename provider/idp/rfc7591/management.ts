import { exclusive } from "../../api/exclusive";
import type { ClientInformation, Configuration } from "../../api/rfc7591/clients";
import { ApiError } from "../../http/errors";
import type { Management, RecordedClient } from "../identity-provider";
import { managementIn } from "./client-metadata";
import type { ManagementTokens } from "./management-tokens";
import type { Unmanageable } from "./messages";
import { type Obstacle, obstacleIn, type Standing } from "./standing";

/** What became of a call to the client configuration endpoint of one client. */
type Attempt<T> = { answer: T } | "gone" | Unmanageable;

/** How clients are managed at their configuration endpoints, RFC 7592: one call at a time for each, by the token that counts by then. */
export class ClientManagement {
  /**
   * @param idp the name of the IdP in the configuration
   * @param standing what the client's own credentials tell of it
   */
  constructor(
    private readonly idp: string,
    private readonly tokens: ManagementTokens,
    private readonly standing: (client: RecordedClient) => Promise<Standing>,
  ) {}

  /** Of parallel calls for one client, only one would hold the token that counts. */
  alone<T>(client: RecordedClient, work: (at: RecordedClient) => Promise<T>): Promise<T> {
    const queue = `client ${client.clientId} at ${this.idp}`;
    return exclusive(queue, () => work({ ...client, ...this.tokens.current(client) }));
  }

  /** To be called after each answer. @param used the token that it was asked with */
  note(used: string, given: Management): void {
    this.tokens.note(used, given);
  }

  /** Calls the endpoint. What a failure means, the client's own credentials tell. @throws ApiError that says nothing of the client */
  async attempt<T extends Partial<ClientInformation>>(
    client: RecordedClient,
    call: (open: Configuration) => Promise<T>,
  ): Promise<Attempt<T>> {
    const { registrationClientUri, registrationAccessToken } = client;
    let obstacle: Obstacle = "no access";
    let refused: ApiError | undefined;
    if (registrationClientUri !== undefined && registrationAccessToken !== undefined) {
      try {
        const answer = await call({ registrationClientUri, registrationAccessToken });
        this.note(registrationAccessToken, managementIn(answer));
        return { answer };
      } catch (error) {
        const met = obstacleIn(error);
        if (met === undefined || !(error instanceof ApiError)) throw error;
        obstacle = met;
        refused = error;
      }
    }
    const standing = await this.standing(client);
    return standing === "gone" ? "gone" : { obstacle, standing, ...(refused && { refused }) };
  }
}
