import type { Stage } from "../stage";
import * as steps from "../steps";
import type { Story } from "../story";

const TITLE = "The short story";
const TOLD =
  "On today's Workato: credentials that open the gateway, a method that stays, changes by hand that are brought back, and a secret that " +
  "is renewed. Without --short there are introspection, a second credential and a rename besides.";

export async function short(story: Story, stage: Stage): Promise<void> {
  await story.act(TITLE, TOLD, async () => {
    await steps.oneUp(story, stage);
    const token = await steps.gatewayOpens(story, stage);
    await steps.methodIsPermanent(story, stage);
    await steps.changesByHand(story, stage, token);
    await steps.refreshShows(story, stage);
    await steps.upRepairs(story, stage, token);
    await steps.newSecret(story, stage);
    await steps.destroyLeavesNothing(story, stage, "Destroy leaves nothing behind");
  });
}
