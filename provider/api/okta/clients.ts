import { z } from "zod";
import { UnauthorizedError } from "../../http/errors";
import type { Transport } from "../../http/transport";
import { rememberSecrets } from "../../redact";
import { ask, optional } from "../wire";

const PATH = "/oauth2/v1/clients";

/** Client metadata, RFC 7591 section 2, as far as this package sets it. */
export interface ClientMetadata {
  client_name: string;
  application_type: "service";
  grant_types: readonly string[];
  response_types: readonly string[];
  token_endpoint_auth_method: string;
  logo_uri: string | undefined;
  /** RFC 7517 section 5. */
  jwks: object | undefined;
  jwks_uri: string | undefined;
}

/** The secret is in the answers to POST, PUT and newSecret only. */
const clientInformation = z.object({
  client_id: z.string(),
  client_secret: optional(z.string()),
  client_secret_expires_at: optional(z.number()),
  client_name: optional(z.string()),
});

/** RFC 7591 section 3.2.1. */
export type ClientInformation = z.output<typeof clientInformation>;

/** An answer without the secret leaves in doubt which one is in force. */
const issued = clientInformation.extend({ client_secret: z.string() });

/** Okta's dynamic client registration: https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/Client/ */
export class OktaClients {
  constructor(private readonly http: Transport) {}

  /** Whether the credentials may read clients. @throws ApiError where not */
  async probe(): Promise<void> {
    await this.http.send({ method: "GET", path: PATH, query: { limit: 1 } });
  }

  async register(metadata: ClientMetadata): Promise<ClientInformation> {
    const made = await ask(this.http, { method: "POST", path: PATH, json: metadata }, clientInformation);
    rememberSecrets(made.client_secret);
    return made;
  }

  /** A client of exactly this name. */
  async find(clientName: string): Promise<ClientInformation | undefined> {
    // `q` matches the start of the name.
    const call = { method: "GET" as const, path: PATH, query: { q: clientName, limit: 200 } };
    const clients = await ask(this.http, call, z.array(clientInformation));
    return clients.find((client) => client.client_name === clientName);
  }

  /** Issues another secret. What it does to a second one is documented nowhere. */
  async newSecret(clientId: string): Promise<z.output<typeof issued>> {
    const made = await ask(this.http, { method: "POST", path: `${one(clientId)}/lifecycle/newSecret` }, issued);
    rememberSecrets(made.client_secret);
    return made;
  }

  /** Of a client that is gone, newer orgs answer 404, older ones 401 `invalid_client`. */
  async deregister(clientId: string): Promise<void> {
    const call = { method: "DELETE" as const, path: one(clientId), accept: [404] };
    try {
      await this.http.send(call);
    } catch (error) {
      if (!(error instanceof UnauthorizedError && isGone(error))) throw error;
    }
  }
}

/** Of the DELETE itself: the token endpoint says the same of a service app whose key it refuses. */
function isGone({ endpoint, refusal }: UnauthorizedError): boolean {
  return endpoint.startsWith("DELETE ") && refusal.code === "invalid_client";
}

const one = (clientId: string) => `${PATH}/${encodeURIComponent(clientId)}`;
