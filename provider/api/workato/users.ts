import { z } from "zod";
import type { Transport } from "../../http/transport";
import { ask, optional } from "../wire";

const account = z
  .object({ name: optional(z.string()), email: optional(z.string()), company_name: optional(z.string()) })
  .transform(({ name, email, company_name }) => ({ name, email, companyName: company_name }));

export type Account = z.output<typeof account>;

/**
 * Whose workspace a token is for: https://docs.workato.com/workato-api/users.html. The call needs a privilege of its own, so
 * that a token may be refused here and good for everything else.
 */
export class WorkatoUsers {
  constructor(private readonly http: Transport) {}

  me(): Promise<Account> {
    return ask(this.http, { method: "GET", path: "/api/users/me" }, account);
  }
}
