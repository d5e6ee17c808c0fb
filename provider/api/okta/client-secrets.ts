import { z } from "zod";
import type { Transport } from "../../http/transport";
import { rememberSecrets } from "../../redact";
import { ask } from "../wire";

const secret = z.object({
  id: z.string(),
  /** ISO 8601. */
  created: z.string(),
  status: z.string(),
  client_secret: z.string(),
});

export type ClientSecret = z.output<typeof secret>;

/**
 * The secrets of a client, in plain text, at most two at a time, so that a rotation can overlap. An org can turn the feature off.
 * @see https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationSSOCredentialOAuth2ClientAuth/
 */
export class OktaClientSecrets {
  constructor(private readonly http: Transport) {}

  async list(clientId: string): Promise<ClientSecret[]> {
    const secrets = await ask(this.http, { method: "GET", path: base(clientId) }, z.array(secret));
    for (const { client_secret } of secrets) rememberSecrets(client_secret);
    return secrets;
  }

  async add(clientId: string): Promise<ClientSecret> {
    const made = await ask(this.http, { method: "POST", path: base(clientId), json: {} }, secret);
    rememberSecrets(made.client_secret);
    return made;
  }

  /** Only an inactive secret can be deleted. */
  async remove(clientId: string, { id, status }: ClientSecret): Promise<void> {
    const path = `${base(clientId)}/${encodeURIComponent(id)}`;
    if (status === "ACTIVE")
      await this.http.send({ method: "POST", path: `${path}/lifecycle/deactivate`, accept: [404] });
    await this.http.send({ method: "DELETE", path, accept: [404] });
  }
}

const base = (clientId: string) => `/api/v1/apps/${encodeURIComponent(clientId)}/credentials/secrets`;
