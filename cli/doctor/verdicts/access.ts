import { type AccessRules, missingAccess } from "../../../provider/idp/okta/access";
import { fail, ok, type Verdict } from "../check";

/** Those that every authorization server has; a service client gets no token for them. */
const RESERVED = ["openid", "profile", "email", "address", "phone", "offline_access", "device_sso", "groups"];

/** Whether there is any scope for which newly registered clients get a token. */
export function accessVerdict(server: AccessRules): Verdict {
  const custom = server.scopes.map(({ name }) => name).filter((name) => !RESERVED.includes(name));
  const usable = custom.filter((scope) => missingAccess([scope], server).length === 0);
  const troubles = missingAccess(
    custom.filter((scope) => !usable.includes(scope)),
    server,
  );
  const where = "in Okta (Security, API, Authorization Servers)";
  if (custom.length === 0) {
    return fail(
      "there is no custom scope, and Okta issues no token to a service client without one",
      `Add one ${where}`,
    );
  }
  if (usable.length === 0) {
    return fail(
      troubles.join("; "),
      `Add an access policy for all clients, with a rule for client_credentials and the scopes, and require no consent, ${where}`,
    );
  }
  const gets = `new clients get ${usable.join(", ")} by client_credentials`;
  return ok([gets, ...missingAccess(usable, server), ...troubles].join("; "));
}
