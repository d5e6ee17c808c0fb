import type { StoreName } from "../../../provider/config";
import { fail, ok, type Verdict } from "../check";

const ALWAYS = ["okta.clients.register", "okta.clients.manage", "okta.apps.manage"];
/** For the claim that puts API keys into tokens. */
const WITH_STACK_STORE = ["okta.authorizationServers.manage"];

/** Whether a service app was granted what the provider's calls need. */
export function scopesVerdict(granted: readonly string[], store: StoreName): Verdict {
  const needed = store === "stack" ? [...ALWAYS, ...WITH_STACK_STORE] : ALWAYS;
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return ok(`granted: ${granted.join(", ")}`);
  return fail(
    `granted: ${granted.join(", ")}; missing: ${missing.join(", ")}`,
    "Grant them to the app in Okta (Okta API Scopes), and name them in workato-dcr:oktaScopes where that is set",
  );
}
