import { doubtAfter } from "../../api/create-once";
import type { Reissued } from "../../idp/identity-provider";
import { reissuedBefore } from "../../idp/reissued";
import { registrationDrift } from "../../lifecycle/drift";
import { ownerIn } from "../../mark";
import { tokenKey } from "./binding";
import { changeOfClient, isElsewhere, WITHOUT_CLIENT, withinReach } from "./home";
import { mayDeregister } from "./ownership";
import { isCreate, type Part, type Run, wasAsApplied } from "./part";
import { type CredentialState, clientIn, type LostRegistration, type Patch } from "./state";

/** The client at the identity provider. It is made first and goes last. */
export const registration: Part = {
  async *converge(recorded, run) {
    const { idp, mark, wanted, claim } = run;
    const moved = await changeIfThere(recorded, run);
    if (moved?.clientId !== undefined) yield moved;
    const state = { ...recorded, ...moved };
    // Whatever has become of the binding, it is not lost by a write.
    const key = state.boundTo === undefined ? undefined : tokenKey(claim, state.apiKey);
    const recordedClient = clientIn(state);
    if (recordedClient !== undefined) {
      // Under another address, or found by its mark.
      if (state.registeredAt !== idp.home) yield { registeredAt: idp.home };
      const isDue = moved !== undefined || run.changedAt.idp || !wasAsApplied(run);
      if (isDue) yield* keepingTokens(idp.update(recordedClient, wanted, mark, key));
      return;
    }
    // One whose answer was lost, or that it had before, such as at an org that is configured again. A create has looked already.
    const [found] = isCreate(run) ? [] : await idp.marks.of(ownerIn(mark));
    if (found === undefined) {
      yield* register(state, moved, run);
      return;
    }
    const client = { clientId: found.id };
    await idp.update(client, wanted, mark, undefined);
    await idp.activate(client);
    const made = { ...moved, ...WITHOUT_CLIENT, clientId: found.id, registeredAt: idp.home };
    // Of another run: nobody knows who has its secret.
    yield found.mark === mark ? made : { ...made, takingOver: [found.mark] };
  },

  observe(state, { registered }, { mark, idp, services }) {
    if (registered === undefined) {
      // What is out of reach is not gone: the next apply tells what becomes of it.
      return isElsewhere(state, idp) ? {} : { ...WITHOUT_CLIENT, registeredAt: state.registeredAt };
    }
    const { unreadable, management } = registered;
    if (unreadable !== undefined) {
      services.warn(unreadable);
      return { ...management };
    }
    const asApplied = registered.mark === mark && registered.asRegistered;
    return {
      ...management,
      ...registrationDrift(state, registered),
      ...(!asApplied && { verifiedAsApplied: undefined }),
    };
  },

  async remove(state, on) {
    const { mark, idp, services } = on;
    for (const lost of state.lostRegistrations ?? []) services.warn(mayBeLeft(lost));
    const client = clientIn(await withinReach(mark, state, idp, services));
    // Of one whose answer was lost, only the mark tells.
    const clientId = client?.clientId ?? (await idp.marks.find(mark));
    if (clientId !== undefined && (await mayDeregister(clientId, idp, mark, state, services))) {
      await idp.deregister(client ?? { clientId }, services);
    }
    return { ...WITHOUT_CLIENT, lostRegistrations: undefined };
  },

  async isMarked(state, { idp, mark }) {
    const client = clientIn(state);
    if (client === undefined) return false;
    // Where nothing lists clients, it was never another one's.
    return idp.listMarked === undefined || (await idp.read(client))?.mark === mark;
  },
};

/** What becomes of the clients that the state names. One to come back to may be gone, since it was about to be deregistered. */
async function changeIfThere(state: CredentialState, { idp }: Run): Promise<Patch | undefined> {
  const moved = changeOfClient(state, idp.home);
  const back = moved && clientIn(moved as CredentialState);
  if (back === undefined || (await idp.read(back)) !== undefined) return moved;
  return { ...moved, ...WITHOUT_CLIENT };
}

/** Where nothing lists clients, one whose answer was lost is recorded, so that somebody can look for it. */
async function* register(
  { lostRegistrations: before = [] }: CredentialState,
  moved: Patch | undefined,
  { idp, mark, wanted, services, metadata }: Run,
): AsyncGenerator<Patch, void> {
  for (const lost of before) services.warn(mayBeLeft(lost));
  const at = new Date().toISOString();
  // Should this fail, the state tells where a client may be; of one that moves, where it still is.
  if (moved === undefined) yield { registeredAt: idp.home };
  try {
    const issued = await idp.register(wanted, mark);
    // Credentials go with the place where they count.
    const ends = moved && { issuer: metadata.issuer, tokenEndpoint: metadata.token_endpoint };
    yield { ...moved, ...ends, ...WITHOUT_CLIENT, lostRegistrations: undefined, registeredAt: idp.home, ...issued };
  } catch (error) {
    const isLost = doubtAfter(error) === "lost";
    const clientName = isLost ? idp.registeredName?.(wanted, mark) : undefined;
    if (clientName !== undefined)
      yield { lostRegistrations: [...before, { clientName, at, identityProvider: idp.name }] };
    throw error;
  }
}

function mayBeLeft({ clientName, at, identityProvider: idp }: LostRegistration): string {
  return (
    `A registration of ${at} got no answer. If the identity provider ${idp} has carried it out, a client "${clientName}" is there, whose ` +
    "credentials nobody has; nothing lists clients there: look for it and delete it by hand."
  );
}

/** A token that took the place of another one is kept whatever comes after. */
async function* keepingTokens(call: Promise<Reissued>): AsyncGenerator<Patch, void> {
  try {
    yield await call;
  } catch (error) {
    yield { ...reissuedBefore(error) };
    throw error;
  }
}
