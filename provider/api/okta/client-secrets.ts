import { z } from "zod";
import type { Transport } from "../../http/transport";
import { ask } from "../wire";

const secret = z.object({
  id: z.string(),
  /** ISO 8601. */
  created: z.string(),
  status: z.string(),
});
const newSecret = secret.extend({ client_secret: z.string() });

type ClientSecret = z.output<typeof secret>;

/**
 * The secrets of a client, at most two at a time, so that a rotation can overlap:
 * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationSSOCredentialOAuth2ClientAuth/
 */
export class OktaClientSecrets {
  constructor(private readonly http: Transport) {}

  list(clientId: string): Promise<ClientSecret[]> {
    return ask(this.http, { method: "GET", path: base(clientId) }, z.array(secret));
  }

  /** Only this answer holds `client_secret`. */
  add(clientId: string): Promise<z.output<typeof newSecret>> {
    return ask(this.http, { method: "POST", path: base(clientId), json: {} }, newSecret);
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
