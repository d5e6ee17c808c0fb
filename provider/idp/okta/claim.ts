import { createOnce } from "../../api/create-once";
import { exclusive } from "../../api/exclusive";
import { ProviderError } from "../../errors";
import { objectOf } from "../../lifecycle/holders";
import type { IdentityProvider, Services } from "../../services";
import type { DcrProviderState } from "../../stores/dcr-provider";
import { CLAIM_EXPRESSION, PROFILE_ATTRIBUTE, planClaim } from "./claim-plan";

interface WantedClaim {
  name: string;
  scopes: readonly string[];
}

type ClaimState = Pick<DcrProviderState, "claimId" | "ownClaimId" | "sharedClaimId">;

/** Of the providers of a program that use a claim, one owns it: another one must not rename or narrow it. */
const ownership = (id: string) => objectOf("ownClaimId", id);
const use = (id: string) => objectOf("claimId", id);

/**
 * Makes, shares, widens or repairs the claim that carries API keys.
 * @param mark the id of the provider
 * @param state what it has already
 * @throws ProviderError `claim_taken` where the name belongs to a claim with another expression
 */
export function ensureClaim(
  wanted: WantedClaim,
  mark: string,
  state: DcrProviderState,
  services: Services,
): Promise<ClaimState> {
  const idp = services.identityProvider();
  const { server } = idp;
  if (!server) return Promise.resolve({});
  return exclusive(`claims of ${server.id}`, async () => {
    const claims = await server.claims();
    const isMine = (id: string) => services.holders.claim(ownership(id), mark);
    const mine = state.ownClaimId !== undefined && isMine(state.ownClaimId) ? state.ownClaimId : undefined;
    // What it shares it may repair, as long as the claim has the name that it wants.
    const shared = mine === undefined ? (state.sharedClaimId ?? state.ownClaimId) : undefined;
    const own = mine ?? claims.find(({ id, name }) => id === shared && name === wanted.name)?.id;
    // One that is there in place of an own one, or that no client needs, was left behind by an interrupted run, or by a
    // provider that is gone.
    const replaced = mine !== undefined && !claims.some(({ id }) => id === mine);
    const adopted = async (id: string) => id === own || replaced || !(await idp.apps.anyHas(PROFILE_ATTRIBUTE));
    const held = (id: string, isOwn: boolean) => {
      services.holders.claim(use(id), mark);
      return { claimId: id, ...(isOwn && { [isMine(id) ? "ownClaimId" : "sharedClaimId"]: id }) };
    };
    const dropped = mine === undefined ? [] : (state.scopes ?? []).filter((scope) => !wanted.scopes.includes(scope));
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

/** Removes the claim that this provider used, if no other provider of the program uses it and no app has a key. */
export async function releaseClaim(mark: string, state: DcrProviderState, services: Services): Promise<void> {
  const id = state.ownClaimId ?? state.sharedClaimId ?? state.claimId;
  const { server, apps } = services.identityProvider();
  if (id === undefined || !server) return;
  if ([ownership(id), use(id)].some((what) => services.holders.isOthers(what, mark))) return;
  if (await apps.anyHas(PROFILE_ATTRIBUTE)) {
    services.warn(
      `The claim ${id} stays at Okta: there are apps with ${PROFILE_ATTRIBUTE} in their profile, whose tokens need it.`,
    );
    return;
  }
  await server.deleteClaim(id);
}
