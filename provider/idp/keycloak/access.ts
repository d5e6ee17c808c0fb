import type { KeycloakClientScopes } from "../../api/keycloak/client-scopes";
import type { KeycloakClients } from "../../api/keycloak/clients";
import { missingRight, SEES_NONE } from "../../api/keycloak/rights";
import { ProviderError } from "../../errors";

/** Whether the service account may manage clients, as Keycloak says of a client that every realm has. @throws ProviderError where not */
export async function requireRights(clients: KeycloakClients): Promise<void> {
  const any = await clients.any();
  if (any?.access?.manage === true) return;
  throw missingRight(any === undefined ? SEES_NONE : "see clients of the realm and not manage them");
}

/** Every client may ask for it, though it is no client scope. */
const OPENID = "openid";

/** Whether clients that are registered from now on can get each scope. @throws ProviderError that names those that they cannot */
export async function requireAccess(scopes: readonly string[], clientScopes: ScopesOfNewClients): Promise<void> {
  if (scopes.length === 0) return;
  const given = [...(await clientScopes.ofNewClients()), OPENID];
  const missing = scopes.filter((scope) => !given.includes(scope));
  if (missing.length === 0) return;
  throw new ProviderError(
    "scopes_unfit",
    `scopes: new clients of the realm do not get ${missing.map((scope) => `"${scope}"`).join(", ")}`,
    "Make it a client scope in Keycloak, and one that the realm assigns to new clients, as default or optional (Client scopes, " +
      "Assigned type); or choose other scopes",
  );
}

type ScopesOfNewClients = Pick<KeycloakClientScopes, "ofNewClients">;
