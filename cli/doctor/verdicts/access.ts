import { missingAccess } from "../../../provider/idp/okta/access";
import { fail, ok, type Verdict } from "../check";

/** Those that every authorization server has; a service client gets no token for them. */
const RESERVED = ["openid", "profile", "email", "address", "phone", "offline_access", "device_sso", "groups"];

type Server = Parameters<typeof missingAccess>[1];

/** Whether there is any scope for which newly registered clients get a token. */
export function accessVerdict(server: Server): Verdict {
  const custom = server.scopes.filter((scope) => !RESERVED.includes(scope));
  const usable = custom.filter((scope) => missingAccess([scope], server).length === 0);
  const barred = custom.filter((scope) => !usable.includes(scope));
  const where = "in Okta (Security, API, Authorization Servers)";
  if (custom.length === 0) {
    return fail(
      "there is no custom scope, and Okta issues no token to a service client without one",
      `Add one ${where}`,
    );
  }
  if (usable.length === 0) {
    return fail(
      `no access rule lets all clients get ${custom.join(", ")} by client_credentials`,
      `Add an access policy for all clients, with a rule for client_credentials, ${where}`,
    );
  }
  const but = barred.length === 0 ? "" : `, but not ${barred.join(", ")}`;
  return ok(`new clients get ${usable.join(", ")} by client_credentials${but}`);
}
