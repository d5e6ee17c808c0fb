import type { IdentityProvider } from "../../idp/identity-provider";
import type { Services } from "../../services";
import { type CredentialState, type FormerClient, heldClient, type Patch } from "./state";

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
 * The state as an update at `idp` begins with it. A client that another IdP has becomes a former one, and one that this IdP had before
 * is that of the credential again. What is out of reach is neither renewed nor deleted here, which a warning tells.
 */
export async function withinReach<S extends CredentialState>(
  mark: string,
  state: S,
  idp: IdentityProvider,
  services: Services,
): Promise<S> {
  const { registeredAt, clientSecretExpiresAt } = state;
  const held = heldClient(state);
  if (held === undefined || registeredAt === undefined || registeredAt === idp.home) return state;
  if (holderOf(state, idp, services) !== idp) {
    const leaving = { ...held, registeredAt, clientSecretExpiresAt };
    return { ...state, ...WITHOUT_CLIENT, ...changeOfClient(state.formerClients ?? [], leaving, idp.home) };
  }
  // The same one, under another address.
  if ((await idp.read({ clientId: held.clientId }))?.mark === mark) return { ...state, registeredAt: idp.home };
  services.warn(`client ${held.clientId} stays at ${registeredAt}: delete it there when nobody needs it.`);
  return { ...state, ...WITHOUT_CLIENT };
}

/** A credential goes from one IdP to another one, or back to one that it had left when a run failed. */
export function changeOfClient(former: readonly FormerClient[], leaving: FormerClient, home: string): Patch {
  const back = former.find(({ registeredAt }) => registeredAt === home);
  const { tokenEndpointAuthMethod: _, ...again } = back ?? {};
  return { ...again, formerClients: [...former.filter((it) => it !== back), leaving] };
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
