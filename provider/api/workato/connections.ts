import { z } from "zod";
import type { Transport } from "../../http/transport";
import { onePage } from "../listing";
import { SharedList } from "../shared-list";
import { ask, optional, wireId } from "../wire";
import { INPUT_PROPERTIES } from "./connection-input";

const PATH = "/api/connections";
/** What the program calls the fields that Workato may refuse. */
const PROPERTIES = { name: "name", folder_id: "folderId", ...INPUT_PROPERTIES };

const connection = z
  .object({
    id: wireId,
    name: z.string(),
    provider: optional(z.string()),
    application: optional(z.string()),
    folder_id: optional(wireId),
    authorization_status: optional(z.string()),
    authorization_error: optional(z.string()),
    connection_lost_reason: optional(z.string()),
    external_id: optional(z.string()),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    provider: wire.provider ?? wire.application,
    folderId: wire.folder_id,
    /** `success`, `failed` or `exception`; absent where Workato has not tried yet. */
    authorizationStatus: wire.authorization_status,
    /** Why the connection is not authorised, in Workato's words. */
    authorizationError: wire.authorization_error ?? wire.connection_lost_reason,
    externalId: wire.external_id,
  }));

export type Connection = z.output<typeof connection>;

/** `input` holds the credentials; Workato never shows it again. */
export interface ConnectionBody {
  name: string;
  folder_id?: number | null;
  external_id?: string;
  input?: Record<string, unknown>;
}

/** Connections: https://docs.workato.com/workato-api/connections.html */
export class Connections {
  private readonly shared = new SharedList(() => onePage(this.load()));

  constructor(private readonly http: Transport) {}

  list(): Promise<Connection[]> {
    return this.shared.get();
  }

  /** {@link list}, with these among them if they are there by now. */
  including(ids: readonly string[]): Promise<Connection[]> {
    return this.shared.including(ids);
  }

  find(id: string): Promise<Connection | undefined> {
    return this.shared.find(id);
  }

  create(body: ConnectionBody): Promise<Connection> {
    // `shell_connection: false` makes Workato try the credentials at once.
    const json = { ...body, provider: "rest", shell_connection: false };
    return this.shared.change(() =>
      ask(this.http, { method: "POST", path: PATH, json, properties: PROPERTIES }, connection),
    );
  }

  update(id: string, body: Partial<ConnectionBody>): Promise<Connection> {
    const call = { method: "PUT" as const, path: `${PATH}/${id}`, json: body, properties: PROPERTIES };
    return this.shared.change(() => ask(this.http, call, connection));
  }

  /** A connection that is gone already is deleted. */
  async delete(id: string): Promise<void> {
    await this.shared.change(() => this.http.send({ method: "DELETE", path: `${PATH}/${id}`, accept: [404] }));
  }

  private load(): Promise<Connection[]> {
    return ask(this.http, { method: "GET", path: PATH }, z.array(connection));
  }
}
