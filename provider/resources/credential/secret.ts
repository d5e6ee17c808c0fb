import { ownerIn } from "../../mark";
import { rememberSecrets } from "../../redact";
import type { Part, Run } from "./converge";
import type { CredentialState, Patch } from "./state";

const WITHOUT_SECRET = { clientSecret: undefined, clientSecretExpiresAt: undefined } satisfies Patch;

/** The client secret. It is the registration's: there is nothing to remove, and no mark. */
export const secret: Part = {
  async *converge(state, run) {
    const { idp, inputs } = run;
    const { clientId, clientSecret } = state;
    if (clientId === undefined) throw new Error("a secret needs a registration");
    if (!isRenewalDue(state, run)) {
      // A rotation that failed may have ended the one that is held.
      const isDoubtful = ASKED_BY.some((input) => run.before.unconfirmed?.includes(input));
      const isCompared = inputs.verify === true && run.before.clientId === clientId;
      if (clientSecret !== undefined && !isDoubtful && !isCompared) return;
      const inForce = await idp.readSecret(clientId, clientSecret);
      rememberSecrets(inForce?.clientSecret);
      if (inForce !== undefined) yield { ...inForce };
      if (inForce && clientSecret !== undefined && inForce.clientSecret !== clientSecret) {
        run.services.warn(
          "The client secret is another one at the identity provider by now; it is the output from now on.",
        );
      }
      // Of what was somebody else's, nobody asks for a new one.
      const canStay = clientSecret === undefined ? state.adopted === true : !isDoubtful;
      if (inForce !== undefined || canStay) return;
    }
    const renewed = await idp.renewSecret(clientId, clientSecret);
    rememberSecrets(renewed.clientSecret);
    yield { ...renewed };
    const keepsOther = inputs.overlap === true && run.before.takingOver === undefined;
    if (!keepsOther) await idp.endOtherSecrets(clientId, renewed.clientSecret);
    // Should a later part fail, it must not be renewed again.
    yield { rotationTriggers: inputs.rotationTriggers, renewSecret: inputs.renewSecret };
  },

  observe(_state, { registered }, { mark }) {
    const other = registered?.mark;
    // A later create of the resource was interrupted, and has renewed what the state holds.
    const renewed = other !== undefined && other !== mark && ownerIn(other) === ownerIn(mark);
    return renewed ? { ...WITHOUT_SECRET, adopted: undefined, boundTo: undefined } : {};
  },

  remove: async () => ({}),
  isMarked: async () => false,
};

/** The inputs that ask for a new one. */
const ASKED_BY = ["rotationTriggers", "renewSecret"];

function isRenewalDue(state: CredentialState, { before, inputs, changed }: Run): boolean {
  // Who has the secret of what an earlier run has made, nobody knows.
  if (state.takingOver !== undefined && state.takingOver.length > 0) return true;
  // A client that was just registered has a new one.
  if (before.clientId === undefined || before.clientId !== state.clientId) return false;
  const asked = inputs.renewSecret === true && (before.clientSecret === undefined || changed.has("renewSecret"));
  return changed.has("rotationTriggers") || (asked && state.adopted === true);
}
