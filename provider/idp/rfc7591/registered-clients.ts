import type { Rfc7591Clients } from "../../api/rfc7591/clients";
import { ProviderError } from "../../errors";
import { ApiError } from "../../http/errors";
import type {
  Issued,
  RecordedClient,
  RegisteredClient,
  Reissued,
  RunContext,
  WantedClient,
} from "../identity-provider";
import { endingWith } from "../reissued";
import {
  type ClientMetadata,
  managementIn,
  registeredClient,
  registrationMetadata,
  reissued,
  replacedMethod,
  updatedMetadata,
  withoutResponseTypes,
} from "./client-metadata";
import type { ClientManagement } from "./management";
import { isGone, stays, toldName, unmanageable } from "./messages";

/** What the clients of one server are registered by. */
interface Server {
  /** The name of the IdP in the configuration. */
  name: string;
  clients: Rfc7591Clients;
  /** What the configuration lays over the metadata. */
  overlay: ClientMetadata;
  endpoint(): Promise<string>;
  /** A token for one registration; `undefined` where it is open. */
  initialAccessToken(): Promise<string | undefined>;
  management: ClientManagement;
}

/** The clients that are registered at a server of RFC 7591. Nothing lists them, and each is managed by a token of its own, RFC 7592. */
export class RegisteredClients {
  constructor(private readonly server: Server) {}

  async register(wanted: WantedClient, mark: string): Promise<Issued> {
    const { name, clients, overlay } = this.server;
    const metadata = registrationMetadata(wanted, mark, overlay);
    const endpoint = await this.server.endpoint();
    const post = async (body: ClientMetadata) =>
      clients.register(endpoint, body, await this.server.initialAccessToken());
    const answer = await post(metadata)
      .catch((error: unknown) => {
        if (refusesResponseTypes(error)) return post(withoutResponseTypes(metadata));
        throw error;
      })
      .catch((error: unknown) => {
        throw toldName(error, metadata);
      });
    const { client_id: clientId } = answer;
    const issued = { clientId, ...located(reissued(answer), endpoint, clientId) };
    const method = replacedMethod(wanted, answer, overlay);
    if (method === undefined) return issued;
    const isTakenBack = await this.deregister(issued, () => {}).catch(() => false);
    const stay = isTakenBack ? "" : `; the client ${clientId} stays there, and is to be deleted by hand`;
    throw new ProviderError(
      "metadata_replaced",
      `registration.tokenEndpointAuthMethod: IdP ${name} registers "${method}" where "${wanted.tokenEndpointAuthMethod}" is asked for${stay}`,
      `Set it to "${method}", or let the server take the other`,
    );
  }

  read(client: RecordedClient): Promise<RegisteredClient | undefined> {
    const { name, clients, overlay, management } = this.server;
    return management.alone(client, async (at) => {
      const found = await management.attempt(at, (open) => clients.read(open));
      if (found === "gone") return undefined;
      if ("obstacle" in found) return { ...UNREADABLE, unreadable: unmanageable(name, client.clientId, found) };
      return registeredClient(found.answer, overlay);
    });
  }

  update(client: RecordedClient, wanted: WantedClient, mark: string): Promise<Reissued> {
    const { name, clients, overlay, management } = this.server;
    const { clientId } = client;
    return management.alone(client, async (at) => {
      const found = await management.attempt(at, (open) => clients.read(open));
      if (found === "gone") throw isGone(name, clientId);
      // A server may take an update and still let nobody read.
      const before = "answer" in found ? found.answer : undefined;
      const read = before ? managementIn(before) : {};
      const metadata = updatedMetadata(clientId, wanted, mark, overlay, before);
      const attempt = management.attempt({ ...at, ...read }, (open) => clients.replace(open, metadata));
      const put = await attempt.catch((error: unknown) => {
        throw endingWith(error, read);
      });
      if (put === "gone") throw isGone(name, clientId);
      if ("answer" in put) return { ...read, ...reissued(put.answer) };
      // It is what was sent that is wrong.
      if (put.refused?.status === 400) throw endingWith(put.refused, read);
      const next = `Change it at the identity provider by hand, then run pulumi refresh; or register it anew (pulumi up --replace)`;
      throw endingWith(new ProviderError("not_manageable", unmanageable(name, clientId, put), next), read);
    });
  }

  /** @returns whether it is gone by now */
  deregister(client: RecordedClient, warn: RunContext["warn"]): Promise<boolean> {
    const { name, clients, management } = this.server;
    return management.alone(client, async (at) => {
      const removed = await management.attempt(at, async (open) => {
        await clients.remove(open);
        return {};
      });
      if (removed === "gone" || "answer" in removed) return true;
      warn(stays(name, client.clientId, removed));
      return false;
    });
  }
}

/** What is known of a client that cannot be read. */
const UNREADABLE: RegisteredClient = {
  name: undefined,
  mark: undefined,
  grantTypes: undefined,
  tokenEndpointAuthMethod: undefined,
  logoUri: undefined,
  active: true,
  asRegistered: true,
  otherKind: undefined,
  apiKey: undefined,
};

function refusesResponseTypes(error: unknown): boolean {
  return error instanceof ApiError && error.status === 400 && `${error.refusal.message}`.includes("response_types");
}

/** The client configuration endpoint where an answer names none, as one server has it. */
function located(given: Reissued, endpoint: string, clientId: string): Reissued {
  const { registrationAccessToken: token, registrationClientUri: uri } = given;
  if (token === undefined) return given;
  const below = `${endpoint.replace(/\/+$/, "")}/${encodeURIComponent(clientId)}`;
  return {
    ...given,
    registrationClientUri: URL.canParse(uri ?? below, endpoint) ? new URL(uri ?? below, endpoint).href : below,
  };
}
