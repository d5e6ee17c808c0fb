import type { Marks } from "./marks";

/** Client metadata, RFC 7591 section 2, as far as this package sets it. */
export interface ClientMetadata {
  client_name: string;
  application_type: "service";
  grant_types: string[];
  response_types: string[];
  token_endpoint_auth_method: string;
  /** `null` takes a logo away. */
  logo_uri: string | null | undefined;
}

/** The answer to a call that makes or changes a client, RFC 7591 section 3.2.1. */
export interface ClientInformation {
  client_id: string;
  /** Only in answers that issue a secret. */
  client_secret: string | undefined;
  /** Seconds since the epoch; 0 means never. */
  client_secret_expires_at: number | undefined;
}

/** A client as the IdP holds it. The server may have changed any metadata. */
export interface RegisteredClient {
  client_name: string | undefined;
  /** `service` is what this package registers; absent where the IdP does not tell. */
  application_type: string | undefined;
  grant_types: string[] | undefined;
  response_types: string[] | undefined;
  token_endpoint_auth_method: string | undefined;
  logo_uri: string | undefined;
  /** Whether it gets tokens. */
  active: boolean;
  /** Attributes that go with the client, such as the one that carries its API key. */
  profile: Record<string, unknown>;
}

/** An IdP that registers OAuth clients. */
export interface Registrar {
  /** Where clients are registered: the base URL of the IdP. */
  readonly home: string;
  /** Of the clients that carry an ownership mark. */
  readonly marks: Marks;
  /** Whether the credentials may register clients, as far as a read can tell. @throws ApiError where not */
  probe(): Promise<void>;
  register(metadata: ClientMetadata): Promise<ClientInformation>;
  /** `undefined` when the client is gone. */
  read(clientId: string): Promise<RegisteredClient | undefined>;
  /** Changes the given metadata and nothing else of the client. */
  update(clientId: string, changes: Partial<ClientMetadata>): Promise<ClientInformation>;
  /** Lets a client that was deactivated by hand get tokens again. */
  activate(clientId: string): Promise<void>;
  /** A new secret for the client; the one before stops working. */
  renewSecret(clientId: string): Promise<ClientInformation>;
  /** The client of exactly this name. */
  find(clientName: string): Promise<ClientInformation | undefined>;
  /** A client that is gone already is deregistered. */
  deregister(clientId: string): Promise<void>;
}
