import { planClaim } from "../../../provider/idp/okta/claim-plan";
import { DEFAULT_API_KEY_CLAIM as DEFAULT_CLAIM } from "../../../provider/stores/dcr-provider";
import { ok, type Verdict, warn } from "../check";

/** Whether the claim that carries API keys, unless a program names another, is there or can be made. */
export function claimVerdict(claims: Parameters<typeof planClaim>[0]): Verdict {
  const plan = planClaim(claims, { name: DEFAULT_CLAIM, scopes: [] });
  if (plan.do === "create") return ok(`"${DEFAULT_CLAIM}" is free; the DcrProvider makes it`);
  if (plan.do !== "refuse") return ok(`"${DEFAULT_CLAIM}" is there and carries API keys`);
  return warn(
    `"${DEFAULT_CLAIM}" is there with another expression, ${plan.value}`,
    "Choose another claim with apiKeyClaim of the DcrProvider",
  );
}
