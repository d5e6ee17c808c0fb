import { z } from "zod";
import type { Transport } from "../../http/transport";
import { ask } from "../wire";

const user = z.object({ profile: z.object({ login: z.string() }) });
const server = z.object({ name: z.string(), status: z.string() });

/** An authorization server as the management API describes it; `status` is `ACTIVE` or `INACTIVE`. */
type ServerDescription = z.output<typeof server>;

/** Whose a token is and what it may see, by reads alone: https://developer.okta.com/docs/api/openapi/okta-management/ */
export class OktaAccount {
  constructor(private readonly http: Transport) {}

  /** The login of the administrator whose SSWS token it is. */
  async login(): Promise<string> {
    return (await ask(this.http, { method: "GET", path: "/api/v1/users/me" }, user)).profile.login;
  }

  /** @throws ApiError where the credentials may not read apps */
  async readApps(): Promise<void> {
    await this.http.send({ method: "GET", path: "/api/v1/apps", query: { limit: 1 } });
  }

  /** @throws ApiError where there is none of this id, or the credentials may not read it */
  authorizationServer(id: string): Promise<ServerDescription> {
    const path = `/api/v1/authorizationServers/${encodeURIComponent(id)}`;
    return ask(this.http, { method: "GET", path }, server);
  }
}
