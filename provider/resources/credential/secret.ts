import { ApiError } from "../../http/errors";
import { rememberSecrets } from "../../redact";
import type { Part, Run } from "./converge";
import type { CredentialState, Patch } from "./state";

const UNKNOWN_SECRET = { clientSecret: undefined, clientSecretExpiresAt: undefined } satisfies Patch;

/** The client secret. It is the registration's: there is nothing to remove, and no mark. */
export const secret: Part = {
  async *converge(state, run) {
    const { idp, inputs } = run;
    const { clientId, clientSecret } = state;
    if (clientId === undefined) throw new Error("a secret needs a registration");
    if (!isRenewalDue(state, run)) {
      if (clientSecret !== undefined) return;
      // Its answer was lost, or it was somebody else's until now.
      const held = await idp.readSecret(clientId);
      rememberSecrets(held?.clientSecret);
      if (held !== undefined || state.adopted) {
        yield { ...held };
        return;
      }
    }
    const renewed = await idp.renewSecret(clientId, clientSecret).catch((error: unknown) => {
      // The secret that is held may be dead by now, so a later run reads the one that is in force.
      return { error };
    });
    if ("error" in renewed) {
      if (renewed.error instanceof ApiError && renewed.error.outcome === "unknown") yield UNKNOWN_SECRET;
      throw renewed.error;
    }
    rememberSecrets(renewed.clientSecret);
    yield renewed;
    const keepsOther = inputs.overlap === true && run.before.takingOver === undefined;
    if (!keepsOther) await idp.endOtherSecrets(clientId, renewed.clientSecret);
    // Should a later part fail, it must not be renewed again.
    yield { rotationTriggers: inputs.rotationTriggers, renewSecret: inputs.renewSecret };
  },

  observe: () => ({}),
  remove: async () => ({}),
  isMarked: async () => false,
};

function isRenewalDue(state: CredentialState, { before, inputs, changed }: Run): boolean {
  // Who has the secret of what an earlier run has made, nobody knows.
  if (state.takingOver !== undefined && state.takingOver.length > 0) return true;
  // A client that was just registered has a new one.
  if (before.clientId === undefined || before.clientId !== state.clientId) return false;
  const asked = inputs.renewSecret === true && (before.clientSecret === undefined || changed.has("renewSecret"));
  return changed.has("rotationTriggers") || (asked && state.adopted === true);
}
