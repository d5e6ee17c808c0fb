import { ProviderError } from "../../errors";
import type { RecordedClient } from "../../idp/identity-provider";
import { ownerIn } from "../../mark";
import type { Part, Run } from "./part";
import {
  type CredentialInputs,
  type CredentialState,
  clientIn,
  hasSecret,
  isSecretDoubtful,
  type Patch,
} from "./state";

const WITHOUT_SECRET = { clientSecret: undefined, clientSecretExpiresAt: undefined } satisfies Patch;

/** The client secret. It is the registration's: there is nothing to remove, and no mark. */
export const secret: Part = {
  async *converge(state, run) {
    const { inputs, wanted } = run;
    const client = clientIn(state);
    if (client === undefined) throw new Error("a secret needs a registration");
    if (!hasSecret(wanted)) {
      // It is the consumer who has the key.
      if (client.clientSecret !== undefined) yield WITHOUT_SECRET;
      return;
    }
    if (!isRenewalDue(state, run) && (yield* keep(client, state, run))) return;
    const { idp } = run;
    if (idp.secrets === undefined) throw cannotRenew(idp.name, client.clientId);
    // What nobody has need not stay valid.
    const isOfFailedRun = (run.before.takingOver?.length ?? 0) > 0;
    const isUsed = !isOfFailedRun && (client.clientSecret !== undefined || state.adopted === true);
    const keepsOther = inputs.overlap === true && isUsed;
    const renewed = await idp.secrets.renew(client, keepsOther);
    yield { ...renewed };
    if (!keepsOther) await idp.secrets.endOthers(client, renewed.clientSecret);
    // Should a later part fail, it must not be renewed again.
    yield { rotationTriggers: inputs.rotationTriggers, renewSecret: inputs.renewSecret };
  },

  observe(_state, { registered }, { mark }) {
    const other = registered?.mark;
    // A later create of the resource was interrupted, and has renewed what the state holds.
    const renewed = other !== undefined && other !== mark && ownerIn(other) === ownerIn(mark);
    return renewed ? { ...WITHOUT_SECRET, adopted: undefined, boundTo: undefined } : {};
  },
};

/** Finds the secret that is in force, where the state may hold another one or none. @returns whether it can stay */
async function* keep(client: RecordedClient, state: CredentialState, run: Run): AsyncGenerator<Patch, boolean> {
  const { idp, inputs, before } = run;
  const { clientId, clientSecret } = client;
  const isDoubtful = isSecretDoubtful(before);
  const isCompared = inputs.verify === true && before.clientId === clientId;
  if (clientSecret !== undefined && !isDoubtful && !isCompared) return true;
  // The answer that had it was lost, or it was somebody else's until now.
  const inForce = await idp.secrets?.read(client);
  if (inForce === undefined) {
    // Where nothing renews secrets, only an answer to an update brings another one, and the one of this run is recorded by now.
    if (idp.secrets === undefined && clientSecret !== undefined) return true;
    // Of what was somebody else's, nobody asks for a new one; and with overlap, nothing has ended the one that is recorded.
    return clientSecret === undefined ? state.adopted === true : !isDoubtful || inputs.overlap === true;
  }
  yield { ...inForce };
  // What a rotation has added and nobody knows is not to stay valid. What is being taken over may have others.
  const endsOthers = isDoubtful && !inputs.overlap && !state.adopted;
  if (endsOthers) await idp.secrets?.endOthers(client, inForce.clientSecret);
  if (clientSecret !== undefined && inForce.clientSecret !== clientSecret) {
    run.services.warn(
      "The client secret is another one at the identity provider by now; it is the output from now on.",
    );
  }
  return true;
}

function isRenewalDue(state: CredentialState, { before, inputs, changed, idp }: Run): boolean {
  const isSame = before.clientId !== undefined && before.clientId === state.clientId;
  // A client that was just registered has a new one.
  if (!isSame && state.clientSecret !== undefined) return false;
  // Who has the secret of what an earlier run has made, nobody knows. Where nothing lists clients, none of those was found.
  const isFound = state.takingOver !== undefined && state.takingOver.length > 0 && idp.listMarked !== undefined;
  if (isFound) return true;
  return isSame && isRenewalAsked(before, inputs, [...changed], Date.now() / 1000);
}

/**
 * Whether another secret is due by what the program says: a trigger has changed, what was taken over is to have one of its own, or it
 * expires soon. @param changed the properties that have @param now seconds since the epoch
 */
export function isRenewalAsked(
  before: CredentialState,
  inputs: Partial<CredentialInputs>,
  changed: readonly string[],
  now: number,
): boolean {
  // It may be unknown at a preview.
  const isAsked = changed.includes("renewSecret") || (inputs.renewSecret === true && before.clientSecret === undefined);
  const isToBeOurs = before.adopted === true && isAsked;
  return changed.includes("rotationTriggers") || isToBeOurs || isExpiring(before, inputs, now);
}

/** Whether the secret expires within the time that the program gives. @param now seconds since the epoch */
export function isExpiring(
  { clientSecretExpiresAt = 0 }: CredentialState,
  { renewBeforeExpiryDays }: Partial<CredentialInputs>,
  now: number,
): boolean {
  if (renewBeforeExpiryDays === undefined || clientSecretExpiresAt === 0) return false;
  return clientSecretExpiresAt - now <= renewBeforeExpiryDays * 86_400;
}

function cannotRenew(name: string, clientId: string): ProviderError {
  return new ProviderError(
    "no_renewal",
    `clientSecret: the one of client ${clientId} is not known, and the identity provider ${name} has no way to issue another one`,
    "Replace the resource: pulumi up --replace with its URN. The client is registered anew then",
  );
}
