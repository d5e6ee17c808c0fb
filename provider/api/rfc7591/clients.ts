import { z } from "zod";
import type { Call, Transport } from "../../http/transport";
import { rememberSecrets } from "../../redact";
import { optional, readBody } from "../wire";

/** Of a field that is not as RFC 7591 has it, nothing is known; an answer to a registration must not be lost over it. */
const lenient = <T extends z.ZodType>(schema: T) => optional(schema).catch(undefined);
const text = lenient(z.string());

/** Client information, RFC 7591 section 3.2.1 and RFC 7592 section 3: client metadata, and what the server adds to it. */
const clientInformation = z.looseObject({
  client_id: z.string().min(1),
  client_secret: text,
  /** Some servers leave it out. */
  client_secret_expires_at: lenient(z.number()),
  registration_access_token: text,
  registration_client_uri: text,
  client_name: text,
  grant_types: lenient(z.array(z.string())),
  token_endpoint_auth_method: text,
  logo_uri: text,
  jwks: lenient(z.looseObject({ keys: z.array(z.record(z.string(), z.unknown())) })),
  jwks_uri: text,
});

export type ClientInformation = z.output<typeof clientInformation>;

/** The client configuration endpoint of one client, RFC 7592 section 2, and what opens it. */
export interface Configuration {
  registrationClientUri: string;
  registrationAccessToken: string;
}

/** Dynamic client registration and its management: RFC 7591 section 3, RFC 7592 section 2. */
export class Rfc7591Clients {
  /**
   * @param registration transport to the registration endpoint
   * @param management transport to a client configuration endpoint: the server may have it at another address
   */
  constructor(
    private readonly registration: (url: string) => Transport,
    private readonly management: (url: string) => Transport,
  ) {}

  /** @param initialAccessToken absent where registration is open */
  async register(endpoint: string, metadata: object, initialAccessToken?: string): Promise<ClientInformation> {
    const headers = initialAccessToken === undefined ? {} : bearer(initialAccessToken);
    const call = { method: "POST", path: endpoint, json: metadata, headers } as const;
    return inform(this.registration(endpoint), call, clientInformation);
  }

  /** Some servers show a hash of the secret here. */
  read(at: Configuration): Promise<ClientInformation> {
    const call = { method: "GET", ...configuration(at) } as const;
    return inform(this.management(at.registrationClientUri), call, clientInformation);
  }

  /** What is left out of `metadata` is no longer there. */
  replace(at: Configuration, metadata: object): Promise<ClientInformation> {
    const call = { method: "PUT", ...configuration(at), json: metadata } as const;
    return inform(this.management(at.registrationClientUri), call, clientInformation);
  }

  async remove(at: Configuration): Promise<void> {
    await this.management(at.registrationClientUri).send({ method: "DELETE", ...configuration(at) });
  }

  /** An endpoint that no RFC has: by the configuration. */
  renewSecret(method: RenewalMethod, url: string, registrationAccessToken: string): Promise<RenewedSecret> {
    const call = { method, path: url, headers: bearer(registrationAccessToken) } as const;
    return inform(this.management(url), call, renewedSecret);
  }
}

export const RENEWAL_METHODS = ["POST", "PUT", "PATCH"] as const;
type RenewalMethod = (typeof RENEWAL_METHODS)[number];

/** An answer without the secret leaves in doubt which one is in force. */
const renewedSecret = clientInformation.omit({ client_id: true }).extend({ client_secret: z.string().min(1) });

export type RenewedSecret = z.output<typeof renewedSecret>;

/** What an answer holds of secrets is remembered as such, whoever uses it. */
async function inform<T extends z.ZodType>(http: Transport, call: Call, schema: T): Promise<z.output<T>> {
  const answer = await http.send(call);
  const { client_secret, registration_access_token } = Object(answer.body);
  rememberSecrets(client_secret, registration_access_token);
  return readBody(http, call, answer, schema);
}

function configuration({ registrationClientUri, registrationAccessToken }: Configuration) {
  return { path: registrationClientUri, headers: bearer(registrationAccessToken) };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
