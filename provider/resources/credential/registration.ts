import { registrationDrift } from "../../lifecycle/drift";
import { ownerIn } from "../../mark";
import type { Services } from "../../services";
import { mayDelete, withoutAnswer } from "./ownership";
import { isCreate, isVerified, type Part } from "./part";
import type { CredentialState, Patch } from "./state";

/** What goes with a client that is gone. */
const WITHOUT_CLIENT = {
  clientId: undefined,
  registeredAt: undefined,
  clientSecret: undefined,
  clientSecretExpiresAt: undefined,
  adopted: undefined,
  boundTo: undefined,
} satisfies Patch;

/** The client at the identity provider. It is made first and goes last. */
export const registration: Part = {
  async *converge(state, run) {
    const { idp, mark, wanted } = run;
    // Whatever has become of the binding, it is not lost by a write.
    const apiKey = run.store.keyInTokens && state.boundTo !== undefined ? state.apiKey : undefined;
    if (state.clientId !== undefined) {
      // Under another address, or found by its mark.
      if (state.registeredAt !== idp.home) yield { registeredAt: idp.home };
      if (run.changedAt.idp || !isVerified(run)) await idp.update(state.clientId, wanted, mark, apiKey);
      return;
    }
    // One whose answer was lost, or that it had before, such as at an org that is configured again. A create has looked already.
    const [found] = isCreate(run) ? [] : await idp.marks.of(ownerIn(mark));
    if (found === undefined) {
      yield { ...WITHOUT_CLIENT, registeredAt: idp.home, ...(await idp.register(wanted, mark)) };
      return;
    }
    await idp.update(found.id, wanted, mark, undefined);
    await idp.activate(found.id);
    const made = { ...WITHOUT_CLIENT, clientId: found.id, registeredAt: idp.home };
    // Of another run: nobody knows who has its secret.
    yield found.mark === mark ? made : { ...made, takingOver: [found.mark] };
  },

  observe(state, { registered }, { mark, services }) {
    if (registered === undefined) {
      // What is out of reach is not gone: the next apply tells what becomes of it.
      return isElsewhere(state, services) ? {} : { ...WITHOUT_CLIENT, registeredAt: state.registeredAt };
    }
    const asApplied = registered.mark === mark && registered.asRegistered;
    return {
      ...registrationDrift(state, registered),
      ...(!asApplied && { verifiedAsApplied: undefined }),
    };
  },

  async remove(state, on) {
    const { mark, idp, services } = on;
    const within = await withinReach(mark, state, services);
    const { clientId = await withoutAnswer(mark, idp.marks) } = within;
    if (clientId !== undefined) {
      const what = "Client at the identity provider";
      if (await mayDelete(what, clientId, idp.marks, mark, state, services)) await idp.deregister(clientId);
    }
    return WITHOUT_CLIENT;
  },

  async isMarked({ clientId }, { idp, mark }) {
    return clientId !== undefined && (await idp.read(clientId))?.mark === mark;
  },
};

/** Whether a client was registered at another IdP than the one that is configured, or at the same one under another address. */
export function isElsewhere({ registeredAt }: CredentialState, services: Services): boolean {
  return registeredAt !== undefined && registeredAt !== services.identityProvider().home;
}

/**
 * The state without the registration where that is out of reach, which a warning tells. What is out of reach is neither renewed nor
 * deleted here, and no credentials of it are of use any more.
 */
export async function withinReach<S extends CredentialState>(mark: string, state: S, services: Services): Promise<S> {
  const { clientId, registeredAt } = state;
  if (clientId === undefined || !isElsewhere(state, services)) return state;
  const idp = services.identityProvider();
  // The same one, under another address.
  if ((await idp.read(clientId))?.mark === mark) return { ...state, registeredAt: idp.home };
  services.warn(`client ${clientId} stays at ${registeredAt}: delete it there when nobody needs it.`);
  return { ...state, ...WITHOUT_CLIENT };
}

/** Says so where tokens come from another issuer by now, since another org or authorization server is configured. */
export async function otherIssuer(state: CredentialState, services: Services): Promise<string | undefined> {
  const idp = services.identityProvider();
  if (isElsewhere(state, services)) {
    return (
      `the identity provider is ${idp.home} by now, and the client is registered at ${state.registeredAt}. Unless this is ` +
      "the same one under another address, it is registered anew: clientId, clientSecret, apiKeyId and apiKey change, and the one " +
      "before stays where it is."
    );
  }
  if (state.issuer === undefined || (await idp.isIssuer(state.issuer))) return undefined;
  return `tokens come from the issuer ${(await idp.metadata()).issuer} by now, and no longer from ${state.issuer}.`;
}
