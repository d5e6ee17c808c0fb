import { ordersPortal } from "../programs";
import type { Stage } from "../stage";
import type { Story } from "../story";

const TITLE = "Act 4 · Rotation";
const TOLD =
  "Still the same stack. The program changes a value of rotationTriggers from 2026Q3 to 2026Q4, which renews the client secret in " +
  "place.";

/** Goes on with the stack of the act before. */
export async function rotation(story: Story, stage: Stage): Promise<void> {
  await story.act(TITLE, TOLD, async () => {
    await story.step(
      "A new secret under the same client id",
      "The secret in the state is the new one; Okta refuses the old one from now on.",
      async (seen) => {
        const [clientId, oldSecret] = [stage.output("clientId"), stage.output("clientSecret")];
        const run = seen.engine(await stage.up(ordersPortal(stage.sandbox.info, { quarter: "2026Q4" })));
        const newSecret = stage.output("clientSecret");
        seen.equals("done", run.steps, ["same okta", "same okta-oidc", "update orders"]);
        seen.equals("client id", stage.output("clientId"), clientId, "as before");
        seen.holds("the secret is another one", newSecret !== oldSecret);
        const [byOld, byNew] = [
          await stage.fetchToken(clientId, oldSecret),
          await stage.fetchToken(clientId, newSecret),
        ];
        seen.equals("Okta's token endpoint, with the old secret", byOld.status, 401);
        seen.equals("Okta's token endpoint, with the new secret", byNew.status, 200);
        const { status, remark } = await stage.call(byNew.token);
        seen.equals("the gateway", status, 200, remark);
      },
    );

    await story.step(
      "Destroy leaves nothing behind once more",
      "All of it is taken back, on both sides.",
      async (seen) => {
        seen.engine(await stage.destroy());
        seen.equals("objects left at Workato and Okta", await stage.objects(), 0);
      },
    );
  });
}
