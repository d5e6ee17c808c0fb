import { ProviderError } from "../../errors";
import type { RegisteredClient } from "../../idp/identity-provider";
import { requireAdoptable } from "../adoption";
import type { On } from "./part";
import type { AdoptedDefaults, CredentialInputs } from "./state";

/**
 * The client to take over.
 * @throws ProviderError where there is none, it belongs to another resource, or is none that can become a client of this package, such
 *   as one of a web application
 */
export async function adoptableClient(clientId: string, owner: string, { idp }: On): Promise<RegisteredClient> {
  const what = `client ${clientId} at the identity provider`;
  const registered = await idp.read({ clientId });
  requireAdoptable(what, registered, owner);
  const { otherKind: kind, unreadable } = registered ?? {};
  if (unreadable !== undefined) {
    const next = "Leave out adopt, and a client is registered; delete the other one when nobody needs it";
    throw new ProviderError("not_manageable", `adopt: ${unreadable}`, next);
  }
  if (registered !== undefined && kind === undefined) return registered;
  throw new ProviderError(
    "not_a_service_client",
    `adopt: ${what} is of another kind (${kind}): only a service client can be adopted`,
    "Check the id; or leave out adopt, and a service client is registered",
  );
}

/** What of a client stays as it is where the program does not name it. */
export function defaultsOf({ logoUri, grantTypes, ...client }: RegisteredClient): AdoptedDefaults {
  const { tokenEndpointAuthMethod, jwks, jwksUri } = client;
  return { logoUri: logoUri ?? undefined, registration: { grantTypes, tokenEndpointAuthMethod, jwks, jwksUri } };
}

const ENDS = "the one in use is refused as soon as this is applied";
const LASTS = "the one in use works until the next rotation";

/** What a take-over changes of a client at the IdP and no property shows, a line each. */
export function changesAtIdp(found: RegisteredClient, { name, renewSecret, overlap }: CredentialInputs): string[] {
  const [was, wanted] = [found.name ?? null, name].map((it) => JSON.stringify(it));
  return [
    ...(was === wanted ? [] : [`client_name: ${was} -> ${wanted}`]),
    ...(found.active ? [] : ['status at the identity provider: "INACTIVE" -> "ACTIVE"']),
    ...(renewSecret === true ? [`client secret: renewed; ${overlap === true ? LASTS : ENDS}`] : []),
  ];
}
