import { z } from "zod";
import type { Transport } from "../../http/transport";
import { rememberSecrets } from "../../redact";
import { Batch } from "../batch";
import { offsetPages } from "../paging";
import { SharedList } from "../shared-list";
import { ask, optional } from "../wire";
import { missingRight, SEES_NONE } from "./rights";

const PATH = "/clients";
/** Up to so many clients are read one by one. */
const FEW = 3;

/** Kept as it is, since what is not known here must go back unchanged. */
const mapper = z.looseObject({
  name: z.string(),
  protocolMapper: z.string(),
  config: optional(z.record(z.string(), z.string())),
});

/** What puts something into the tokens of a client. */
export type ProtocolMapper = z.output<typeof mapper>;

const representation = z.object({
  id: z.string(),
  clientId: z.string(),
  name: optional(z.string()),
  protocol: optional(z.string()),
  enabled: optional(z.boolean()),
  publicClient: optional(z.boolean()),
  bearerOnly: optional(z.boolean()),
  serviceAccountsEnabled: optional(z.boolean()),
  standardFlowEnabled: optional(z.boolean()),
  implicitFlowEnabled: optional(z.boolean()),
  directAccessGrantsEnabled: optional(z.boolean()),
  clientAuthenticatorType: optional(z.string()),
  secret: optional(z.string()),
  attributes: optional(z.record(z.string(), z.string())),
  protocolMappers: optional(z.array(mapper)),
  access: optional(z.object({ manage: optional(z.boolean()) })),
});

/** A client as the admin API shows it, secret included: `ClientRepresentation`, as far as it is of interest. `id` is not its client id. */
export type ClientRepresentation = z.output<typeof representation>;

/** What a write sets: what it leaves out stays as it is. An attribute that is empty goes. */
export type ClientChange = Partial<Omit<ClientRepresentation, "id" | "access">>;

/**
 * The clients of a realm by the admin API. A client is addressed by an id of Keycloak's own, which consumers never see.
 * @see https://www.keycloak.org/docs-api/latest/rest-api/index.html#_clients
 */
export class KeycloakClients {
  /** Of those whose client id begins with the prefix, by client id. */
  private readonly shared = new SharedList(() => this.pages());
  private readonly batch = new Batch<ClientRepresentation>(
    FEW,
    (clientId) => this.find(clientId),
    // A miss is asked for by its client id: it may be another's, or the list may have changed while it was paged.
    async (clientId) => (await this.shared.find(clientId))?.row ?? this.find(clientId),
  );
  /** Keycloak's own ids, by client id. They are for good. */
  private readonly ids = new Map<string, string>();
  /** Whether the service account was seen to see clients. */
  private isSighted = false;

  /** @param prefix what the client ids of listed clients begin with */
  constructor(
    private readonly http: Transport,
    private readonly prefix: string,
  ) {}

  /** Any client of the realm; `undefined` where the service account may see none. */
  async any(): Promise<ClientRepresentation | undefined> {
    const call = { method: "GET" as const, path: PATH, query: { first: 0, max: 1 } };
    return (await ask(this.http, call, z.array(representation)))[0];
  }

  async list(): Promise<ClientRepresentation[]> {
    return (await this.shared.get()).map(({ row }) => row);
  }

  /** `undefined` when the client is gone. Many reads at a time share one list. */
  read(clientId: string): Promise<ClientRepresentation | undefined> {
    return this.batch.read(clientId);
  }

  /** The client as it is now. @throws ProviderError where the service account sees no client at all */
  async find(clientId: string): Promise<ClientRepresentation | undefined> {
    const rows = await ask(this.http, { method: "GET", path: PATH, query: { clientId } }, z.array(representation));
    // Some versions ignore what they are to look for, and answer with all clients.
    const row = rows.find((it) => it.clientId === clientId);
    rememberSecrets(row?.secret, row?.attributes?.[ROTATED_SECRET]);
    if (row === undefined) await this.requireSight();
    return row && this.seen(row);
  }

  /** To whom it shows no client, Keycloak answers with an empty list, as it does for a client that is gone. */
  private async requireSight(): Promise<void> {
    this.isSighted ||= (await this.any()) !== undefined;
    if (!this.isSighted) throw missingRight(SEES_NONE);
  }

  /** A client id that is taken is refused with 409. */
  async create(client: ClientChange & { clientId: string }): Promise<void> {
    const { headers } = await this.shared.change(() => this.http.send({ method: "POST", path: PATH, json: client }));
    // So that it can be removed again, whether or not it can be read.
    const id = /\/clients\/([\w-]+)$/.exec(headers.location ?? "")?.[1];
    if (id !== undefined) this.ids.set(client.clientId, id);
  }

  async change({ id, clientId }: ClientRepresentation, change: ClientChange): Promise<void> {
    const json = { clientId, ...change };
    await this.shared.change(() => this.http.send({ method: "PUT", path: one(id), json }));
  }

  /** A client that is gone already is removed. */
  async remove(clientId: string): Promise<void> {
    const id = this.ids.get(clientId) ?? (await this.find(clientId))?.id;
    if (id === undefined) return;
    await this.shared.change(() => this.http.send({ method: "DELETE", path: one(id), accept: [404] }));
    this.ids.delete(clientId);
  }

  /** Issues another secret. What becomes of the one before is for the realm's policies to say. */
  async newSecret({ id }: ClientRepresentation): Promise<string> {
    const call = { method: "POST" as const, path: `${one(id)}/client-secret` };
    const { value } = await this.shared.change(() => ask(this.http, call, z.object({ value: z.string() })));
    rememberSecrets(value);
    return value;
  }

  /** Ends the secret that a rotation has left in force. */
  async endRotatedSecret({ id }: ClientRepresentation): Promise<void> {
    const path = `${one(id)}/client-secret/rotated`;
    await this.shared.change(() => this.http.send({ method: "DELETE", path, accept: [404] }));
  }

  private async *pages(): AsyncGenerator<{ id: string; row: ClientRepresentation }[]> {
    const query = { clientId: this.prefix, search: "true" };
    for await (const rows of offsetPages(this.http, PATH, query, representation)) {
      // The search finds the text anywhere, whatever its case.
      const ofPrefix = rows.filter(({ clientId }) => clientId.startsWith(this.prefix));
      yield ofPrefix.map((row) => ({ id: row.clientId, row: this.seen(row) }));
    }
  }

  private seen(row: ClientRepresentation): ClientRepresentation {
    this.ids.set(row.clientId, row.id);
    return row;
  }
}

/** Attributes that Keycloak itself keeps of a client's secrets; times are seconds since the epoch, and only there where secrets expire. */
export const SECRET_MADE = "client.secret.creation.time";
export const SECRET_EXPIRES = "client.secret.expiration.time";
export const ROTATED_SECRET = "client.secret.rotated";

const one = (id: string) => `${PATH}/${encodeURIComponent(id)}`;
