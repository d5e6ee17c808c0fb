import { ordersPortal } from "../programs";
import type { Stage } from "../stage";
import { changesByHand, refreshShows, upRepairs } from "../steps";
import type { Story } from "../story";

const TITLE = "Act 3 · Drift";
const TOLD =
  "Back on today's Workato, with the stack of act 1 made again: somebody changes things in Workato by hand, and the next refresh and " +
  "up bring them back to what the program says.";

/** Leaves its stack for the next act. */
export async function drift(story: Story, stage: Stage): Promise<void> {
  const { sandbox } = stage;
  const program = ordersPortal(sandbox.info);
  let token = "";

  await story.act(TITLE, TOLD, async () => {
    await story.step("The gateway is open", "As in act 1.", async (seen) => {
      seen.engine(await stage.up(program));
      token = (await stage.fetchToken(stage.output("clientId"), stage.output("clientSecret"))).token;
      const { status, remark } = await stage.call(token);
      seen.equals("the gateway", status, 200, remark);
    });

    await changesByHand(story, stage, token);

    await refreshShows(story, stage);

    await upRepairs(story, stage, token);
  });
}
