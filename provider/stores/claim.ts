import { createOnce } from "../api/create-once";
import { exclusive } from "../api/exclusive";
import { ProviderError } from "../errors";
import { CLAIM_EXPRESSION, PROFILE_ATTRIBUTE, planClaim } from "../lifecycle/claim";
import type { IdentityProvider, Services } from "../services";
import type { DcrProviderState } from "./dcr-provider";

interface WantedClaim {
  name: string;
  scopes: readonly string[];
}

type ClaimState = Pick<DcrProviderState, "claimId" | "ownClaimId">;
/** What `ensureClaim` needs to know of a provider: its mark, and what it has already. */
type Before = ClaimState & Required<Pick<DcrProviderState, "ownershipMark">> & Pick<DcrProviderState, "scopes">;

/**
 * Makes, shares, widens or repairs the claim that carries API keys.
 * @throws ProviderError `claim_taken` where the name belongs to a claim with another expression
 */
export function ensureClaim(wanted: WantedClaim, state: Before, services: Services): Promise<ClaimState> {
  const idp = services.identityProvider();
  const { server } = idp;
  if (!server) return Promise.resolve({});
  return exclusive(`claims of ${server.id}`, async () => {
    const claims = await server.claims();
    // Of two providers of a program, one owns a claim that they share: the other must not rename or narrow it.
    const isMine = (id: string) => services.holders.claim(`ownClaimId ${id}`, state.ownershipMark);
    const own = state.ownClaimId !== undefined && isMine(state.ownClaimId) ? state.ownClaimId : undefined;
    // One that is there in place of an own one, or that no client needs, was left behind by an interrupted run, or by a
    // provider that is gone.
    const replaced = own !== undefined && !claims.some(({ id }) => id === own);
    const adopted = async (id: string) => id === own || replaced || !(await idp.apps.anyHas(PROFILE_ATTRIBUTE));
    const held = (id: string, isOwn: boolean) => ({ claimId: id, ...(isOwn && isMine(id) && { ownClaimId: id }) });
    const dropped = (state.scopes ?? []).filter((scope) => !wanted.scopes.includes(scope));
    const plan = planClaim(claims, wanted, own, dropped);
    switch (plan.do) {
      case "create": {
        const named = async () => (await server.claims()).find(({ name }) => name === wanted.name);
        // There was none of this name a moment ago: after a lost answer it is ours, after a conflict another one was quicker.
        const { object, how } = await createOnce(
          () => server.createClaim(wanted.name, CLAIM_EXPRESSION, plan.scopes),
          async (doubt) => (doubt === "lost" ? named() : undefined),
        );
        return held(object.id, how === "created" || object.value === CLAIM_EXPRESSION);
      }
      case "write":
        await server.updateClaim(plan.id, wanted.name, CLAIM_EXPRESSION, plan.scopes);
        if (plan.takes) {
          services.warn(
            `The claim ${plan.id} no longer puts API keys into ${plan.takes}. Other DCR providers that share it, in this stack or ` +
              "another, make it anew for themselves after pulumi refresh and pulumi up.",
          );
        }
        return held(plan.id, await adopted(plan.id));
      case "keep":
        return held(plan.id, await adopted(plan.id));
      case "refuse":
        throw new ProviderError(
          "claim_taken",
          `apiKeyClaim: the authorization server has a claim "${wanted.name}" already, with the expression ${plan.value}`,
          `Choose another claim with apiKeyClaim, or set manageClaim: false and see to it yourself that a claim holds ${CLAIM_EXPRESSION}`,
        );
    }
  });
}

/** The claim as it is: without `claimId` where it is gone or does not do what is wanted, so that the next apply repairs it. */
export async function readClaim(
  wanted: WantedClaim,
  state: DcrProviderState,
  { server }: IdentityProvider,
): Promise<Partial<ClaimState>> {
  if (!server) return {};
  const plan = planClaim(await server.claims(), wanted, state.ownClaimId);
  return plan.do === "keep" ? { claimId: plan.id } : { claimId: undefined };
}

/** Removes the claim if this provider made it and no client needs it any more. */
export async function releaseClaim(state: DcrProviderState, services: Services): Promise<void> {
  const { ownClaimId } = state;
  const { server, apps } = services.identityProvider();
  if (ownClaimId === undefined || !server) return;
  if (await apps.anyHas(PROFILE_ATTRIBUTE)) {
    services.warn(
      `The claim ${ownClaimId} stays at Okta: there are apps with ${PROFILE_ATTRIBUTE} in their profile, whose tokens need it.`,
    );
    return;
  }
  await server.deleteClaim(ownClaimId);
}
