import { createOnce } from "../../api/create-once";
import { exclusive } from "../../api/exclusive";
import type { OktaApps } from "../../api/okta/apps";
import type { AuthorizationServer } from "../../api/okta/authorization-server";
import { ProviderError } from "../../errors";
import { objectOf } from "../../holders";
import type {
  Binder,
  BinderState,
  KeyClaim,
  RecordedClient,
  RunContext,
  TokenKey,
  WantedClient,
} from "../identity-provider";
import { planClaim } from "./claim-plan";
import { CLAIM_EXPRESSION, KEY_ATTRIBUTE } from "./profile";
import type { RegisteredClients } from "./registered-clients";

/** Of the providers of a program that use a claim, one owns it: another one must not rename or narrow it. */
const ownership = (id: string) => objectOf("ownClaimId", id);
const use = (id: string) => objectOf("claimId", id);

/**
 * At Okta, the profile of a client's app holds the API key, and a custom claim of the authorization server puts it into the tokens:
 * one claim for all clients.
 */
export class ClaimBinder implements Binder {
  readonly isPerClient = false;
  readonly byHand = `see to it yourself that a claim holds ${CLAIM_EXPRESSION}`;

  /** @param server absent for the org server, which has no claims */
  constructor(
    private readonly clients: RegisteredClients,
    private readonly apps: OktaApps,
    private readonly server: AuthorizationServer | undefined,
  ) {}

  async bind(
    { clientId }: RecordedClient,
    wanted: WantedClient,
    mark: string,
    key: TokenKey | undefined,
  ): Promise<void> {
    await this.clients.update(clientId, wanted, mark, key?.apiKey);
  }

  /**
   * Makes, shares, widens or repairs the claim.
   * @throws ProviderError `claim_taken` where the name belongs to a claim with another expression
   */
  prepare(wanted: KeyClaim, mark: string, state: BinderState, run: RunContext): Promise<BinderState> {
    const { server } = this;
    if (!server) return Promise.resolve({});
    return exclusive(`claims of ${server.id}`, async () => {
      const claims = await server.claims();
      const made = await this.ensure(claims, server, wanted, mark, state, run);
      const former = state.ownClaimId ?? state.sharedClaimId;
      // Where the wanted name belongs to a claim that is there, the one before is needed no more.
      if (former !== made.claimId && claims.some(({ id }) => id === former)) {
        await this.release(mark, { ownClaimId: former }, run);
      }
      return made;
    });
  }

  async observe(wanted: KeyClaim, state: BinderState): Promise<Pick<BinderState, "claimId">> {
    if (!this.server) return {};
    const plan = planClaim(await this.server.claims(), wanted, state.ownClaimId);
    return plan.do === "keep" ? { claimId: plan.id } : { claimId: undefined };
  }

  async list(): Promise<{ id: string; name: string }[]> {
    const claims = (await this.server?.claims()) ?? [];
    return claims.flatMap(({ id, name, value }) => (value === CLAIM_EXPRESSION ? [{ id, name }] : []));
  }

  /** Removes the claim that the provider used, if no other provider of the program uses it and no app has a key. */
  async release(mark: string, state: BinderState, { holders, warn }: RunContext): Promise<void> {
    const id = state.ownClaimId ?? state.sharedClaimId ?? state.claimId;
    if (id === undefined || !this.server) return;
    if ([ownership(id), use(id)].some((what) => holders.isOthers(what, mark))) return;
    if (await this.apps.anyHas(KEY_ATTRIBUTE)) {
      warn(
        `The claim ${id} stays at Okta: there are apps with ${KEY_ATTRIBUTE} in their profile, whose tokens may need it. ` +
          "Delete it there when no stack does; pulumi-workato-dcr orphans lists it once none holds it.",
      );
      return;
    }
    await this.server.deleteClaim(id);
  }

  private async ensure(
    claims: Awaited<ReturnType<AuthorizationServer["claims"]>>,
    server: AuthorizationServer,
    wanted: KeyClaim,
    mark: string,
    state: BinderState,
    { holders, warn }: RunContext,
  ): Promise<BinderState> {
    const isMine = (id: string) => holders.hold(ownership(id), mark);
    const mine = state.ownClaimId !== undefined && isMine(state.ownClaimId) ? state.ownClaimId : undefined;
    // What it shares it may repair, as long as the claim has the name that it wants.
    const shared = mine === undefined ? (state.sharedClaimId ?? state.ownClaimId) : undefined;
    const ours = mine ?? claims.find(({ id, name }) => id === shared && name === wanted.name)?.id;
    // One that is there in place of ours, or that no client needs, was left behind by an interrupted run, or by a
    // provider that is gone.
    const replaced = mine !== undefined && !claims.some(({ id }) => id === mine);
    const adopted = async (id: string) => id === ours || replaced || !(await this.apps.anyHas(KEY_ATTRIBUTE));
    const enforced = (id: string, isOurs: boolean) => {
      holders.hold(use(id), mark);
      return { claimId: id, ...(isOurs && { [isMine(id) ? "ownClaimId" : "sharedClaimId"]: id }) };
    };
    const dropped = mine === undefined ? [] : (state.scopes ?? []).filter((scope) => !wanted.scopes.includes(scope));
    const plan = planClaim(claims, wanted, ours, dropped);
    switch (plan.do) {
      case "create": {
        const named = async () => (await server.claims()).find(({ name }) => name === wanted.name);
        // There was none of this name a moment ago: after a lost answer it is ours, after a conflict another one was quicker.
        const { object, how } = await createOnce(
          () => server.createClaim(wanted.name, CLAIM_EXPRESSION, plan.scopes),
          async (doubt) => (doubt === "lost" ? named() : undefined),
        );
        return enforced(object.id, how === "created" || object.value === CLAIM_EXPRESSION);
      }
      case "write":
        await server.updateClaim(plan.id, wanted.name, CLAIM_EXPRESSION, plan.scopes);
        if (plan.takes) {
          warn(
            `The claim ${plan.id} no longer puts API keys into ${plan.takes}. Other DCR providers that share it, in this stack or ` +
              "another, make it anew for themselves after pulumi refresh and pulumi up.",
          );
        }
        return enforced(plan.id, await adopted(plan.id));
      case "keep":
        return enforced(plan.id, await adopted(plan.id));
      case "refuse":
        throw new ProviderError(
          "claim_taken",
          `apiKeyClaim: the authorization server has a claim "${wanted.name}" already, with the expression ${plan.value}`,
          `Choose another claim with apiKeyClaim, or set manageClaim: false and ${this.byHand}`,
        );
    }
  }
}
