import type { Vendor } from "../../http/transport";
import type { NameOf } from "../hints";
import { explainOAuthError } from "../oauth-error";
import { type Role, roleHints } from "./hints";

/** What calls to a server of RFC 7591 need, whatever they are for. */
export interface Rfc7591Access {
  /** The name of the identity provider in the configuration. */
  name: string;
  nameOf: NameOf;
  requestsPerMinute?: number | undefined;
}

/**
 * A server's side of the transport. Each call brings its own credentials: the initial access token, the registration access token or
 * the client's own.
 * @param origin one of the server's addresses: its metadata may name several
 */
export function rfc7591Vendor({ name, nameOf, requestsPerMinute }: Rfc7591Access, origin: string, role: Role): Vendor {
  return {
    name: `IdP ${name}`,
    baseUrl: origin,
    requestsPerMinute,
    authorize: () => ({}),
    explain: explainOAuthError,
    ...roleHints(nameOf, role),
  };
}
