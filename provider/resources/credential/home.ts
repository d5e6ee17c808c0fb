import type { IdentityProvider } from "../../idp/identity-provider";
import type { Services } from "../../services";
import { type CredentialState, clientIn, type Patch } from "./state";

/** What goes with a client that is gone. */
export const WITHOUT_CLIENT = {
  clientId: undefined,
  registeredAt: undefined,
  registrationClientUri: undefined,
  registrationAccessToken: undefined,
  clientSecret: undefined,
  clientSecretExpiresAt: undefined,
  adopted: undefined,
  boundTo: undefined,
} satisfies Patch;

type Registered = Pick<CredentialState, "registeredAt">;

/** Whether a client was registered at another IdP, or at the same one under another address. */
export function isElsewhere({ registeredAt }: Registered, { home }: IdentityProvider): boolean {
  return registeredAt !== undefined && registeredAt !== home;
}

/** The IdP that has a client: where it was registered, as far as that one is configured. @param named the one that the DCR provider names */
export function holderOf(
  client: Registered,
  named: IdentityProvider,
  { identityProviders }: Services,
): IdentityProvider {
  if (!isElsewhere(client, named)) return named;
  return identityProviders.usable().find(({ home }) => home === client.registeredAt) ?? named;
}

/**
 * The state without a client that is out of reach, since the IdP that has it is not configured any more: it is neither renewed nor deleted
 * here, which a warning tells, and no credentials of it are of use.
 */
export async function withinReach<S extends CredentialState>(
  mark: string,
  state: S,
  idp: IdentityProvider,
  services: Services,
): Promise<S> {
  const { clientId, registeredAt } = state;
  if (clientId === undefined || !isElsewhere(state, idp) || holderOf(state, idp, services) !== idp) return state;
  // The same one, under another address.
  if ((await idp.read({ clientId }))?.mark === mark) return { ...state, registeredAt: idp.home };
  services.warn(stays(clientId, registeredAt));
  return { ...state, ...WITHOUT_CLIENT };
}

/**
 * What becomes of the clients of a credential whose client is to be at the IdP `home`: one that is elsewhere becomes a former one, and one
 * that it had at this IdP when a run failed is its client again. `undefined` where nothing changes.
 */
export function changeOfClient(state: CredentialState, home: string): Patch | undefined {
  const { registeredAt, clientSecretExpiresAt, formerClients: former = [] } = state;
  const client = clientIn(state);
  const isLeaving = client !== undefined && registeredAt !== undefined && registeredAt !== home;
  const leaving = isLeaving ? [{ ...client, registeredAt, clientSecretExpiresAt }] : [];
  const back = isLeaving || client === undefined ? former.find((it) => it.registeredAt === home) : undefined;
  if (!isLeaving && back === undefined) return undefined;
  const others = [...former.filter((it) => it !== back), ...leaving];
  const { tokenEndpointAuthMethod: _, ...again } = back ?? {};
  return { ...WITHOUT_CLIENT, ...again, formerClients: others.length === 0 ? undefined : others };
}

/** Says so where tokens come from another issuer by now, since another org or authorization server is configured, or named. */
export async function otherIssuer(
  state: CredentialState,
  idp: IdentityProvider,
  services: Services,
): Promise<string | undefined> {
  if (isElsewhere(state, idp)) {
    const anew = "it is registered anew: clientId, clientSecret, apiKeyId and apiKey change";
    const was = `the client is registered at ${state.registeredAt}`;
    if (holderOf(state, idp, services) !== idp) {
      return `the identity provider is ${idp.name} by now, and ${was}. So ${anew}, and the one before is deregistered.`;
    }
    return (
      `the identity provider is ${idp.home} by now, and ${was}. Unless this is the same one under another address, ${anew}, and the ` +
      "one before stays where it is."
    );
  }
  return otherIssuerAt(idp, state);
}

export async function otherIssuerAt(
  idp: IdentityProvider,
  { issuer }: { issuer?: string },
): Promise<string | undefined> {
  if (issuer === undefined || (await idp.isIssuer(issuer))) return undefined;
  return `tokens come from the issuer ${(await idp.metadata()).issuer} by now, and no longer from ${issuer}.`;
}

/** What is said of a client that is out of reach. */
export const stays = (clientId: string, registeredAt: string | undefined) =>
  `client ${clientId} stays at ${registeredAt}: delete it there when nobody needs it.`;
